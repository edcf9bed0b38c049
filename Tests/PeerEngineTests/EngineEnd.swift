import CVirtualClock
import CongestionControl
import DTLS
import DataChannel
import JSEP
import SDP
import TestSupport
import Wire

@testable import PeerEngine
@testable import RTP

/// One engine for `Pair`, with what it told.
final class EngineEnd: VirtualEnd {
    private(set) var events: [PeerEngineEvent] = []
    /// When each of the events was told.
    private(set) var eventInstants: [Instant] = []
    /// The RTP packets that left.
    private(set) var departures: [Departure] = []
    /// Datagrams that came out behind the end, which a shell would no longer send.
    private(set) var datagramsAfterEnd = 0
    private var engine: PeerEngine
    private var now = Instant.origin

    init(certificate: Certificate, seed: UInt64) {
        engine = PeerEngine(certificate: certificate, random: SeededRandom(seed: seed))
    }

    var counters: PeerEngineCounters { engine.counters }
    /// How often a channel was told as open.
    var openedCount: Int { events.count { if case .dataChannelOpened = $0 { true } else { false } } }
    var isSecured: Bool { engine.isSecured }
    var verifiedFingerprint: Fingerprint? { engine.verifiedFingerprint }
    var sctpInitiation: [UInt8] { engine.sctpInitiation }
    var nextTimeout: Instant? { engine.nextTimeout }

    func handle(_ datagram: [UInt8], now: Instant) {
        withClock(at: now) { engine.handle(datagram, now: now) }
    }

    func handleTimeout(now: Instant) {
        withClock(at: now) { engine.handleTimeout(now: now) }
    }

    func pollDatagram(now: Instant) -> [UInt8]? {
        self.now = now
        while let output = engine.pollOutput() {
            switch output {
            case .datagram(let datagram):
                if end != nil { datagramsAfterEnd += 1 }
                if DatagramKind(datagram) == .rtp { departures.append(Departure(datagram, now: now)) }
                return datagram
            case .event(let event):
                events.append(event)
                eventInstants.append(now)
            }
        }
        return nil
    }

    func apply(_ session: NegotiatedSession, now: Instant) {
        withClock(at: now) { engine.apply(session, now: now) }
    }
    func connectPath(largestDatagram: Int = PeerEngine.maximumDatagramByteCount, now: Instant) {
        withClock(at: now) {
            engine.handlePathConnected(roundTripTime: .milliseconds(20), largestDatagram: largestDatagram, now: now)
        }
    }
    func changePath(largestDatagram: Int, now: Instant) {
        engine.handlePathChange(largestDatagram: largestDatagram, now: now)
    }
    func open(_ label: String, now: Instant) throws -> DataChannelID {
        try engine.openDataChannel(DataChannelConfiguration(label: label), now: now)
    }
    func send(_ message: DataChannelMessage, on channel: DataChannelID, now: Instant) throws {
        try engine.send(message, on: channel, now: now)
    }
    func sendVideo(_ frame: EncodedVideoFrame, on role: VideoRole = .screen, now: Instant) {
        engine.sendVideo(frame, on: role, now: now)
    }
    func sendableVideoCodecs(of role: VideoRole) -> [VideoCodec] { engine.sendableVideoCodecs(of: role) }
    func sendAudio(_ frame: EncodedAudioFrame, now: Instant) { engine.sendAudio(frame, now: now) }
    func nextAudio(queuedSampleCount: Int, now: Instant) -> AudioDecision {
        engine.nextAudio(queuedSampleCount: queuedSampleCount, now: now)
    }
    func discardAudio() { engine.discardAudio() }
    func videoDelay(of frame: EncodedVideoFrame, now: Instant) -> Duration? {
        engine.videoDelay(of: frame.rtpTimestamp, on: .screen, now: now)
    }
    /// How long sound waits beyond the fastest packet's arrival.
    func audioTargetDelay(now: Instant) -> Duration? { engine.audio?.receiver?.targetDelay(now: now) }
    /// Sends a packet that no sender of ours would, under the right keys.
    func sendRaw(_ packet: RTPPacket, now: Instant) {
        self.now = now
        _ = engine.protect(packet.serialize(), isControl: false)
    }
    /// Packets that the sections sent.
    var videoPacketCount: Int { engine.statistics().video.reduce(0) { $0 + ($1.sender?.packetsSent ?? 0) } }
    /// Packets that the peer has not been told of yet.
    var unreportedArrivalCount: Int { engine.arrivals.arrivals.count }
    var statistics: PeerEngineStatistics { engine.statistics() }
    /// What waits for its turn.
    var waitingPacketCount: Int { engine.sending?.controller.statistics(now: now).pacer.packetCount ?? 0 }
    func discardVideo(_ role: VideoRole = .screen) { engine.discardVideo(role) }
    /// Sends what no engine would, under the right keys.
    func sendControl(_ packets: [RTCPPacket], now: Instant) {
        self.now = now
        _ = engine.protect(RTCPPacket.serialize(packets), isControl: true)
    }
    func requestKeyFrame(of role: VideoRole = .screen, now: Instant) { engine.requestKeyFrame(of: role, now: now) }
    func close(now: Instant) { engine.close(now: now) }

    /// OpenSSL reads the wall clock inside these calls.
    private func withClock(at now: Instant, _ body: () -> Void) {
        nearhand_virtual_clock_set(now.nanoseconds / 1_000)
        body()
        nearhand_virtual_clock_set(-1)
    }

    /// The channel that was opened under a label.
    func channel(_ label: String) -> DataChannelID? {
        for case .dataChannelOpened(let id, label, _) in events { return id }
        return nil
    }

    var messages: [DataChannelMessage] {
        events.compactMap { if case .dataChannelMessage(_, let message) = $0 { message } else { nil } }
    }

    /// The streams of sound that began here.
    var startedStreams: [SSRC] { events.compactMap { if case .audioStarted(let ssrc) = $0 { ssrc } else { nil } } }

    /// How the peer hears us.
    var audioReports: [ReceptionReport] {
        events.compactMap { if case .audioReceptionReported(let report) = $0 { report } else { nil } }
    }

    /// What the screen's encoder is to make, and since when.
    var bitrates: [(bitsPerSecond: Double, since: Instant)] { bitrates(of: .screen) }

    func bitrates(of role: VideoRole) -> [(bitsPerSecond: Double, since: Instant)] {
        zip(events, eventInstants).compactMap { event, instant in
            if case .videoBitrate(role, let bitrate) = event { (bitrate.bitsPerSecond, instant) } else { nil }
        }
    }

    /// Whether frames are to be left out.
    var hasLongBacklog: Bool {
        for case .videoBacklogChanged(.screen, let isTooLong) in events.reversed() { return isTooLong }
        return false
    }

    var frames: [EncodedVideoFrame] {
        events.compactMap { if case .videoFrame(_, let frame) = $0 { frame } else { nil } }
    }

    func frames(of role: VideoRole) -> [EncodedVideoFrame] {
        events.compactMap { if case .videoFrame(role, let frame) = $0 { frame } else { nil } }
    }

    var end: PeerEngineEnd? {
        for case .ended(let reason) in events { return reason }
        return nil
    }
}

/// What anybody on the path sees of an RTP packet.
struct Departure {
    let instant: Instant
    let byteCount: Int
    let payloadType: UInt8
    let sequenceNumber: UInt16
    let ssrc: UInt32
    let hasPadding: Bool
    /// Under the number that the extension has in our own descriptions; `nil` for a header without extensions.
    let transportSequenceNumber: UInt16?

    init(_ datagram: [UInt8], now: Instant) {
        instant = now
        byteCount = datagram.count
        hasPadding = datagram[0] & 0x20 != 0
        payloadType = datagram[1] & 0x7F
        sequenceNumber = UInt16(datagram[2]) << 8 | UInt16(datagram[3])
        ssrc = datagram[8..<12].reduce(0) { $0 << 8 | UInt32($1) }
        // SRTP hides the payload, and with it the length of padding.
        var bare = datagram
        bare[0] &= ~0x20
        let extensions = (try? RTPPacket.parse(bare))?.headerExtensions
        transportSequenceNumber = extensions?.transportSequenceNumber(id: Self.transportSequenceNumberID)
    }

    private static let transportSequenceNumberID: UInt8 = 2
}
