import JSEP
import RTP
import SDP
import Wire

/// The receiver and the sender of one video section.
///
/// A class because several of them stand in an array, and a receiver and a sender cannot be copied.
final class VideoSection {
    /// The section as agreed on last.
    private(set) var media: NegotiatedMedia
    /// `nil` while the section does not receive.
    var receiver: VideoReceiver?
    /// `nil` until the section first sends and SRTP's profile is known.
    var sender: VideoSender?
    /// What is counted here and not by receiver and sender.
    var tally = VideoTally()
    /// The receiver's streams as the latest description names them; what earlier ones named is forgotten.
    private(set) var describedSSRCs: Set<SSRC> = []
    /// The receiver's streams that packets named.
    private(set) var learntSSRCs: Set<SSRC> = []
    /// The number of the transport-wide sequence number's extension; `nil` where no feedback on it was agreed on.
    private(set) var transportSequenceNumberID: UInt8?

    /// A peer that changes its SSRC without end must not fill our memory.
    static let maximumLearntSSRCCount = 32

    /// Begins the section as it is agreed on; the sender waits for SRTP's profile.
    init(_ media: NegotiatedMedia) {
        self.media = media
        apply(media, isFirst: true)
    }

    /// The section's name, which stays through all exchanges.
    var mediaID: MediaID { media.mediaID }

    /// Takes the section's latest agreement.
    func apply(_ next: NegotiatedMedia) {
        apply(next, isFirst: false)
    }

    private func apply(_ next: NegotiatedMedia, isFirst: Bool) {
        let isReceiverStale = isFirst || next.codecs != media.codecs || next.headerExtensions != media.headerExtensions
        media = next
        describedSSRCs = Set(next.remoteSSRCs).union(next.remoteRetransmissions.keys)
        transportSequenceNumberID =
            next.codecs.contains { $0.feedback.contains(.transportWide) }
            ? next.headerExtensions.transportWideSequenceNumber : nil
        if !next.direction.receives {
            receiver = nil
        } else if isReceiverStale || receiver == nil {
            receiver = VideoReceiver(configuration: Self.receiverConfiguration(next))
        }
        // The sender stays when sending pauses: its sequence numbers go on under the same SSRC.
        if !next.direction.sends { sender?.discard() }
    }

    /// Makes the sender, once; before it there are no keys to send with.
    func makeSender(trailerByteCount: Int, random: inout some RandomNumberGenerator) {
        guard sender == nil, media.direction.sends,
            let configuration = Self.senderConfiguration(media, trailerByteCount: trailerByteCount)
        else { return }
        sender = VideoSender(configuration: configuration, random: &random)
    }

    /// Whether a packet belongs here, by its SSRC, its `mid` or, where neither says, its payload type.
    func claims(_ packet: RTPPacket) -> Claim {
        if describedSSRCs.contains(packet.ssrc) || learntSSRCs.contains(packet.ssrc) { return .byStream }
        if let id = media.headerExtensions.mediaID, let mediaID = packet.headerExtensions.mediaID(id: id) {
            return mediaID == media.mediaID ? .bySection : .none
        }
        return carries(packet.payloadType) ? .byPayloadType : .none
    }

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

    /// Remembers a stream that named its section, so that its later packets need not.
    func learn(_ ssrc: SSRC) {
        if learntSSRCs.count < Self.maximumLearntSSRCCount { learntSSRCs.insert(ssrc) }
    }

    /// Whether the peer wants to know when the section's packets come.
    var reportsArrivals: Bool { receiver != nil && transportSequenceNumberID != nil }

    /// The number of a packet among all of the transport; `nil` where nobody wants to know.
    func transportSequenceNumber(of packet: RTPPacket) -> UInt16? {
        guard receiver != nil, let id = transportSequenceNumberID else { return nil }
        return packet.headerExtensions.transportSequenceNumber(id: id)
    }

    /// The earlier of what receiver and sender wait for.
    var nextTimeout: Instant? {
        let receiving = receiver?.nextTimeout
        guard let sending = sender?.nextTimeout else { return receiving }
        return min(receiving ?? sending, sending)
    }

    /// Does what is due in receiver and sender; a sender that must not send is left alone.
    func handleTimeout(now: Instant) {
        receiver?.handleTimeout(now: now)
        if media.direction.sends { sender?.handleTimeout(now: now) }
    }

    private func carries(_ payloadType: PayloadType) -> Bool {
        media.codecs.contains { $0.payloadType == payloadType || $0.retransmissionPayloadType == payloadType }
    }

    private static func receiverConfiguration(_ media: NegotiatedMedia) -> VideoReceiverConfiguration {
        let feedback = media.codecs.reduce(into: Set<FeedbackKind>()) { $0.formUnion($1.feedback) }
        let request: KeyFrameRequestKind? =
            feedback.contains(.pictureLossIndication)
            ? .pictureLossIndication : feedback.contains(.fullIntraRequest) ? .fullIntraRequest : nil
        return VideoReceiverConfiguration(
            payloadTypes: Dictionary(media.codecs.filter(\.isVP8).map { ($0.payloadType, .vp8) }) { first, _ in first },
            retransmissionPayloadTypes: media.retransmissionPayloadTypes, localSSRC: media.localSSRC,
            canonicalName: media.canonicalName, requestsRetransmission: feedback.contains(.nack),
            keyFrameRequest: request,
            allowsReducedSizeRTCP: media.allowsReducedSizeRTCP)
    }

    private static func senderConfiguration(
        _ media: NegotiatedMedia, trailerByteCount: Int
    ) -> VideoSenderConfiguration? {
        guard let codec = media.codecs.first(where: \.isVP8) else { return nil }
        var retransmission: VideoSenderConfiguration.Retransmission?
        if let ssrc = media.localRetransmissionSSRC, let payloadType = codec.retransmissionPayloadType {
            retransmission = .init(ssrc: ssrc, payloadType: payloadType)
        }
        return VideoSenderConfiguration(
            ssrc: media.localSSRC, payloadType: codec.payloadType, retransmission: retransmission,
            canonicalName: media.canonicalName, mediaID: media.mediaID,
            mediaIDExtension: media.headerExtensions.mediaID,
            transportSequenceNumberExtension: media.headerExtensions.transportWideSequenceNumber,
            absoluteSendTimeExtension: media.headerExtensions.absoluteSendTime,
            maximumDatagramByteCount: PeerEngine.maximumDatagramByteCount, trailerByteCount: trailerByteCount)
    }
}

extension NegotiatedCodec {
    fileprivate var isVP8: Bool { codec.encodingName.lowercased() == "vp8" }
}
