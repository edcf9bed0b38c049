package import Wire

/// What a sender of sound must know of its media section.
package struct AudioSenderConfiguration: Sendable {
    /// The stream's source.
    package var ssrc: SSRC
    /// The number that both ends use for Opus.
    package var payloadType: PayloadType
    /// The number for packets that repeat earlier ones (RFC 2198); `nil` where it was not negotiated.
    package var redundancyPayloadType: PayloadType?
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
    /// Likewise.
    package var audioLevelExtension: UInt8?
    /// The longest payload with what it repeats, in bytes.
    package var maximumPayloadByteCount: Int

    /// What is not said suits a stream without extensions and repetition.
    package init(
        ssrc: SSRC, payloadType: PayloadType, redundancyPayloadType: PayloadType? = nil, canonicalName: String,
        mediaID: MediaID? = nil, mediaIDExtension: UInt8? = nil, transportSequenceNumberExtension: UInt8? = nil,
        absoluteSendTimeExtension: UInt8? = nil, audioLevelExtension: UInt8? = nil,
        maximumPayloadByteCount: Int = 1_100
    ) {
        self.ssrc = ssrc
        self.payloadType = payloadType
        self.redundancyPayloadType = redundancyPayloadType
        self.canonicalName = canonicalName
        self.mediaID = mediaID
        self.mediaIDExtension = mediaIDExtension
        self.transportSequenceNumberExtension = transportSequenceNumberExtension
        self.absoluteSendTimeExtension = absoluteSendTimeExtension
        self.audioLevelExtension = audioLevelExtension
        self.maximumPayloadByteCount = maximumPayloadByteCount
    }
}

/// What a sender of sound has for its owner.
package enum AudioSenderOutput: Equatable, Sendable {
    /// It leaves before anything that waits: give it to `makeDatagram` when it does.
    case packet(RTPPacket)
    /// A datagram, before SRTCP.
    case rtcp([UInt8])
    /// What the receiver reports about our stream; its loss decides error correction and repetition.
    case receptionReported(ReceptionReport)
}
