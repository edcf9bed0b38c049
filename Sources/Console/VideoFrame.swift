import Wire

/// One encoded VP8 frame on its way to the page, which decodes it with WebCodecs.
package struct VideoFrame: Equatable, Sendable {
    /// Whether it decodes without an earlier frame.
    package var isKeyFrame: Bool
    /// Pixels of a key frame; 0 for any other.
    package var width: UInt16
    /// Pixels of a key frame; 0 for any other.
    package var height: UInt16
    /// When it was captured, in microseconds on a clock that only goes forward.
    package var timestamp: UInt64
    /// The frame as RFC 6386 has it.
    package var payload: [UInt8]

    package init(isKeyFrame: Bool, width: UInt16, height: UInt16, timestamp: UInt64, payload: [UInt8]) {
        self.isKeyFrame = isKeyFrame
        self.width = width
        self.height = height
        self.timestamp = timestamp
        self.payload = payload
    }

    /// Bytes before the payload.
    static let headerByteCount = 14

    /// Serializes the binary WebSocket message:
    ///
    /// ```text
    /// kind 1 · flags 1 (bit 0 key frame) · width 2 · height 2 · timestamp 8 · payload n
    /// ```
    func serialize() -> [UInt8] {
        var writer = ByteWriter(reservingCapacity: Self.headerByteCount + payload.count)
        writer.write(UInt8(1))
        writer.write(UInt8(isKeyFrame ? 1 : 0))
        writer.write(isKeyFrame ? width : 0)
        writer.write(isKeyFrame ? height : 0)
        writer.write(timestamp)
        writer.write(payload)
        return writer.bytes
    }
}
