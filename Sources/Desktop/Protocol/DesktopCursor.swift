internal import Wire

/// The pointer's picture, which no captured picture holds.
///
/// ```text
/// cursor   serial 4 · width 2 · height 2 · hot spot x 2 · y 2 · pixels 4 × width × height
/// ```
package struct DesktopCursor: Equatable, Sendable {
    /// The longest side; a larger picture is not shown.
    package static let maximumSide = 512

    /// The server's number for the shape: the same number is the same picture.
    package var serial: UInt32
    /// Pixels, 1…`maximumSide`.
    package var width: UInt16
    /// Pixels, 1…`maximumSide`.
    package var height: UInt16
    /// The column of the picture that points.
    package var hotSpotX: UInt16
    /// The row of the picture that points.
    package var hotSpotY: UInt16
    /// Row by row, `0xAARRGGBB`, colours not multiplied by alpha; `width × height` of them.
    package var pixels: [UInt32]

    package init(
        serial: UInt32, width: UInt16, height: UInt16, hotSpotX: UInt16, hotSpotY: UInt16, pixels: [UInt32]
    ) {
        self.serial = serial
        self.width = width
        self.height = height
        self.hotSpotX = hotSpotX
        self.hotSpotY = hotSpotY
        self.pixels = pixels
    }

    func serialize(into writer: inout ByteWriter) {
        writer.write(serial)
        for value in [width, height, hotSpotX, hotSpotY] { writer.write(value) }
        for pixel in pixels { writer.write(pixel) }
    }

    /// - Throws: `ParseError.truncated`, `ParseError.invalid`.
    static func parse(_ reader: inout ByteReader) throws(ParseError) -> DesktopCursor {
        let serial = try reader.readUInt32()
        let width = try reader.readUInt16()
        let height = try reader.readUInt16()
        let sides = 1...maximumSide
        guard sides.contains(Int(width)), sides.contains(Int(height)) else { throw .invalid("size of cursor") }
        let hotSpotX = try reader.readUInt16()
        let hotSpotY = try reader.readUInt16()
        let count = Int(width) * Int(height)
        guard reader.remaining >= count * 4 else { throw .truncated(needed: count * 4, available: reader.remaining) }
        var pixels: [UInt32] = []
        pixels.reserveCapacity(count)
        for _ in 0..<count { pixels.append(try reader.readUInt32()) }
        return DesktopCursor(
            serial: serial, width: width, height: height, hotSpotX: hotSpotX, hotSpotY: hotSpotY, pixels: pixels)
    }
}

/// Where the pointer is, seen from the picture's first pixel.
package enum DesktopCursorPlace: Equatable, Sendable {
    /// Not on what is shown, or the program under it hid it.
    case hidden
    /// The hot spot, in pixels of what is captured (`DesktopReport.Chosen`), whatever size the frames have.
    case at(x: UInt16, y: UInt16)
}
