/// The codecs whose RTP payload format is here.
package enum VideoCodec: Hashable, Sendable {
    /// RFC 6386, payload format RFC 7741.
    case vp8
}

/// One picture as an encoder made it, or as it is handed to a decoder: whole, and in decodable order.
package struct EncodedVideoFrame: Equatable, Sendable {
    /// Which decoder takes it.
    package var codec: VideoCodec
    /// Decodes without any frame before it.
    package var isKeyFrame: Bool
    /// 90 kHz from an origin of the source's own.
    package var rtpTimestamp: RTPTimestamp
    /// Pixels, of a key frame; 0 for others.
    package var width: UInt16
    /// Pixels, of a key frame; 0 for others.
    package var height: UInt16
    /// The frame in the codec's own format, without RTP.
    package var payload: [UInt8]

    package init(
        codec: VideoCodec, isKeyFrame: Bool, rtpTimestamp: RTPTimestamp, width: UInt16, height: UInt16,
        payload: [UInt8]
    ) {
        self.codec = codec
        self.isKeyFrame = isKeyFrame
        self.rtpTimestamp = rtpTimestamp
        self.width = width
        self.height = height
        self.payload = payload
    }
}
