package import Wire

/// What a media section carries (`m=`).
package enum MediaKind: Hashable, Sendable {
    /// Sound.
    case audio
    /// Pictures.
    case video
    /// Data channels.
    case application
    /// Text, images or whatever else a peer may offer; it is declined.
    case other(String)

    /// Reads the first word of the `m=` line.
    init(token: Substring) {
        switch token {
        case "audio": self = .audio
        case "video": self = .video
        case "application": self = .application
        default: self = .other(String(token))
        }
    }

    /// The word in the `m=` line.
    package var token: String {
        switch self {
        case .audio: "audio"
        case .video: "video"
        case .application: "application"
        case .other(let token): token
        }
    }
}

/// The transport that a media section names (`m=`, third word).
package struct TransportProtocol: RawRepresentable, Hashable, Sendable {
    /// The word as it stands.
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// RTP over DTLS-SRTP with feedback (RFC 5764 §8, RFC 9429 §5.1.2).
    package static let rtp = TransportProtocol(rawValue: "UDP/TLS/RTP/SAVPF")
    /// SCTP over DTLS (RFC 8841 §4).
    package static let sctp = TransportProtocol(rawValue: "UDP/DTLS/SCTP")

    /// Whether it is one of the forms of secure RTP that RFC 9429 §5.1.2 requires to be taken.
    package var isSecureRTP: Bool {
        ["UDP/TLS/RTP/SAVPF", "TCP/DTLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP", "TCP/DTLS/RTP/SAVP", "RTP/SAVPF", "RTP/SAVP"]
            .contains(rawValue)
    }

    /// Whether it is a form of SCTP over DTLS with a format name (RFC 8841 §4.2).
    package var isSCTP: Bool {
        ["UDP/DTLS/SCTP", "TCP/DTLS/SCTP"].contains(rawValue)
    }
}

/// One `m=` section with its attributes.
/// Source: RFC 8866 §5.14 <https://www.rfc-editor.org/rfc/rfc8866#section-5.14>
package struct MediaDescription: Equatable, Sendable {
    /// What the section carries.
    package var kind: MediaKind
    /// 9 while the address is not known; 0 means rejected, or `bundle-only` where that attribute stands.
    package var port: UInt16
    /// What it is carried by.
    package var transportProtocol: TransportProtocol
    /// Payload types as text, or `webrtc-datachannel`.
    package var formats: [String]

    /// `a=mid`; `nil` where the peer names none.
    package var mediaID: MediaID?
    /// `nil` where the section says nothing; see `SessionDescription.direction(of:)`.
    package var direction: MediaDirection?
    /// What the section says itself; see `SessionDescription.transport(of:)`.
    package var transport: TransportAttributes
    /// The candidates that stand in the section; others come by trickle.
    package var candidates: [ICECandidateLine]
    /// No more candidates follow in this generation (`a=end-of-candidates`, RFC 8840).
    package var hasEndOfCandidates: Bool
    /// The section has no transport of its own outside of its group (RFC 9143 §6).
    package var isBundleOnly: Bool

    /// RTP and RTCP share a port (`a=rtcp-mux`, RFC 5761 §5.1.1).
    package var isRTCPMultiplexed: Bool
    /// They share it or there is no section (`a=rtcp-mux-only`, RFC 8858 §3).
    package var isRTCPMultiplexedOnly: Bool
    /// Feedback may go without a report before it (`a=rtcp-rsize`, RFC 5506 §5).
    package var hasReducedSizeRTCP: Bool
    /// One-byte and two-byte header extensions may be mixed in a stream (RFC 8285 §6).
    package var allowsMixedExtensionForms: Bool
    /// What the payload types stand for.
    package var rtpMaps: [RTPMap]
    /// Their parameters.
    package var formatParameters: [FormatParameters]
    /// The feedback that each of them may have.
    package var feedback: [RTCPFeedback]
    /// The header extensions and their numbers.
    package var headerExtensions: [HeaderExtensionMapping]
    /// The streams that the sender's track is in.
    package var streams: [MediaStreamIdentifier]
    /// What is said of each RTP stream.
    package var sources: [SourceAttribute]
    /// RTP streams that belong together.
    package var sourceGroups: [SourceGroup]

    /// The port inside DTLS (`a=sctp-port`, RFC 8841 §5).
    package var sctpPort: UInt16?
    /// Bytes; 0 means that any size is taken (RFC 8841 §6).
    package var maximumMessageSize: UInt64?
    /// The INIT chunk that SCTP's handshake would begin with, header included (`a=sctp-init`). Where both descriptions
    /// have one, there is no such handshake.
    /// Source: SNAP, <https://datatracker.ietf.org/doc/draft-hancke-tsvwg-snap/>
    package var sctpInitiation: [UInt8]?

    /// Attributes that this project does not read, kept in order and serialized again.
    package var otherAttributes: [RawAttribute]

    /// A section with the parts of its `m=` line, and no attribute.
    package init(kind: MediaKind, port: UInt16, transportProtocol: TransportProtocol, formats: [String]) {
        self.kind = kind
        self.port = port
        self.transportProtocol = transportProtocol
        self.formats = formats
        transport = TransportAttributes()
        candidates = []
        hasEndOfCandidates = false
        isBundleOnly = false
        isRTCPMultiplexed = false
        isRTCPMultiplexedOnly = false
        hasReducedSizeRTCP = false
        allowsMixedExtensionForms = false
        rtpMaps = []
        formatParameters = []
        feedback = []
        headerExtensions = []
        streams = []
        sources = []
        sourceGroups = []
        otherAttributes = []
    }

    /// Whether the section is rejected: port 0 and not `bundle-only` (RFC 9143 §6).
    package var isRejected: Bool { port == 0 && !isBundleOnly }

    /// The formats that are payload types, in order of preference.
    package var payloadTypes: [PayloadType] {
        formats.compactMap { PayloadType.parse(Substring($0)) }
    }
}

extension PayloadType {
    /// Reads a decimal number; `nil` above 127.
    static func parse(_ text: Substring) -> PayloadType? {
        text.decimal(UInt8.self).flatMap { PayloadType(rawValue: $0) }
    }
}
