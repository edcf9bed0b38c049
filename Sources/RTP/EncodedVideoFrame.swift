/// One picture as an encoder made it, or as it is handed to a decoder: whole, and in decodable order.
package struct EncodedVideoFrame: Equatable, Sendable {
    /// Which decoder takes it.
    package var codec: VideoCodec
    /// Decodes without any frame before it.
    package var isKeyFrame: Bool
    /// Frames of a layer refer to none of a higher one, 0…2; `nil` where the stream has no layers.
    ///
    /// A lost frame of a higher layer is left out without a key frame.
    package var temporalLayer: Int?
    /// Of frames above layer 0: it refers to layer 0 alone, so that nothing lost in between matters.
    package var isLayerSync: Bool
    /// 90 kHz from an origin of the source's own.
    package var rtpTimestamp: RTPTimestamp
    /// Pixels, of a key frame; 0 for others.
    package var width: UInt16
    /// Pixels, of a key frame; 0 for others.
    package var height: UInt16
    /// The frame in the codec's own format, without RTP.
    package var payload: [UInt8]
    /// When it was captured; `nil` where whoever made it, or sent it, does not say so.
    package var captureTime: AbsoluteCaptureTime?

    package init(
        codec: VideoCodec = .vp8, isKeyFrame: Bool, temporalLayer: Int? = nil, isLayerSync: Bool = false,
        rtpTimestamp: RTPTimestamp, width: UInt16, height: UInt16, payload: [UInt8],
        captureTime: AbsoluteCaptureTime? = nil
    ) {
        self.codec = codec
        self.isKeyFrame = isKeyFrame
        self.temporalLayer = temporalLayer
        self.isLayerSync = isLayerSync
        self.rtpTimestamp = rtpTimestamp
        self.width = width
        self.height = height
        self.payload = payload
        self.captureTime = captureTime
    }
}
