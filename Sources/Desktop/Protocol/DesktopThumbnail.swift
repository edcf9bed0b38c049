internal import Wire

/// A small picture of a window, as a person recognizes it in a choice.
///
/// ```text
/// thumbnail   window 4 · width 2 · height 2 · pixels 4 × width × height
/// ```
package struct DesktopThumbnail: Equatable, Sendable {
    /// Pixels at most.
    package static let maximumWidth = 240
    /// Pixels at most.
    package static let maximumHeight = 150

    package var window: WindowIdentifier
    /// Pixels, 1…`maximumWidth`.
    package var width: UInt16
    /// Pixels, 1…`maximumHeight`.
    package var height: UInt16
    /// Row by row: blue, green, red and 255, a byte each.
    package var pixels: [UInt8]

    package init(window: WindowIdentifier, width: UInt16, height: UInt16, pixels: [UInt8]) {
        self.window = window
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    func serialize(into writer: inout ByteWriter) {
        writer.write(window.rawValue)
        writer.write(width)
        writer.write(height)
        writer.write(pixels)
    }

    /// - Throws: `ParseError.truncated`, `ParseError.invalid`.
    static func parse(_ reader: inout ByteReader) throws(ParseError) -> DesktopThumbnail {
        let window = WindowIdentifier(rawValue: try reader.readUInt32())
        let width = try reader.readUInt16()
        let height = try reader.readUInt16()
        guard (1...maximumWidth).contains(Int(width)), (1...maximumHeight).contains(Int(height)) else {
            throw .invalid("size of thumbnail")
        }
        return DesktopThumbnail(
            window: window, width: width, height: height,
            pixels: try reader.readBytes(4 * Int(width) * Int(height)))
    }
}
