package import SDP
package import Wire

/// Who begins the DTLS handshake.
package enum DTLSRole: Hashable, Sendable {
    case client
    case server
}

/// What both ends agreed on, as the engine needs it. Payload types are the same in both directions.
package struct NegotiatedSession: Equatable, Sendable {
    /// The one transport under all sections.
    package struct Transport: Equatable, Sendable {
        /// The peer's section whose candidates are for this transport; those of other bundled sections are not.
        package var remoteMediaID: MediaID?
        /// Our role.
        package var dtlsRole: DTLSRole
        package var remoteFingerprint: Fingerprint
        package var remoteCredentials: ICECredentials
        package var remoteICEOptions: [String]
        package var isRemoteICELite: Bool
        /// We made the offer, so our agent begins as the controlling one (RFC 8445 §6.1.1).
        package var isOfferer: Bool
    }

    /// The section for data channels.
    package struct Application: Equatable, Sendable {
        package var mediaID: MediaID
        package var localSCTPPort: UInt16
        package var remoteSCTPPort: UInt16
        /// The longest message that the peer takes, in bytes; `nil` for any.
        package var remoteMaximumMessageSize: UInt64?
        /// The peer's INIT chunk; `nil` where SCTP begins by its handshake.
        package var remoteSCTPInitiation: [UInt8]?
    }

    package var transport: Transport
    package var application: Application?
    package var media: [NegotiatedMedia]
    /// The candidates that the peer's description holds; others come by trickle.
    package var remoteCandidates: [ICECandidateLine]
    package var hasAllRemoteCandidates: Bool
}

/// One RTP section that both ends accepted.
package struct NegotiatedMedia: Equatable, Sendable {
    package var mediaID: MediaID
    package var transceiverID: TransceiverID
    package var kind: MediaKind
    /// Seen from this end.
    package var direction: MediaDirection
    /// In order of preference; never empty.
    package var codecs: [NegotiatedCodec]
    package var headerExtensions: NegotiatedHeaderExtensions
    package var allowsReducedSizeRTCP: Bool
    package var localSSRC: SSRC
    /// `nil` where nothing is repeated in a stream of its own.
    package var localRetransmissionSSRC: SSRC?
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
    package var codec: CodecCapability
    package var payloadType: PayloadType
    package var retransmissionPayloadType: PayloadType?
    /// What both ends named.
    package var feedback: Set<FeedbackKind>
    /// The peer's `a=fmtp` text.
    package var remoteParameters: String?
}

/// The numbers of the header extensions that both ends named.
package struct NegotiatedHeaderExtensions: Equatable, Sendable {
    package var mediaID: UInt8?
    package var transportWideSequenceNumber: UInt8?
    package var absoluteSendTime: UInt8?
}
