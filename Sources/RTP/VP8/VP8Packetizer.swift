/// Cuts VP8 frames into RTP payloads of nearly equal length.
/// Source: RFC 7741 §4.4 <https://www.rfc-editor.org/rfc/rfc7741#section-4.4>
package struct VP8Packetizer: Sendable {
    /// The longest payload with its descriptor, in bytes.
    package let maximumPayloadByteCount: Int
    private var pictureID: UInt16
    private var temporalLevelZeroIndex: UInt8 = 0

    /// - Parameter firstPictureID: random, 15 bits (RFC 7741 §4.2).
    package init(maximumPayloadByteCount: Int, firstPictureID: UInt16) {
        precondition(
            maximumPayloadByteCount > Self.layeredDescriptorByteCount, "a payload holds more than its descriptor")
        self.maximumPayloadByteCount = maximumPayloadByteCount
        pictureID = firstPictureID & 0x7FFF
    }

    /// `X and S 1 · I 1 · PictureID 2`.
    private static let descriptorByteCount = 4
    /// The same with `TL0PICIDX 1 · TID and Y 1`.
    private static let layeredDescriptorByteCount = 6

    /// The payloads of one frame, in order; none for an empty frame.
    package mutating func makePayloads(_ frame: EncodedVideoFrame) -> [[UInt8]] {
        let data = frame.payload
        guard !data.isEmpty else { return [] }
        var descriptor = VP8PayloadDescriptor()
        descriptor.pictureID = pictureID
        pictureID = (pictureID &+ 1) & 0x7FFF
        if let layer = frame.temporalLayer {
            if layer == 0 { temporalLevelZeroIndex &+= 1 }
            descriptor.temporalLevelZeroIndex = temporalLevelZeroIndex
            descriptor.temporalLayer = UInt8(clamping: min(layer, 3))
            descriptor.isLayerSync = layer > 0 && frame.isLayerSync
        }
        let room =
            maximumPayloadByteCount
            - (frame.temporalLayer == nil ? Self.descriptorByteCount : Self.layeredDescriptorByteCount)
        let count = (data.count + room - 1) / room
        return (0..<count).map { index in
            descriptor.isStartOfPartition = index == 0
            let start = data.count * index / count
            let end = data.count * (index + 1) / count
            return descriptor.serialize() + data[start..<end]
        }
    }
}
