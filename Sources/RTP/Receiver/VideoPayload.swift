/// What a packet's payload says of the frame it belongs to, in words that fit every codec.
struct VideoPayload {
    /// What the start of a frame says.
    struct Head {
        var codec: VideoCodec
        var isKeyFrame: Bool
        var width: UInt16
        var height: UInt16
    }

    /// `nil` unless the packet begins a frame.
    var head: Head?
    /// Where the frame stands among temporal layers; `nil` where the stream does not say so.
    var layer: FrameLayer?
    /// Without the descriptor.
    var data: ArraySlice<UInt8>

    /// Reads a payload that is not empty; `nil` when it is not of the codec's format.
    static func parse(_ payload: [UInt8], codec: VideoCodec) -> VideoPayload? {
        switch codec {
        case .vp8: parseVP8(payload)
        case .vp9, .vp9Profile1: parseVP9(payload)
        }
    }

    private static func parseVP8(_ payload: [UInt8]) -> VideoPayload? {
        guard let (descriptor, offset) = try? VP8PayloadDescriptor.parse(payload) else { return nil }
        var result = VideoPayload(data: payload[offset...])
        if let temporal = descriptor.temporalLayer, let index = descriptor.temporalLevelZeroIndex {
            result.layer = FrameLayer(
                temporal: temporal, levelZeroIndex: index, dependsOnLayerZeroAlone: descriptor.isLayerSync,
                freesHigherLayers: false)
        }
        guard descriptor.isStartOfFrame else { return result }
        guard let header = VP8FrameHeader.parse(result.data) else { return nil }
        result.head = Head(codec: .vp8, isKeyFrame: header.isKeyFrame, width: header.width, height: header.height)
        return result
    }

    private static func parseVP9(_ payload: [UInt8]) -> VideoPayload? {
        guard let (descriptor, offset) = try? VP9PayloadDescriptor.parse(payload) else { return nil }
        var result = VideoPayload(data: payload[offset...])
        if let layer = descriptor.layer, let index = descriptor.temporalLevelZeroIndex {
            result.layer = FrameLayer(
                temporal: layer.temporal, levelZeroIndex: index, dependsOnLayerZeroAlone: false,
                freesHigherLayers: layer.isSwitchingUpPoint)
        }
        guard descriptor.isStartOfPicture else { return result }
        // The negotiated payload type says which profile is wished for; which one it is, the frame says itself.
        guard let header = VP9FrameHeader.parse(result.data), header.profile <= 1 else { return nil }
        result.head = Head(
            codec: header.profile == 0 ? .vp9 : .vp9Profile1, isKeyFrame: header.isKeyFrame,
            width: UInt16(clamping: header.width), height: UInt16(clamping: header.height))
        return result
    }
}

/// Where a frame stands among temporal layers.
struct FrameLayer: Equatable {
    /// 0 is the one that all others need.
    var temporal: UInt8
    /// Counts the frames of layer 0; above it, that of the latest (TL0PICIDX).
    var levelZeroIndex: UInt8
    /// The frame refers to the latest of layer 0 and nothing else (VP8's Y).
    var dependsOnLayerZeroAlone: Bool
    /// Frames after it of higher layers refer to none of a higher layer before it (VP9's U).
    var freesHigherLayers: Bool
}

/// Knows, after a loss, which frames of a stream with temporal layers can be decoded all the same.
struct LayerContinuity {
    /// What to do with a frame.
    enum Verdict: Equatable {
        case decodable
        /// It needs a frame that is lost, but later ones may not.
        case leaveOut
        /// Only a key frame helps.
        case broken
    }

    /// Of the latest frame of layer 0 that left; `nil` while the stream says nothing of layers.
    private var levelZeroIndex: UInt8?
    /// The layers above 0 of which a frame may be missing, one bit for each.
    private var brokenLayers: UInt8 = 0

    /// Whether a stream that lost packets may go on without a key frame.
    var hasLayers: Bool { levelZeroIndex != nil }

    /// Packets are lost for good: any frame of a higher layer may have been in them.
    mutating func noteLoss() {
        brokenLayers = 0xFE
    }

    /// Whether the frames of layer 0 are all there, as a packet of the next frame tells.
    func isLevelZeroIntact(before layer: FrameLayer?, isStartOfFrame: Bool) -> Bool {
        guard let levelZeroIndex, let layer else { return false }
        guard layer.temporal == 0 else { return layer.levelZeroIndex == levelZeroIndex }
        return isStartOfFrame && layer.levelZeroIndex == levelZeroIndex &+ 1
    }

    /// Whether a packet that begins no frame belongs to one of a higher layer, of which the loss took the beginning.
    func isLeftOver(_ layer: FrameLayer?) -> Bool {
        brokenLayers != 0 && isLevelZeroIntact(before: layer, isStartOfFrame: false)
    }

    /// Judges the next whole frame, in the order of sequence numbers, and counts on its leaving when it is decodable.
    mutating func judge(_ layer: FrameLayer?, isKeyFrame: Bool) -> Verdict {
        guard !isKeyFrame else {
            levelZeroIndex = layer?.levelZeroIndex
            brokenLayers = 0
            return .decodable
        }
        guard brokenLayers != 0 else {
            if layer?.temporal == 0 || layer == nil { levelZeroIndex = layer?.levelZeroIndex }
            return .decodable
        }
        guard let layer, isLevelZeroIntact(before: layer, isStartOfFrame: true) else { return .broken }
        let own = UInt8(1) << min(layer.temporal, 7)
        if layer.temporal == 0 {
            levelZeroIndex = layer.levelZeroIndex
        } else if layer.dependsOnLayerZeroAlone {
            brokenLayers &= ~own
        } else {
            // It may refer to any frame of its own layer and of those below.
            guard brokenLayers & (own | (own - 1)) == 0 else { return .leaveOut }
        }
        if layer.freesHigherLayers, brokenLayers & (own | (own - 1)) == 0 { brokenLayers &= own | (own - 1) }
        return .decodable
    }
}
