/// What the first bytes of a VP8 frame say.
///
/// `frame tag 3 (bit 0 clear: key frame) · start code 9D 01 2A · width 14 + scale 2 · height 14 + scale 2`, little-endian
/// Source: RFC 6386 §9.1 <https://www.rfc-editor.org/rfc/rfc6386#section-9.1>
package struct VP8FrameHeader: Equatable, Sendable {
    /// Whether the frame decodes without any before it.
    package let isKeyFrame: Bool
    /// Pixels; 0 unless it is a key frame.
    package let width: UInt16
    /// Pixels; 0 unless it is a key frame.
    package let height: UInt16

    /// `nil` when the bytes do not begin a frame.
    package static func parse(_ data: some Collection<UInt8>) -> VP8FrameHeader? {
        let head = Array(data.prefix(10))
        guard head.count >= 3 else { return nil }
        guard head[0] & 1 == 0 else { return VP8FrameHeader(isKeyFrame: false, width: 0, height: 0) }
        guard head.count == 10, head[3] == 0x9D, head[4] == 0x01, head[5] == 0x2A else { return nil }
        return VP8FrameHeader(
            isKeyFrame: true, width: (UInt16(head[7]) << 8 | UInt16(head[6])) & 0x3FFF,
            height: (UInt16(head[9]) << 8 | UInt16(head[8])) & 0x3FFF)
    }
}
