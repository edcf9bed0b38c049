package import Wire

/// What a receiver must know of its media section.
package struct VideoReceiverConfiguration: Sendable {
    /// The codec of each agreed payload type.
    package var payloadTypes: [PayloadType: VideoCodec]
    /// The original payload type for each repeating one (RFC 4588 §8.1).
    package var retransmissionPayloadTypes: [PayloadType: PayloadType]
    /// The sender of our reports.
    package var localSSRC: SSRC
    /// The name of this end in source descriptions.
    package var canonicalName: String
    /// NACK was negotiated.
    package var requestsRetransmission: Bool
    /// How key frames are asked for.
    package var keyFrameRequest: KeyFrameRequestKind?
    /// Feedback may go without a report before it (RFC 5506).
    package var allowsReducedSizeRTCP: Bool
    /// The number of the time of capture's header extension; `nil` where it was not negotiated.
    package var absoluteCaptureTimeExtension: UInt8?

    /// What is not said is what WebRTC's ends agree on as a rule.
    package init(
        payloadTypes: [PayloadType: VideoCodec], retransmissionPayloadTypes: [PayloadType: PayloadType] = [:],
        localSSRC: SSRC, canonicalName: String,
        requestsRetransmission: Bool = true, keyFrameRequest: KeyFrameRequestKind? = .pictureLossIndication,
        allowsReducedSizeRTCP: Bool = true, absoluteCaptureTimeExtension: UInt8? = nil
    ) {
        self.payloadTypes = payloadTypes
        self.retransmissionPayloadTypes = retransmissionPayloadTypes
        self.localSSRC = localSSRC
        self.canonicalName = canonicalName
        self.requestsRetransmission = requestsRetransmission
        self.keyFrameRequest = keyFrameRequest
        self.allowsReducedSizeRTCP = allowsReducedSizeRTCP
        self.absoluteCaptureTimeExtension = absoluteCaptureTimeExtension
    }
}

/// The feedback that asks for a key frame.
package enum KeyFrameRequestKind: Sendable {
    /// RFC 4585 §6.3.1.
    case pictureLossIndication
    /// RFC 5104 §4.3.1.
    case fullIntraRequest
}

/// What a receiver has for its owner.
package enum VideoReceiverOutput: Equatable, Sendable {
    /// A frame that the decoder can take now.
    case frame(EncodedVideoFrame)
    /// A datagram for the sender, before SRTCP.
    case rtcp([UInt8])
}

/// What happened to a receiver's packets, for a person who looks for a fault.
package struct VideoReceiverCounters: Equatable, Sendable {
    /// Packets that SRTP opened, of both streams.
    package var packets: UInt64 = 0
    /// Frames given out.
    package var frames: UInt64 = 0
    package var keyFrames: UInt64 = 0
    /// Packets that came in the repeating stream and were needed.
    package var recovered: UInt64 = 0
    /// Duplicates, and packets of frames that had left.
    package var late: UInt64 = 0
    /// Packets of the codec whose payload is not of its format.
    package var malformed: UInt64 = 0
    /// Packets with a payload type that was not negotiated.
    package var unknownPayloadType: UInt64 = 0
    /// Packets asked for again, each as often as it was asked for.
    package var retransmissionRequests: UInt64 = 0
    /// Key frames asked for, repetitions included.
    package var keyFrameRequests: UInt64 = 0
}
