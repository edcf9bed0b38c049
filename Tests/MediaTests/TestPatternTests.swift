import Media
import Testing
import VPX

@Suite("The test pattern")
struct TestPatternTests {
    @Test
    func theBarsHaveTheirColoursAndMove() throws {
        var pattern = try TestPattern(width: 320, height: 180)
        var decoder = try VP8Decoder()
        var pictures: [[UInt8]] = []
        for step in 0..<21 {
            let frame = try #require(try pattern.makeFrame())
            #expect(frame.isKeyFrame == (step == 0))
            guard let image = try decoder.decode(frame.payload) else { continue }
            pictures.append(try image.makeARGB())
        }
        #expect(pictures.count == 21)
        func isBar(_ bar: Int, atX x: Int, in pixels: [UInt8]) -> Bool {
            let offset = (90 * 320 + x) * 4
            let colour = TestPattern.colours[bar]
            return zip(pixels[offset..<offset + 3], [colour.blue, colour.green, colour.red]).allSatisfy {
                abs(Int($0) - Int($1)) < 40
            }
        }
        for bar in 0..<8 {
            #expect(isBar(bar, atX: bar * 40 + 20, in: pictures[0]), "bar \(bar) where it begins")
            #expect(isBar(bar, atX: (bar * 40 + 60) % 320, in: pictures[20]), "bar \(bar) 40 pixels further")
        }
    }

    @Test
    func aKeyFrameComesOnOrder() throws {
        var pattern = try TestPattern(width: 64, height: 64)
        _ = try pattern.makeFrame()
        #expect(try pattern.makeFrame()?.isKeyFrame == false)
        #expect(try pattern.makeFrame(forcingKeyFrame: true)?.isKeyFrame == true)
    }
}
