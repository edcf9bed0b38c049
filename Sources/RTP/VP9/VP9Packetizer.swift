/// Cuts VP9 frames into RTP payloads of nearly equal length, one spatial layer, in non-flexible mode.
///
/// Key frames carry the scalability structure: their size, and for a stream with temporal layers the group of pictures.
/// Source: RFC 9628 §4 <https://www.rfc-editor.org/rfc/rfc9628#section-4>
package struct VP9Packetizer: Sendable {
    /// The longest payload with its descriptor, in bytes.
    package let maximumPayloadByteCount: Int
    /// Temporal layers that the key frames of a layered stream announce, 2 or 3.
    package let temporalLayerCount: Int
    private var pictureID: UInt16
    private var temporalLevelZeroIndex: UInt8 = 0

    /// The longest descriptor written: flags, picture number 2, layer 2, and a structure of 1 + 4 + 1 + 4 × 2.
    private static let maximumDescriptorByteCount = 19

    /// - Parameters:
    ///   - firstPictureID: random, 15 bits.
    ///   - temporalLayerCount: of streams whose frames have a temporal layer.
    package init(maximumPayloadByteCount: Int, firstPictureID: UInt16, temporalLayerCount: Int = 2) {
        precondition(
            maximumPayloadByteCount > Self.maximumDescriptorByteCount, "a payload holds more than its descriptor")
        self.maximumPayloadByteCount = maximumPayloadByteCount
        self.temporalLayerCount = temporalLayerCount
        pictureID = firstPictureID & 0x7FFF
    }

    /// The payloads of one frame, in order; none for an empty frame.
    package mutating func makePayloads(_ frame: EncodedVideoFrame) -> [[UInt8]] {
        guard !frame.payload.isEmpty else { return [] }
        var descriptor = VP9PayloadDescriptor()
        descriptor.pictureID = pictureID
        pictureID = (pictureID &+ 1) & 0x7FFF
        descriptor.isInterPicturePredicted = !frame.isKeyFrame
        if let layer = frame.temporalLayer {
            if layer == 0 { temporalLevelZeroIndex &+= 1 }
            descriptor.temporalLevelZeroIndex = temporalLevelZeroIndex
            // In the patterns announced here a picture of layer 0 comes between those of one layer above and the next
            // ones of it, unless the frame says so itself.
            descriptor.layer = .init(
                temporal: UInt8(clamping: layer), isSwitchingUpPoint: layer == 0 || frame.isLayerSync)
        }
        let structure = frame.isKeyFrame ? makeStructure(frame) : nil
        let room = maximumPayloadByteCount - Self.maximumDescriptorByteCount
        let count = (frame.payload.count + room - 1) / room
        return (0..<count).map { index in
            descriptor.isStartOfFrame = index == 0
            descriptor.isEndOfFrame = index == count - 1
            descriptor.scalabilityStructure = index == 0 ? structure : nil
            let start = frame.payload.count * index / count
            let end = frame.payload.count * (index + 1) / count
            return descriptor.serialize() + frame.payload[start..<end]
        }
    }

    private func makeStructure(_ frame: EncodedVideoFrame) -> VP9ScalabilityStructure {
        var structure = VP9ScalabilityStructure()
        structure.sizes = [.init(width: frame.width, height: frame.height)]
        if frame.temporalLayer != nil { structure.group = Self.group(temporalLayerCount: temporalLayerCount) }
        return structure
    }

    /// The pictures that repeat: every one above layer 0 refers to the latest of layer 0 alone.
    private static func group(temporalLayerCount: Int) -> [VP9ScalabilityStructure.Picture] {
        let pictures: [(layer: UInt8, difference: UInt8)] =
            temporalLayerCount > 2 ? [(0, 4), (2, 1), (1, 2), (2, 3)] : [(0, 2), (1, 1)]
        return pictures.map {
            .init(temporalLayer: $0.layer, isSwitchingUpPoint: true, referenceDifferences: [$0.difference])
        }
    }
}
