import JSEP
import RTP
import SDP
import Wire

/// The peer's streams of one RTP section, and how a packet shows that it is of one of them.
struct SectionStreams {
    /// How a packet shows that it belongs to a section, the strongest last.
    enum Claim: Int, Comparable {
        /// Nothing says so.
        case none
        /// Its payload type is one of the section's; several sections may claim it.
        case byPayloadType
        /// It names the section.
        case bySection
        /// Its SSRC is known here.
        case byStream

        static func < (left: Claim, right: Claim) -> Bool { left.rawValue < right.rawValue }
    }

    /// A peer that changes its SSRC without end must not fill our memory.
    static let maximumLearntSSRCCount = 32

    /// The section as agreed on last.
    private(set) var media: NegotiatedMedia
    /// The streams as the latest description names them; what earlier ones named is forgotten.
    private(set) var describedSSRCs: Set<SSRC> = []
    /// The streams that packets named.
    private(set) var learntSSRCs: Set<SSRC> = []
    /// The number of the transport-wide sequence number's extension; `nil` where no feedback on it was agreed on.
    private(set) var transportSequenceNumberID: UInt8?

    /// Begins with the section's first agreement.
    init(_ media: NegotiatedMedia) {
        self.media = media
        apply(media)
    }

    /// Takes the section's latest agreement.
    mutating func apply(_ next: NegotiatedMedia) {
        media = next
        describedSSRCs = Set(next.remoteSSRCs).union(next.remoteRetransmissions.keys)
        transportSequenceNumberID =
            next.codecs.contains { $0.feedback.contains(.transportWide) }
            ? next.headerExtensions.transportWideSequenceNumber : nil
    }

    /// Whether a packet belongs here, by its SSRC, its `mid` or, where neither says, its payload type.
    func claims(_ packet: RTPPacket) -> Claim {
        if describedSSRCs.contains(packet.ssrc) || learntSSRCs.contains(packet.ssrc) { return .byStream }
        if let id = media.headerExtensions.mediaID, let mediaID = packet.headerExtensions.mediaID(id: id) {
            return mediaID == media.mediaID ? .bySection : .none
        }
        return carries(packet.payloadType) ? .byPayloadType : .none
    }

    /// Remembers a stream that named its section, so that its later packets need not.
    mutating func learn(_ ssrc: SSRC) {
        if learntSSRCs.count < Self.maximumLearntSSRCCount { learntSSRCs.insert(ssrc) }
    }

    private func carries(_ payloadType: PayloadType) -> Bool {
        media.codecs.contains { $0.payloadType == payloadType || $0.retransmissionPayloadType == payloadType }
    }
}
