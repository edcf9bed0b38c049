package import SDP
package import Wire

/// Who begins the DTLS handshake.
package enum DTLSRole: Hashable, Sendable {
    /// Sends the first flight; the side whose `a=setup` is `active`.
    case client
    /// Waits for it.
    case server
}

/// What both ends agreed on, as the engine needs it. Payload types are the same in both directions.
package struct NegotiatedSession: Equatable, Sendable {
    /// The one transport under all sections.
    package struct Transport: Equatable, Sendable {
        /// Our role.
        package var dtlsRole: DTLSRole
        /// The certificate that the peer must show in DTLS.
        package var remoteFingerprint: Fingerprint
    }

    /// The section for data channels.
    package struct Application: Equatable, Sendable {
        /// The section's name.
        package var mediaID: MediaID
        /// Our SCTP port, from our own description.
        package var localSCTPPort: UInt16
        /// The peer's SCTP port, from its description.
        package var remoteSCTPPort: UInt16
        /// The longest message that the peer takes, in bytes; `nil` for any.
        package var remoteMaximumMessageSize: UInt64?
        /// The peer's INIT chunk; `nil` where SCTP begins by its handshake.
        package var remoteSCTPInitiation: [UInt8]?
    }

    /// The one transport.
    package var transport: Transport
    /// `nil` where there are no data channels.
    package var application: Application?
    /// The accepted RTP sections in the order of the descriptions, those that are inactive included.
    package var media: [NegotiatedMedia]
}

/// One RTP section that both ends accepted.
package struct NegotiatedMedia: Equatable, Sendable {
    /// The section's name.
    package var mediaID: MediaID
    /// The transceiver that the section is bound to.
    package var transceiverID: TransceiverID
    /// Sound or picture.
    package var kind: MediaKind
    /// Its place among the sections of its kind in the description, 0 for the first; rejected ones count.
    package var ordinal: Int
    /// Seen from this end.
    package var direction: MediaDirection
    /// In order of preference; never empty.
    package var codecs: [NegotiatedCodec]
    /// What both ends named, under one number each.
    package var headerExtensions: NegotiatedHeaderExtensions
    /// Both ends take feedback without a report before it (RFC 5506).
    package var allowsReducedSizeRTCP: Bool
    /// The stream that our sender uses.
    package var localSSRC: SSRC
    /// `nil` where nothing is repeated in a stream of its own.
    package var localRetransmissionSSRC: SSRC?
    /// The name of this end in RTCP.
    package var canonicalName: String
    /// What the peer announces; a peer may announce nothing, so an unknown stream is told by `mid` or payload type.
    package var remoteSSRCs: [SSRC]
    /// Repeating streams of the peer and what they repeat.
    package var remoteRetransmissions: [SSRC: SSRC]

    /// The original payload type for each repeating one.
    package var retransmissionPayloadTypes: [PayloadType: PayloadType] {
        var result: [PayloadType: PayloadType] = [:]
        for codec in codecs {
            if let repeating = codec.retransmissionPayloadType { result[repeating] = codec.payloadType }
        }
        return result
    }
}

/// A codec with the number that both ends use for it.
package struct NegotiatedCodec: Equatable, Sendable {
    /// The codec as this end knows it.
    package var codec: CodecCapability
    /// The number in both directions.
    package var payloadType: PayloadType
    /// The number of the repeating stream; `nil` where the ends name none or not the same.
    package var retransmissionPayloadType: PayloadType?
    /// What both ends named.
    package var feedback: Set<FeedbackKind>
    /// The peer's `a=fmtp` text.
    package var remoteParameters: String?
}

/// The numbers of the header extensions that both ends named.
package struct NegotiatedHeaderExtensions: Equatable, Sendable {
    /// The number of the section's `mid`; `nil` where it was not agreed on. 1 to 255, as for the others.
    package var mediaID: UInt8?
    /// The number of the transport-wide sequence number; `nil` likewise.
    package var transportWideSequenceNumber: UInt8?
    /// The number of the time of sending; `nil` likewise.
    package var absoluteSendTime: UInt8?
    /// The number of the sound's level; `nil` likewise.
    package var audioLevel: UInt8?
    /// The number of the time of capture; `nil` likewise.
    package var absoluteCaptureTime: UInt8?
}
