import Testing

@testable import VPX

@Suite("I420 pictures")
struct I420ImageTests {
    @Test(arguments: [(2, 2), (3, 5), (64, 33), (641, 7)])
    func coloursSurviveTheWayThereAndBack(width: Int, height: Int) throws {
        var image = try I420Image(width: width, height: height)
        let colour = BGRA(blue: 200, green: 60, red: 120)
        try image.fill(PixelRectangle(x: 0, y: 0, width: width, height: height), with: colour)
        let pixels = try image.makeARGB()
        #expect(pixels.count == width * height * 4)
        for offset in stride(from: 0, to: pixels.count, by: 4) {
            #expect(BGRA(pixels, at: offset).isNear(colour, within: 4))
        }
    }

    @Test
    func aBoxChangesOnlyItself() throws {
        var image = try I420Image(width: 32, height: 16)
        try image.fill(PixelRectangle(x: 8, y: 4, width: 10, height: 6), with: BGRA(blue: 255, green: 255, red: 255))
        let pixels = try image.makeARGB()
        for y in 0..<16 {
            for x in 0..<32 {
                let isInside = (8..<18).contains(x) && (4..<10).contains(y)
                #expect((pixels[(y * 32 + x) * 4 + 1] > 200) == isInside, "at \(x), \(y)")
            }
        }
    }

    @Test(arguments: [(0, 10), (10, 0), (-1, 10), (16_384, 1)])
    func sizesThatVP8CannotCarryAreRefused(width: Int, height: Int) {
        #expect(throws: VPXError.invalidSize(width: width, height: height)) {
            _ = try I420Image(width: width, height: height)
        }
    }

    @Test
    func boxesGrowToChromaSamplesAndStayInThePicture() {
        let box = PixelRectangle(x: 3, y: 5, width: 3, height: 1)
        #expect(
            box.alignedToChroma(width: 100, height: 100) == PixelRectangle(x: 2, y: 4, width: 4, height: 2))
        #expect(box.alignedToChroma(width: 5, height: 100) == PixelRectangle(x: 2, y: 4, width: 3, height: 2))
        #expect(PixelRectangle(x: -3, y: -3, width: 2, height: 2).alignedToChroma(width: 9, height: 9).isEmpty)
    }
}
