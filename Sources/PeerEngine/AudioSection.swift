import CongestionControl
import JSEP
import RTP
import SDP
import Wire

/// The receiver and the sender of the section for sound.
///
/// A class like `VideoSection`, whose counterpart it is.
final class AudioSection {
    /// Which packets are the section's.
    private(set) var streams: SectionStreams
    /// `nil` while the section does not receive.
    var receiver: AudioReceiver?
    /// `nil` until the section first sends and SRTP's profile is known.
    var sender: AudioSender?
    /// What is counted here and not by receiver and sender.
    var tally = AudioTally()
    /// What our sound takes of the path while it is sent.
    var rate = AudioRate()
    /// How much is repeated, by the peer's reports.
    private var redundancy = RedundancyControl()
    /// The stream that was told last.
    private var toldSSRC: SSRC?

    /// Begins the section as it is agreed on; the sender waits for SRTP's profile.
    init(_ media: NegotiatedMedia) {
        streams = SectionStreams(media)
        apply(media, isFirst: true)
    }

    /// The section as agreed on last.
    var media: NegotiatedMedia { streams.media }

    /// The section's name, which stays through all exchanges.
    var mediaID: MediaID { media.mediaID }

    /// How many frames before its own each packet of ours repeats.
    var redundancyInUse: Int { media.redundancyPayloadType == nil ? 0 : sender?.redundancy ?? 0 }

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
            receiver = Self.receiverConfiguration(next).map { AudioReceiver(configuration: $0) }
        }
        if !next.direction.sends { discard() }
    }

    /// Makes the sender, once; before it there are no keys to send with.
    func makeSender(trailerByteCount: Int, random: inout some RandomNumberGenerator) {
        guard sender == nil, media.direction.sends,
            let configuration = Self.senderConfiguration(media, trailerByteCount: trailerByteCount)
        else { return }
        sender = AudioSender(configuration: configuration, random: &random)
    }

    /// Hands a frame to the sender.
    func send(_ frame: EncodedAudioFrame, now: Instant) {
        sender?.send(frame, now: now)
        tally.framesSent += 1
        rate.handleFrame(now: now)
    }

    /// Stops our sound: what waits in the sender is dropped.
    func discard() {
        sender?.discard()
        rate.stop()
    }

    /// Remembers a stream that named its section, so that its later packets need not.
    func learn(_ ssrc: SSRC) { streams.learn(ssrc) }

    /// Takes what the peer says of our stream.
    func handle(_ report: ReceptionReport) {
        tally.report = report
        redundancy.handle(lossFraction: report.lossFraction)
        sender?.redundancy = redundancy.redundancy
    }

    /// The peer's stream, once for each that begins.
    func pollStartedStream() -> SSRC? {
        guard let ssrc = receiver?.remoteSSRC, ssrc != toldSSRC else { return nil }
        toldSSRC = ssrc
        return ssrc
    }

    /// Whether the peer wants to know when the section's packets come.
    var reportsArrivals: Bool { receiver != nil && streams.transportSequenceNumberID != nil }

    /// The number of a packet among all of the transport; `nil` where nobody wants to know.
    func transportSequenceNumber(of packet: RTPPacket) -> UInt16? {
        guard receiver != nil, let id = streams.transportSequenceNumberID else { return nil }
        return packet.headerExtensions.transportSequenceNumber(id: id)
    }

    /// The earliest of what receiver, sender and rate wait for.
    var nextTimeout: Instant? {
        var earliest = rate.nextTimeout
        if let receiving = receiver?.nextTimeout { earliest = min(earliest ?? receiving, receiving) }
        if let sending = sender?.nextTimeout { earliest = min(earliest ?? sending, sending) }
        return earliest
    }

    /// Does what is due; a sender that must not send is left alone.
    func handleTimeout(now: Instant) {
        receiver?.handleTimeout(now: now)
        if media.direction.sends { sender?.handleTimeout(now: now) }
        rate.handleTimeout(now: now)
    }

    private static func receiverConfiguration(_ media: NegotiatedMedia) -> AudioReceiverConfiguration? {
        guard let opus = media.opusPayloadType else { return nil }
        return AudioReceiverConfiguration(
            payloadTypes: [opus], redundancyPayloadType: media.redundancyPayloadType,
            audioLevelExtension: media.headerExtensions.audioLevel, localSSRC: media.localSSRC,
            canonicalName: media.canonicalName)
    }

    private static func senderConfiguration(
        _ media: NegotiatedMedia, trailerByteCount: Int
    ) -> AudioSenderConfiguration? {
        guard let opus = media.opusPayloadType else { return nil }
        // The header with its extensions is 40 bytes at most; what a packet repeats gives way first.
        let headerByteCount = 64
        return AudioSenderConfiguration(
            ssrc: media.localSSRC, payloadType: opus, redundancyPayloadType: media.redundancyPayloadType,
            canonicalName: media.canonicalName, mediaID: media.mediaID,
            mediaIDExtension: media.headerExtensions.mediaID,
            transportSequenceNumberExtension: media.headerExtensions.transportWideSequenceNumber,
            absoluteSendTimeExtension: media.headerExtensions.absoluteSendTime,
            audioLevelExtension: media.headerExtensions.audioLevel,
            maximumPayloadByteCount: PeerEngine.maximumDatagramByteCount - trailerByteCount - headerByteCount)
    }
}

extension NegotiatedMedia {
    /// The number of Opus; the first where there are several.
    fileprivate var opusPayloadType: PayloadType? {
        codecs.first { $0.codec.isSameCodec(as: .opus) }?.payloadType
    }

    /// The number of packets that repeat earlier ones.
    fileprivate var redundancyPayloadType: PayloadType? { codecs.first(where: \.codec.isRedundancy)?.payloadType }
}

/// What a section for sound counts beside its receiver and sender.
struct AudioTally {
    /// Payload bytes received.
    var bytesReceived = 0
    /// Packets handed to SRTP.
    var packetsSent = 0
    /// Their bytes, before SRTP.
    var bytesSent = 0
    /// Frames handed to the sender.
    var framesSent = 0
    /// What the peer said last of our stream.
    var report: ReceptionReport?
}
