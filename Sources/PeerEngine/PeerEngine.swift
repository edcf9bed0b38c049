import Checksum
package import DTLS
import DataChannel
package import JSEP
import RTP
import SCTP
package import SDP
import SRTP
package import Wire

/// Everything between a path and the application: DTLS, SRTP, RTP, SCTP and data channels, without socket or clock.
///
///     datagram ─┬─ DTLS ── SCTP ── data channels ─▶ messages
///               ├─ SRTP ── RTP ─┬─ frame assembly ─▶ video frames
///               │               └─ jitter buffer ─▶ decisions for the player
///               └─ anything else: counted
///
/// The rule of use: after each call, `pollOutput()` until it gives `nil`, then call `handleTimeout` at `nextTimeout`.
/// Several datagrams may be handled before one round of polling.
///
///     waiting ─ description and path ─▶ handshaking ─ fingerprint fits ─▶ secured ─▶ ended
///
/// Before `secured` nothing but DTLS is processed, and nothing but DTLS is sent.
/// Source: RFC 8827 §6.5, <https://www.rfc-editor.org/rfc/rfc8827#section-6.5>; RFC 7983.
package struct PeerEngine: ~Copyable {
    /// The largest datagram that leaves; it fits every path that WebRTC meets. Data alone goes in larger ones, where the
    /// path was found to carry them.
    package static let maximumDatagramByteCount = 1_200
    /// DTLS datagrams kept until description and path are known: a first flight and its repetition.
    static let heldDatagramLimit = 16

    /// Where the engine stands; no way leads back.
    enum Stage {
        /// Description or path are missing; DTLS that came early is kept, as it came.
        case waiting(held: [[UInt8]])
        /// Nothing about the peer may be believed yet.
        case handshaking(DTLSConnection)
        /// The peer has shown the certificate that its description names.
        case secured(DTLSConnection)
        /// Over; the reason was told.
        case ended
    }

    package internal(set) var counters = PeerEngineCounters()
    /// Datagrams to and from the path.
    var traffic = PeerEngineStatistics.Traffic()
    /// What the peer's copy of our description names.
    let certificate: Certificate
    /// Draws the senders' first numbers.
    var random: Generator
    /// Where the engine stands.
    var stage = Stage.waiting(held: [])
    /// What both descriptions agree on; `nil` before the first exchange is complete.
    var negotiated: NegotiatedSession?
    /// Set when ICE has a pair; an upper bound of its round trip.
    var pathRoundTripTime: Duration?
    /// The largest datagram of data: what the path may be probed with.
    var largestDatagram = PeerEngine.maximumDatagramByteCount
    /// What was not polled yet.
    var outputs = OutputQueue<PeerEngineOutput>()
    /// The time of the latest call.
    var now = Instant.origin

    /// The keys of both directions; `nil` before `secured`, and where no SRTP profile was agreed on.
    var srtp: SRTPContexts?
    /// The profile's name in the IANA registry.
    var srtpCipher: String?
    /// The agreed video sections, in the order of the description.
    var video: [VideoSection] = []
    /// The agreed section for sound, the first of the description.
    var audio: AudioSection?
    /// Numbers what leaves of all sections.
    var transportSequenceNumbers = TransportSequenceNumbers()
    /// Decides when what the sections send leaves; `nil` until one sends.
    var sending: MediaSending?
    /// Notes what comes of all sections.
    var arrivals = TransportFeedbackRecorder()
    /// SCTP and the channels over it; it lives from the beginning, so that channels may be opened early.
    var channels: DataChannelEndpoint
    /// What the peer's description says in place of SCTP's handshake.
    var peerInitiation: InitiationChunk?

    /// Does what is done once in a process and takes long, from any thread, in the order of its use. Without it the first
    /// connection waits for it.
    package static func prepareLibraries() {
        DTLSConnection.rehearse()
        SRTPContext.prepareLibrary()
    }

    /// - Parameter random: draws tags and first numbers; the system's generator except in tests.
    package init(
        certificate: Certificate, random: some RandomNumberGenerator = SystemRandomNumberGenerator()
    ) {
        self.certificate = certificate
        var generator = Generator(random)
        var configuration = SCTPConfiguration()
        configuration.checksumUpdate = HardwareCRC32C.update
        channels = DataChannelEndpoint(configuration: configuration, random: &generator)
        self.random = generator
    }

    /// The INIT chunk of our association, for the description (`a=sctp-init`).
    package var sctpInitiation: [UInt8] { channels.initiation }

    /// Whether the peer has shown the certificate that its description names.
    package var isSecured: Bool {
        if case .secured = stage { true } else { false }
    }

    /// The fingerprint of the certificate that the peer has shown in DTLS, whatever a later description names; `nil`
    /// before `secured` and after the end.
    package var verifiedFingerprint: Fingerprint? {
        if case .secured(let dtls) = stage { dtls.verifiedFingerprint } else { nil }
    }

    /// Takes what both descriptions agree on, the first time and after each exchange.
    package mutating func apply(_ session: NegotiatedSession, now: Instant) {
        self.now = now
        negotiated = session
        applyMedia(session.media)
        applyApplication(session)
        beginIfPossible()
    }

    /// ICE has a pair that works; the handshake begins when the description is there too.
    /// - Parameter largestDatagram: what the path may be probed with, in bytes; see `handlePathChange`.
    package mutating func handlePathConnected(
        roundTripTime: Duration, largestDatagram: Int = PeerEngine.maximumDatagramByteCount, now: Instant
    ) {
        handlePathChange(largestDatagram: largestDatagram, now: now)
        let isReturn = pathRoundTripTime != nil
        pathRoundTripTime = roundTripTime
        if isReturn { channels.handlePathRestored(now: now) }
        beginIfPossible()
    }

    /// Another pair is in use: what was found about the MTU of the one before holds no more.
    /// - Parameter largestDatagram: the bytes that a datagram may have to leave whole or not at all; 1,200 or less where it
    ///   might be cut into fragments.
    package mutating func handlePathChange(largestDatagram: Int, now: Instant) {
        self.now = now
        self.largestDatagram = max(largestDatagram, Self.maximumDatagramByteCount)
        channels.handlePathChange(
            maximumPacketSize: largestDatagram - DTLSConnection.recordOverheadByteCount, now: now)
    }

    /// Takes one datagram from the path. ICE has checked its source; nothing else about it may be believed.
    package mutating func handle(_ datagram: [UInt8], now: Instant) {
        self.now = now
        traffic.packetsReceived += 1
        traffic.bytesReceived += datagram.count
        switch DatagramKind(datagram) {
        case .dtls: handleDTLS(datagram)
        case .rtp: handleMedia(datagram, isControl: false)
        case .rtcp: handleMedia(datagram, isControl: true)
        case .other: counters.unknownDatagrams += 1
        }
    }

    /// When `handleTimeout` is to be called; valid after `pollOutput` gave `nil`.
    package var nextTimeout: Instant? {
        switch stage {
        case .waiting, .ended: return nil
        case .handshaking(let dtls): return dtls.nextTimeout
        case .secured:
            guard let media = nextMediaTimeout else { return channels.nextTimeout }
            return min(channels.nextTimeout ?? media, media)
        }
    }

    /// Does what is due; a call that comes early does nothing.
    package mutating func handleTimeout(now: Instant) {
        self.now = now
        switch stage {
        case .waiting, .ended: break
        case .handshaking(let dtls):
            dtls.handleTimeout(now: now)
            drainDTLS(dtls)
        case .secured:
            channels.handleTimeout(now: now)
            handleMediaTimeout()
        }
    }

    /// The next datagram or event; `nil` when there is nothing more until the next call.
    package mutating func pollOutput() -> PeerEngineOutput? {
        if let output = outputs.popFirst() { return output }
        guard case .secured(let dtls) = stage else { return nil }
        pollMedia()
        if let output = outputs.popFirst() { return output }
        if let reason = pollChannels(dtls) { end(reason) }
        return outputs.popFirst()
    }

    /// Ends the association and tells the peer. Poll once more for what is left to send.
    package mutating func close(now: Instant) {
        self.now = now
        guard case .secured(let dtls) = stage else {
            end(.closed)
            return
        }
        // An ABORT ends SCTP at once; close_notify alone would leave older stacks' associations waiting.
        channels.abort(now: now)
        _ = pollChannels(dtls)
        dtls.close(now: now)
        drainDTLS(dtls)
        end(.closed)
    }

    /// Ends the engine and tells why, once; nothing but what is queued leaves afterwards.
    mutating func end(_ reason: PeerEngineEnd) {
        if case .ended = stage { return }
        stage = .ended
        outputs.append(.event(.ended(reason)))
    }
}

/// A generator whose type the engine need not know.
struct Generator: RandomNumberGenerator {
    private let draw: () -> UInt64

    /// Takes a copy of the generator, which goes on where the caller's stood.
    init(_ base: some RandomNumberGenerator) {
        var base = base
        draw = { base.next() }
    }

    /// Draws the next number.
    mutating func next() -> UInt64 { draw() }
}
