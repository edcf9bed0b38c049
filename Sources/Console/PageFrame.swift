import Wire

/// What a page captures and encodes.
package enum PageSource: UInt8, Sendable {
    /// What the person picked in the browser's own picker.
    case screen = 1
    case camera = 2
}

/// One frame that a page encoded.
package struct PageFrame: Equatable, Sendable {
    package var source: PageSource
    package var codec: VideoFrame.Codec
    /// Whether it decodes without an earlier frame.
    package var isKeyFrame: Bool
    /// Pixels of a key frame; 0 for any other.
    package var width: UInt16
    /// Pixels of a key frame; 0 for any other.
    package var height: UInt16
    /// When it was captured, in microseconds on the page's clock.
    package var timestamp: UInt64
    /// The frame in the codec's own format; not empty.
    package var payload: [UInt8]

    /// Reads the binary WebSocket message:
    ///
    /// ```text
    /// source 1 · flags 1 (bit 0 key frame, bits 1–2 codec) · width 2 · height 2 · timestamp 8 · payload n
    /// ```
    /// - Throws: `ParseError` for what is no such frame.
    static func parse(_ message: [UInt8]) throws(ParseError) -> PageFrame {
        var reader = ByteReader(message.span)
        guard let source = PageSource(rawValue: try reader.readUInt8()) else { throw .invalid("source") }
        let flags = try reader.readUInt8()
        guard let codec = VideoFrame.Codec(rawValue: flags >> 1 & 3), flags >> 3 == 0 else { throw .invalid("flags") }
        let (width, height) = (try reader.readUInt16(), try reader.readUInt16())
        let timestamp = try reader.readUInt64()
        guard !reader.isAtEnd else { throw .truncated(needed: 1, available: 0) }
        return PageFrame(
            source: source, codec: codec, isKeyFrame: flags & 1 != 0, width: width, height: height,
            timestamp: timestamp, payload: [UInt8](copying: reader.readRemaining()))
    }
}
