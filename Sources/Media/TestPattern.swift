package import VPX

/// Eight colour bars that move to the right, encoded to VP8: a picture source for interoperability tests.
package struct TestPattern: ~Copyable {
    /// The bars' colours from the left, before they move.
    package static let colours: [Colour] = [
        Colour(red: 235, green: 235, blue: 235), Colour(red: 235, green: 235, blue: 16),
        Colour(red: 16, green: 235, blue: 235), Colour(red: 16, green: 235, blue: 16),
        Colour(red: 235, green: 16, blue: 235), Colour(red: 235, green: 16, blue: 16),
        Colour(red: 16, green: 16, blue: 235), Colour(red: 16, green: 16, blue: 16),
    ]
    /// Pixels that the bars move with each frame.
    private static let pixelsEachFrame = 2

    private var encoder: VPXEncoder
    private var picture: VideoImage
    private var frameCount = 0

    /// One colour, 0…255 each.
    package struct Colour: Equatable, Sendable {
        package var red: UInt8
        package var green: UInt8
        package var blue: UInt8

        package init(red: UInt8, green: UInt8, blue: UInt8) {
            self.red = red
            self.green = green
            self.blue = blue
        }
    }

    /// - Throws: `VPXError.invalidSize`, `VPXError.failed`.
    package init(width: Int, height: Int, bitsPerSecond: Int = 1_000_000, frameRate: Int = 30) throws(VPXError) {
        let picture = try VideoImage(width: width, height: height)
        let encoder = try VPXEncoder(
            configuration: VPXEncoderConfiguration(
                width: width, height: height, bitsPerSecond: bitsPerSecond, frameRate: frameRate, threads: 1,
                content: .motion))
        self.picture = picture
        self.encoder = encoder
    }

    /// Draws and encodes the next picture.
    ///
    /// - Throws: `VPXError.failed`.
    package mutating func makeFrame(forcingKeyFrame: Bool = false) throws(VPXError) -> VPXFrame? {
        try draw()
        frameCount += 1
        return try encoder.encode(picture, VPXOrder(isKeyFrame: forcingKeyFrame))
    }

    private mutating func draw() throws(VPXError) {
        let width = picture.width
        let shift = frameCount * Self.pixelsEachFrame % width
        var row: [UInt8] = []
        row.reserveCapacity(width * 4)
        for x in 0..<width {
            let colour = Self.colours[(x + width - shift) % width * Self.colours.count / width]
            row += [colour.blue, colour.green, colour.red, 255]
        }
        let box = PixelRectangle(x: 0, y: 0, width: width, height: picture.height)
        let pixels = [UInt8](repeatElement(row, count: picture.height).joined())
        try pixels.withUnsafeBufferPointer { bytes throws(VPXError) in
            guard let first = bytes.baseAddress else { return }
            try picture.update(box, fromARGB: first, stride: width * 4)
        }
    }
}
