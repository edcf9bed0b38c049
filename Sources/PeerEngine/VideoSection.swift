import JSEP
import RTP
import SDP
import Wire

/// The receiver and the sender of one video section.
///
/// A class because several of them stand in an array, and a receiver and a sender cannot be copied.
final class VideoSection {
    /// What the section shows, by its place in the description.
    let role: VideoRole
    /// Which packets are the section's.
    private(set) var streams: SectionStreams
    /// `nil` while the section does not receive.
    var receiver: VideoReceiver?
    /// `nil` until the section first sends and SRTP's profile is known.
    var sender: VideoSender?
    /// What is counted here and not by receiver and sender.
    var tally = VideoTally()

    /// Begins the section as it is agreed on; the sender waits for SRTP's profile.
    init(_ media: NegotiatedMedia, role: VideoRole) {
        self.role = role
        streams = SectionStreams(media)
        apply(media, isFirst: true)
    }

    /// The section as agreed on last.
    var media: NegotiatedMedia { streams.media }

    /// The section's name, which stays through all exchanges.
    var mediaID: MediaID { media.mediaID }

    /// Whether the section sends, and can.
    var isSending: Bool { media.direction.sends && sender != nil }

    /// Takes the section's latest agreement.
    func apply(_ next: NegotiatedMedia) {
        apply(next, isFirst: false)
    }

    private func apply(_ next: NegotiatedMedia, isFirst: Bool) {
        let isReceiverStale = isFirst || next.codecs != media.codecs || next.headerExtensions != media.headerExtensions
        streams.apply(next)
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

    /// Remembers a stream that named its section, so that its later packets need not.
    func learn(_ ssrc: SSRC) { streams.learn(ssrc) }

    /// Whether the peer wants to know when the section's packets come.
    var reportsArrivals: Bool { receiver != nil && streams.transportSequenceNumberID != nil }

    /// The number of a packet among all of the transport; `nil` where nobody wants to know.
    func transportSequenceNumber(of packet: RTPPacket) -> UInt16? {
        guard receiver != nil, let id = streams.transportSequenceNumberID else { return nil }
        return packet.headerExtensions.transportSequenceNumber(id: id)
    }

    /// The codecs of frames that may be sent, as the peer prefers them.
    var sendableCodecs: [VideoCodec] { media.direction.sends ? media.codecs.compactMap(\.videoCodec) : [] }

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

    private static func receiverConfiguration(_ media: NegotiatedMedia) -> VideoReceiverConfiguration {
        let feedback = media.codecs.reduce(into: Set<FeedbackKind>()) { $0.formUnion($1.feedback) }
        let request: KeyFrameRequestKind? =
            feedback.contains(.pictureLossIndication)
            ? .pictureLossIndication : feedback.contains(.fullIntraRequest) ? .fullIntraRequest : nil
        let codecs = media.codecs.compactMap { agreed in agreed.videoCodec.map { (agreed.payloadType, $0) } }
        return VideoReceiverConfiguration(
            payloadTypes: Dictionary(codecs) { first, _ in first },
            retransmissionPayloadTypes: media.retransmissionPayloadTypes, localSSRC: media.localSSRC,
            canonicalName: media.canonicalName, requestsRetransmission: feedback.contains(.nack),
            keyFrameRequest: request,
            allowsReducedSizeRTCP: media.allowsReducedSizeRTCP,
            absoluteCaptureTimeExtension: media.headerExtensions.absoluteCaptureTime)
    }

    private static func senderConfiguration(
        _ media: NegotiatedMedia, trailerByteCount: Int
    ) -> VideoSenderConfiguration? {
        let codecs = media.codecs.compactMap { agreed in agreed.videoCodec.map { ($0, agreed.payloadType) } }
        guard !codecs.isEmpty else { return nil }
        var retransmission: VideoSenderConfiguration.Retransmission?
        if let ssrc = media.localRetransmissionSSRC {
            let payloadTypes = media.retransmissionPayloadTypes.map { ($0.value, $0.key) }
            retransmission = .init(ssrc: ssrc, payloadTypes: Dictionary(payloadTypes) { first, _ in first })
        }
        return VideoSenderConfiguration(
            ssrc: media.localSSRC, payloadTypes: Dictionary(codecs) { first, _ in first },
            retransmission: retransmission, canonicalName: media.canonicalName, mediaID: media.mediaID,
            mediaIDExtension: media.headerExtensions.mediaID,
            transportSequenceNumberExtension: media.headerExtensions.transportWideSequenceNumber,
            absoluteSendTimeExtension: media.headerExtensions.absoluteSendTime,
            absoluteCaptureTimeExtension: media.headerExtensions.absoluteCaptureTime,
            maximumDatagramByteCount: PeerEngine.maximumDatagramByteCount, trailerByteCount: trailerByteCount)
    }
}

extension NegotiatedCodec {
    /// How frames of the codec are packed; `nil` for one that this project does not pack.
    fileprivate var videoCodec: VideoCodec? {
        if codec.isSameCodec(as: .vp8) { return .vp8 }
        if codec.isSameCodec(as: .vp9) { return .vp9 }
        return codec.isSameCodec(as: .vp9Profile1) ? .vp9Profile1 : nil
    }
}
