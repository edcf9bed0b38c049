package import Wire

/// What a sender must know of its media section.
package struct VideoSenderConfiguration: Sendable {
    /// The repeating stream (RFC 4588).
    package struct Retransmission: Sendable {
        /// The repeating stream's source, another than the stream's own.
        package var ssrc: SSRC
        /// The number that says "repeated", for each that is; packets of others are repeated as they were.
        package var payloadTypes: [PayloadType: PayloadType]

        package init(ssrc: SSRC, payloadTypes: [PayloadType: PayloadType]) {
            self.ssrc = ssrc
            self.payloadTypes = payloadTypes
        }
    }

    /// The stream's source.
    package var ssrc: SSRC
    /// The number that both ends use for each codec; frames of others are not sent.
    package var payloadTypes: [VideoCodec: PayloadType]
    /// `nil` repeats packets as they were, in the stream itself.
    package var retransmission: Retransmission?
    /// The name of this end in source descriptions.
    package var canonicalName: String
    /// The section's name, for its extension.
    package var mediaID: MediaID?
    /// Numbers of the negotiated header extensions.
    package var mediaIDExtension: UInt8?
    /// `nil`, as for the others, where it was not negotiated.
    package var transportSequenceNumberExtension: UInt8?
    /// Likewise.
    package var absoluteSendTimeExtension: UInt8?
    /// Likewise; the first packet of a frame has it.
    package var absoluteCaptureTimeExtension: UInt8?
    /// The longest datagram with SRTP's trailer, in bytes; 1,200 fits every path that WebRTC meets.
    package var maximumDatagramByteCount: Int
    /// SRTP's trailer: 10 bytes for HMAC-SHA1, 16 for GCM.
    package var trailerByteCount: Int

    /// What is not said suits AES-GCM and a stream without extensions.
    package init(
        ssrc: SSRC, payloadTypes: [VideoCodec: PayloadType], retransmission: Retransmission? = nil,
        canonicalName: String, mediaID: MediaID? = nil, mediaIDExtension: UInt8? = nil,
        transportSequenceNumberExtension: UInt8? = nil, absoluteSendTimeExtension: UInt8? = nil,
        absoluteCaptureTimeExtension: UInt8? = nil,
        maximumDatagramByteCount: Int = 1_200, trailerByteCount: Int = 16
    ) {
        self.ssrc = ssrc
        self.payloadTypes = payloadTypes
        self.retransmission = retransmission
        self.canonicalName = canonicalName
        self.mediaID = mediaID
        self.mediaIDExtension = mediaIDExtension
        self.transportSequenceNumberExtension = transportSequenceNumberExtension
        self.absoluteSendTimeExtension = absoluteSendTimeExtension
        self.absoluteCaptureTimeExtension = absoluteCaptureTimeExtension
        self.maximumDatagramByteCount = maximumDatagramByteCount
        self.trailerByteCount = trailerByteCount
    }
}

/// What a sender has for its owner.
package enum VideoSenderOutput: Equatable, Sendable {
    /// It may leave, and waits for its turn: give it to `makeDatagram` when it does. A repeated one is one that the
    /// receiver asked for again, or may have missed.
    case packet(RTPPacket, isRepeated: Bool)
    /// A datagram, before SRTCP.
    case rtcp([UInt8])
    /// The receiver cannot go on without a key frame.
    case keyFrameRequested
    /// What the receiver reports about our stream.
    case receptionReported(ReceptionReport)
    /// How much the receiver believes the path carries, in bits per second.
    case bitrateEstimated(UInt64)
}

/// A packet that leaves.
package struct SentDatagram: Equatable, Sendable {
    /// Before SRTP.
    package let bytes: [UInt8]
    /// Its number among all of the transport; `nil` where the extension was not negotiated.
    package let transportSequenceNumber: UInt16?
}

/// A receiver's view of our stream.
package struct ReceptionReport: Equatable, Sendable {
    /// 0 to 1, since its last report.
    package var lossFraction: Double
    /// `nil` until a report of ours was answered.
    package var roundTripTime: Duration?
    /// How unevenly packets arrive, as a mean of differences (RFC 3550 §6.4.1).
    package var jitter: Duration
}
