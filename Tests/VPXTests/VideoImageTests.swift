import Testing

@testable import VPX

@Suite("Pictures")
struct VideoImageTests {
    @Test(arguments: [(2, 2), (3, 5), (64, 33), (641, 7)], [VideoImage.Format.i420, .i444])
    func coloursSurviveTheWayThereAndBack(size: (Int, Int), format: VideoImage.Format) throws {
        let (width, height) = size
        var image = try VideoImage(width: width, height: height, format: format)
        let colour = BGRA(blue: 200, green: 60, red: 120)
        try image.fill(PixelRectangle(x: 0, y: 0, width: width, height: height), with: colour)
        let pixels = try image.makeARGB()
        #expect(pixels.count == width * height * 4)
        for offset in stride(from: 0, to: pixels.count, by: 4) {
            #expect(BGRA(pixels, at: offset).isNear(colour, within: 4))
        }
    }

    @Test(arguments: [VideoImage.Format.i420, .i444])
    func aBoxChangesOnlyItself(format: VideoImage.Format) throws {
        var image = try VideoImage(width: 32, height: 16, format: format)
        try image.fill(PixelRectangle(x: 8, y: 4, width: 10, height: 6), with: BGRA(blue: 255, green: 255, red: 255))
        let pixels = try image.makeARGB()
        for y in 0..<16 {
            for x in 0..<32 {
                let isInside = (8..<18).contains(x) && (4..<10).contains(y)
                #expect((pixels[(y * 32 + x) * 4 + 1] > 200) == isInside, "at \(x), \(y)")
            }
        }
    }

    @Test
    func fullChromaKeepsAColouredLineOfOnePixel() throws {
        var image = try VideoImage(width: 16, height: 8, format: .i444)
        try image.fill(PixelRectangle(x: 0, y: 0, width: 16, height: 8), with: BGRA(blue: 255, green: 255, red: 255))
        try image.fill(PixelRectangle(x: 4, y: 0, width: 1, height: 8), with: BGRA(blue: 255, green: 0, red: 0))
        let pixels = try image.makeARGB()
        #expect(BGRA(pixels, at: 4 * 4).isNear(BGRA(blue: 255, green: 0, red: 0), within: 4))
        #expect(BGRA(pixels, at: 5 * 4).isNear(BGRA(blue: 255, green: 255, red: 255), within: 4))
    }

    @Test(arguments: [VideoImage.Format.i420, .i444])
    func scalingKeepsColours(format: VideoImage.Format) throws {
        var image = try VideoImage(width: 64, height: 48, format: format)
        try image.fill(PixelRectangle(x: 0, y: 0, width: 32, height: 48), with: BGRA(blue: 200, green: 60, red: 120))
        var small = try VideoImage(width: 48, height: 36, format: format)
        try small.scale(from: image)
        let pixels = try small.makeARGB()
        #expect(BGRA(pixels, at: (10 * 48 + 10) * 4).isNear(BGRA(blue: 200, green: 60, red: 120), within: 5))
        #expect(BGRA(pixels, at: (10 * 48 + 40) * 4).isNear(BGRA(blue: 0, green: 0, red: 0), within: 5))
        var other = try VideoImage(width: 48, height: 36, format: format == .i420 ? .i444 : .i420)
        #expect(throws: VPXError.sizeMismatch) { try other.scale(from: image) }
    }

    @Test(arguments: [(0, 10), (10, 0), (-1, 10), (16_384, 1)])
    func sizesThatVP8CannotCarryAreRefused(width: Int, height: Int) {
        #expect(throws: VPXError.invalidSize(width: width, height: height)) {
            _ = try VideoImage(width: width, height: height)
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
