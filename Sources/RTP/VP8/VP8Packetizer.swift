/// Cuts VP8 frames into RTP payloads of nearly equal length.
/// Source: RFC 7741 §4.4 <https://www.rfc-editor.org/rfc/rfc7741#section-4.4>
package struct VP8Packetizer: Sendable {
    /// The longest payload with its descriptor, in bytes.
    package let maximumPayloadByteCount: Int
    private var pictureID: UInt16

    /// - Parameter firstPictureID: random, 15 bits (RFC 7741 §4.2).
    package init(maximumPayloadByteCount: Int, firstPictureID: UInt16) {
        precondition(maximumPayloadByteCount > Self.descriptorByteCount, "a payload holds more than its descriptor")
        self.maximumPayloadByteCount = maximumPayloadByteCount
        pictureID = firstPictureID & 0x7FFF
    }

    /// `X and S 1 · I 1 · PictureID 2`.
    private static let descriptorByteCount = 4

    /// The payloads of one frame, in order; none for an empty frame.
    package mutating func makePayloads(_ frame: [UInt8]) -> [[UInt8]] {
        guard !frame.isEmpty else { return [] }
        let room = maximumPayloadByteCount - Self.descriptorByteCount
        let count = (frame.count + room - 1) / room
        var descriptor = VP8PayloadDescriptor()
        descriptor.pictureID = pictureID
        pictureID = (pictureID &+ 1) & 0x7FFF
        return (0..<count).map { index in
            descriptor.isStartOfPartition = index == 0
            let start = frame.count * index / count
            let end = frame.count * (index + 1) / count
            return descriptor.serialize() + frame[start..<end]
        }
    }
}
