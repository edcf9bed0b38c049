package import Wire

/// One SCTP association over DTLS, without sockets, threads or clocks.
///
/// The rule of use: after every call that takes `now`, call `pollOutput` until it answers `nil`, then sleep until
/// `nextTimeout`. Several packets may be handled before one round of polling: one SACK then answers them all.
///
/// Both ends may call `connect` (RFC 8831 §6.2 wants simultaneous open). Messages may be sent at any time before the end; the
/// first ones ride with COOKIE ECHO.
/// Source: RFC 9260, <https://www.rfc-editor.org/rfc/rfc9260>; over DTLS: RFC 8261, <https://www.rfc-editor.org/rfc/rfc8261>
package struct Association: ~Copyable {
    /// What the association was made with; only `setPorts` changes it.
    private(set) var configuration: SCTPConfiguration
    /// The tags, first numbers and nonces of this side.
    let local: LocalIdentity
    /// Where the association stands; `ended` is for good.
    var state = AssociationState.closed
    /// The time of the latest call.
    var now = Instant.origin
    /// The deadlines behind `nextTimeout`.
    var timers = TimerTable()
    /// What the layer above has not polled yet.
    var events = EventQueue()
    /// What a peer, or the path, caused so far.
    package internal(set) var counters = SCTPCounters()

    /// Known from INIT ACK or COOKIE ECHO on.
    var peer: PeerParameters?
    /// What the latest INIT said; it becomes `peer` when its cookie comes back.
    var pendingPeer: PeerParameters?
    /// Consecutive time-outs without a sign of the peer (RFC 9260 §8.1).
    var errorCount = 0

    /// Whole packets to send, in front of what is built from the rest.
    var packets = RingBuffer<[UInt8]>()
    /// Serialized chunks to bundle into the next packets.
    var controlChunks = RingBuffer<[UInt8]>()
    /// COOKIE ECHO is to be bundled into the next packet, in front of everything else.
    var isCookieEchoDue = false

    /// Messages, or the rest of them, that have not been sent.
    var sendQueue = SendQueue()
    /// Chunks that were sent and are not yet acknowledged in sequence.
    var outstanding: OutstandingData
    /// Says how much may be in flight, and how fast it leaves.
    var congestion: any CongestionController
    /// RTO, for every timer that waits for an answer.
    var retransmissionTimeout: RetransmissionTimeout
    /// What the peer still takes, less what is in flight.
    var peerWindow = 0
    /// The TSN whose acknowledgement ends fast recovery; `nil` outside of it.
    var fastRecoveryExit: TSN?
    /// The first packet of a fast recovery leaves whatever the congestion window says (RFC 9260 §7.2.4, rule 3).
    var isFastRetransmitDue = false
    /// One packet may leave beyond the window and the rate, to draw a SACK.
    var isLossProbeDue = false
    /// How long answers to the latest packet are waited for, in nanoseconds, as last computed; 0 before.
    var lossProbeWait: Int64 = 0
    /// Whether a loss probe was asked for, or T3-rtx has expired, since the last answer.
    var hasProbed = false
    /// FORWARD TSN is to be bundled into the next packet that has room.
    var isForwardTSNDue = false
    /// Spreads packets over time where the congestion control names a rate.
    var pacer = Pacer()
    /// What urgent messages may still send beyond the rules for all.
    var urgency = UrgencyAllowance()
    /// Whether the next packet carries urgent messages alone.
    var isUrgentOnly = false
    /// When a packet with DATA left last; `origin` before the first.
    var lastDataSentAt = Instant.origin

    /// The receiving half; replaced when the peer's first TSN is known.
    var inbound: InboundData
    /// Whether a SACK is due.
    var ackSchedule = AckSchedule.nothingToAck
    /// The window of the latest SACK, to notice when an update is worth sending.
    var advertisedWindow: Int

    /// Our requests to reset streams, and the peer's.
    var streamResets: StreamResets
    /// The question that an idle peer has not answered yet.
    var heartbeat = HeartbeatState()
    /// How large packets may be; the base size until the path is known to carry more.
    var pathMTU: PathMTUDiscovery

    /// Whether messages stay here, so that the peer's window closes and the peer waits.
    package var isDeliveryPaused = false

    /// The longest message the peer takes; set it when its description is known.
    package var peerMaximumMessageSize: Int

    /// - Parameter random: draws tags and first numbers; the system's generator except in tests.
    package init(
        configuration: SCTPConfiguration = SCTPConfiguration(), random: inout some RandomNumberGenerator,
        congestion: (any CongestionController)? = nil
    ) {
        self.init(configuration: configuration, local: LocalIdentity(random: &random), congestion: congestion)
    }

    /// Makes an association whose numbers are already chosen.
    ///
    /// - Parameter congestion: `nil` for what the configuration names.
    /// - Precondition: the receive buffer holds two of the longest messages.
    init(
        configuration: SCTPConfiguration, local: LocalIdentity, congestion: (any CongestionController)? = nil
    ) {
        precondition(
            configuration.receiveBuffer >= 2 * configuration.maximumMessageSize,
            "the receive buffer holds two of the longest messages")
        self.configuration = configuration
        self.local = local
        self.congestion = congestion ?? Self.makeCongestionController(configuration, local)
        pathMTU = PathMTUDiscovery(baseSize: configuration.maximumPacketSize)
        outstanding = OutstandingData(initialTSN: local.initialTSN)
        inbound = Self.makeInbound(configuration, initialTSN: TSN(rawValue: 0))
        advertisedWindow = configuration.receiveBuffer
        retransmissionTimeout = RetransmissionTimeout(
            initial: configuration.initialRetransmissionTimeout, minimum: configuration.minimumRetransmissionTimeout,
            maximum: configuration.maximumRetransmissionTimeout)
        streamResets = StreamResets(localInitialTSN: local.initialTSN)
        peerMaximumMessageSize = configuration.peerMaximumMessageSize
    }

    /// Sets the ports that the two descriptions name, before `connect` (RFC 8841 §5.2, `a=sctp-port`).
    package mutating func setPorts(local: UInt16, remote: UInt16) {
        configuration.localPort = local
        configuration.remotePort = remote
    }

    /// When `handleTimeout` is to be called; valid after `pollOutput` answered `nil`.
    package var nextTimeout: Instant? { timers.next }

    /// Whether the handshake is complete and nobody has begun to end the association.
    package var isEstablished: Bool { state == .established }

    /// Whether the association is over.
    package var isClosed: Bool { state == .ended }

    /// The smoothed round-trip time; `nil` before the first measurement.
    package var roundTripTime: Duration? { retransmissionTimeout.smoothedRoundTripTime }

    /// How many streams may be sent on, numbered from 0: what was offered until the peer's answer is known.
    package var outboundStreamCount: Int { peer?.outboundStreamCount ?? Int(configuration.streamCount) }

    /// The time of the latest call, for a layer above that answers while it polls.
    package var latestInstant: Instant { now }

    /// Whether the stream takes messages: it was agreed, is not being reset, and no reset of it failed.
    package func canSend(on stream: StreamID) -> Bool {
        guard stream.index < outboundStreamCount, case .open = sendQueue.phase(of: stream) else { return false }
        return true
    }

    /// Bytes handed over for the stream that have not been sent for the first time.
    package func bufferedAmount(of stream: StreamID) -> Int { sendQueue.bufferedAmount(of: stream) }

    /// Whether nothing waits, is in flight, or is half received.
    package var isIdle: Bool {
        sendQueue.isEmpty && outstanding.isEmpty && !inbound.hasIncompleteMessages && packets.isEmpty
            && controlChunks.isEmpty && ackSchedule == .nothingToAck && streamResets.isIdle
    }

    /// The next packet or event; `nil` when there is nothing more until the next call.
    ///
    /// Events come before packets, so that what they cause is bundled; only at the end the last packets come before
    /// `closed`, behind which nothing is polled.
    package mutating func pollOutput() -> AssociationOutput? {
        if state == .ended, let packet = packets.popFirst() { return count(packet) }
        if let event = popEvent() {
            updateWindow()
            return .event(event)
        }
        progressPathMTU()
        if let packet = packets.popFirst() ?? makePacket() { return count(packet) }
        return popEvent().map { .event($0) }
    }

    /// Does what is due at `now`.
    package mutating func handleTimeout(now: Instant) {
        self.now = now
        while let timer = timers.takeExpired(now: now) { handleExpiry(of: timer) }
    }

    /// The receiving half for a peer whose first TSN is known; before that any TSN does, because nothing is taken.
    static func makeInbound(_ configuration: SCTPConfiguration, initialTSN: TSN) -> InboundData {
        InboundData(
            initialTSN: initialTSN, capacity: configuration.receiveBuffer,
            maximumMessageSize: configuration.maximumMessageSize)
    }

    /// The congestion control that the configuration names; our tag seeds the times at which it probes.
    static func makeCongestionController(
        _ configuration: SCTPConfiguration, _ local: LocalIdentity
    ) -> any CongestionController {
        switch configuration.congestionAlgorithm {
        case .newReno: NewRenoCongestionController(packetSize: configuration.maximumPacketSize)
        case .rateBased:
            RateBasedCongestionController(
                packetSize: configuration.maximumPacketSize, seed: UInt64(local.verificationTag.rawValue))
        }
    }

    private mutating func count(_ packet: [UInt8]) -> AssociationOutput {
        counters.packetsSent += 1
        return .packet(packet)
    }

    /// Messages are held back while delivery is paused, but not beyond the end.
    private mutating func popEvent() -> AssociationEvent? {
        events.popFirst(withoutMessages: isDeliveryPaused && state != .ended)
    }

    private mutating func handleExpiry(of timer: AssociationTimer) {
        switch timer {
        case .initiation: handleInitiationTimeout()
        case .cookie: handleCookieTimeout()
        case .shutdown: handleShutdownTimeout()
        case .lossDetection: findLosses()
        case .lossProbe: handleLossProbeTimeout()
        case .retransmission: handleRetransmissionTimeout()
        case .pacing: return
        case .reconfiguration: handleReconfigurationTimeout()
        case .delayedAck: if ackSchedule == .delayed { ackSchedule = .now }
        case .heartbeat: handleHeartbeatTimeout()
        case .pathMTU: pathMTU.handleTimeout()
        }
    }

    /// Counts a time-out; ends the association and answers `false` when there were too many (RFC 9260 §8.1).
    mutating func countError() -> Bool {
        errorCount += 1
        if errorCount <= configuration.maximumRetransmissions { return true }
        end(.timedOut)
        return false
    }

    /// Ends the association without a word to the peer.
    mutating func end(_ reason: CloseReason) {
        guard state != .ended else { return }
        state = .ended
        timers.clearAll()
        sendQueue.removeAll()
        outstanding = OutstandingData(initialTSN: outstanding.nextTSN)
        inbound = Self.makeInbound(configuration, initialTSN: TSN(rawValue: 0))
        controlChunks.removeAll()
        ackSchedule = .nothingToAck
        isCookieEchoDue = false
        isForwardTSNDue = false
        isLossProbeDue = false
        streamResets = StreamResets(localInitialTSN: local.initialTSN)
        events.append(.closed(reason))
    }
}
