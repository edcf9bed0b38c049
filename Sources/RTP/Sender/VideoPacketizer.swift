/// Cuts frames of any codec into RTP payloads; the codec may change at a key frame.
package struct VideoPacketizer: Sendable {
    private var vp8: VP8Packetizer
    private var vp9: VP9Packetizer

    /// - Parameters:
    ///   - maximumPayloadByteCount: the longest payload with its descriptor, more than 19.
    ///   - firstPictureID: random, 15 bits.
    package init(maximumPayloadByteCount: Int, firstPictureID: UInt16) {
        vp8 = VP8Packetizer(maximumPayloadByteCount: maximumPayloadByteCount, firstPictureID: firstPictureID)
        vp9 = VP9Packetizer(maximumPayloadByteCount: maximumPayloadByteCount, firstPictureID: firstPictureID)
    }

    /// The payloads of one frame, in order; none for an empty frame.
    package mutating func makePayloads(_ frame: EncodedVideoFrame) -> [[UInt8]] {
        switch frame.codec {
        case .vp8: vp8.makePayloads(frame)
        case .vp9, .vp9Profile1: vp9.makePayloads(frame)
        }
    }
}
