package import RTP

/// One encoded picture.
package struct VPXFrame: Equatable, Sendable {
    /// Which decoder takes it.
    package var codec: VideoCodec
    /// Decodes without any frame before it.
    package var isKeyFrame: Bool
    /// How coarse the frame is, 0 (finest) … 63.
    package var quantizer: Int
    /// 0…2; `nil` where the encoder makes no layers. A frame above 0 refers to layer 0 alone.
    package var temporalLayer: Int?
    /// The frame in the codec's format (RFC 6386 §9, https://www.rfc-editor.org/rfc/rfc6386#section-9; VP9 Bitstream &
    /// Decoding Process Specification §6, https://www.webmproject.org/vp9/).
    package var payload: [UInt8]

    package init(
        codec: VideoCodec = .vp8, isKeyFrame: Bool, quantizer: Int, temporalLayer: Int? = nil, payload: [UInt8]
    ) {
        self.codec = codec
        self.isKeyFrame = isKeyFrame
        self.quantizer = quantizer
        self.temporalLayer = temporalLayer
        self.payload = payload
    }

    /// Whether later frames refer to this one.
    package var isReference: Bool { (temporalLayer ?? 0) == 0 }
}

/// How one picture is to be encoded.
package struct VPXOrder: Equatable, Sendable {
    /// The frame decodes without any before it.
    package var isKeyFrame: Bool
    /// The bounds of rate control, 0 (finest) … 63; one value fixes the quantizer. `nil`: the usual bounds.
    package var quantizers: ClosedRange<Int>?
    /// One byte for each macroblock, row by row: those that are 0 stay as they are in the frame before. `nil`: all are
    /// encoded, as in every key frame. See `VPXEncoderConfiguration.macroblockSize`.
    package var activeMap: [UInt8]?
    /// 5…9: how little time is spent.
    package var speed: Int
    /// Of an encoder with layers: the frame is of layer 0 whoever's turn it is, and the pattern goes on after it.
    package var isBaseLayer: Bool

    package init(
        isKeyFrame: Bool = false, quantizers: ClosedRange<Int>? = nil, activeMap: [UInt8]? = nil, speed: Int = 8,
        isBaseLayer: Bool = false
    ) {
        self.isKeyFrame = isKeyFrame
        self.quantizers = quantizers
        self.activeMap = activeMap
        self.speed = speed
        self.isBaseLayer = isBaseLayer
    }
}
