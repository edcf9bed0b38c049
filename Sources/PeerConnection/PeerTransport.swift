import CongestionControl
import DTLS
import DataChannel
import ICE
import JSEP
import Logging
import PeerEngine
import RTP
import SDP
import Wire

/// What a connection is made of, on the network loop's thread: descriptions, ICE agent and engine, and what joins them.
///
///     libnice ─ datagram ─▶ engine.handle ─▶ flush source ─▶ engine.pollOutput ─▶ libnice
///
/// After every call into the engine `scheduleFlush` is called; the flush runs once in the loop's turn, so that several
/// datagrams are answered together.
final class PeerTransport {
    /// The thread that everything here runs on.
    let loop: NetworkLoop
    /// The state that was told last; `new` at first.
    private(set) var state = PeerConnectionState.new
    /// What the connection was made with, and the ICE servers that it was given later.
    private(set) var configuration: PeerConnectionConfiguration
    /// Gets ICE's states; never an address.
    let logger: Logger
    private let events: PeerConnectionEvents

    /// Offers, answers and what both agree on.
    var descriptions: JSEPSession
    /// DTLS, SRTP, RTP and SCTP.
    var engine: PeerEngine
    /// Draws what descriptions name at random.
    var random = SystemRandomNumberGenerator()
    /// The agent whose pair carries packets.
    var agent: ICEAgent
    /// The agent of the generation that is being negotiated or checked; `nil` most of the time.
    var nextAgent: ICEAgent?
    /// The agent that the peer's latest description is for; candidates of the peer's belong to it.
    var remoteAgent: ICEAgent
    /// Brings the agents' events here.
    let relay: EventRelay
    /// Nothing is sent or told any more.
    private(set) var isEnded = false
    /// Candidates that came before the description they belong to.
    var earlyCandidates: [ICECandidateLine] = []
    /// The peer has no more candidates in the present generation.
    var isRemoteGatheringDone = false
    /// The restart that was asked for; `nil` while the path is good.
    var restart: Restart?
    /// What is counted here for the statistics.
    var tally = TransportTally()
    /// The ways out of this computer when they were last looked at.
    var defaultSources: [String] = []

    private var flushTimer: LoopTimer?
    private var engineTimer: LoopTimer?
    private var setUpTimer: LoopTimer?
    /// Ends the search for a first path.
    private(set) var pathTimer: LoopTimer?
    /// Asks for a restart again, or gives the connection up.
    private(set) var restartTimer: LoopTimer?
    private var networkWatch: NetworkWatch?

    /// Makes the first agent, the engine and the timers; nothing is sent yet.
    /// - Throws: `PeerConnectionError.ice` when libnice makes no agent.
    init(
        configuration: PeerConnectionConfiguration, loop: NetworkLoop, logger: Logger,
        events: PeerConnectionEvents
    ) throws(PeerConnectionError) {
        let relay = EventRelay()
        let agent = try Self.makeAgent(configuration: configuration, loop: loop, relay: relay)
        self.agent = agent
        self.relay = relay
        remoteAgent = agent
        self.configuration = configuration
        self.loop = loop
        self.logger = logger
        self.events = events
        let engine = PeerEngine(certificate: configuration.certificate)
        descriptions = JSEPSession(
            configuration: JSEPConfiguration(
                fingerprint: configuration.certificate.fingerprint, iceCredentials: agent.localCredentials,
                codecs: configuration.codecs, sctpInitiation: engine.sctpInitiation),
            random: &random)
        self.engine = engine
        relay.owner = self
        flushTimer = LoopTimer(loop: loop) { [weak self] in self?.flush() }
        engineTimer = LoopTimer(loop: loop) { [weak self] in
            self?.engine.handleTimeout(now: NetworkLoop.now)
            self?.flush()
        }
        setUpTimer = LoopTimer(loop: loop) { [weak self] in self?.end(as: .failed(.timedOut)) }
        pathTimer = LoopTimer(loop: loop) { [weak self] in
            guard let self else { return }
            self.end(as: .failed(.noPath(self.agent.relayOutcome)))
        }
        restartTimer = LoopTimer(loop: loop) { [weak self] in self?.handleRestartTimer() }
        networkWatch = NetworkWatch(loop: loop) { [weak self] in self?.handleNetworkChange($0) }
        defaultSources = networkWatch?.network.defaultSources ?? []
    }

    /// Joins the agents with their owner, which is made after the first of them.
    final class EventRelay {
        /// `nil` when the connection is gone: its agents may tell something yet.
        weak var owner: PeerTransport?
    }

    /// Makes the agent of one ICE generation, with sockets of its own.
    /// - Throws: `PeerConnectionError.ice` when libnice makes none.
    static func makeAgent(
        configuration: PeerConnectionConfiguration, loop: NetworkLoop, relay: EventRelay
    ) throws(PeerConnectionError) -> ICEAgent {
        do throws(ICEError) {
            return try ICEAgent(configuration: configuration.ice, loop: loop) { event, agent in
                relay.owner?.handle(event, of: agent)
            }
        } catch {
            throw .ice(error)
        }
    }

    /// The pair of the agent in use; `nil` before there is one.
    var selectedPath: SelectedPath? { agent.selectedPath }

    /// The fingerprint of the certificate that the peer has shown in DTLS; `nil` before it did.
    var verifiedFingerprint: Fingerprint? { engine.verifiedFingerprint }

    /// What was counted so far; the refusals and lost datagrams of earlier generations are not among it.
    var counters: PeerConnectionCounters {
        PeerConnectionCounters(
            engine: engine.counters, ice: agent.refusals,
            unsentDatagrams: agent.unsentDatagramCount)
    }

    /// Has agents that are made from now on ask these servers.
    func setICEServers(_ servers: [ICEServer]) {
        configuration.ice.servers = servers
    }

    // MARK: The packet path

    /// Has the engine's output sent before the loop waits again.
    func scheduleFlush() {
        flushTimer?.schedule(at: .origin)
    }

    /// Sends what the engine has, tells what it says, and sets its timer; nothing after the end.
    func flush() {
        guard !isEnded else { return }
        while let output = engine.pollOutput() {
            switch output {
            case .datagram(let datagram): agent.send(datagram)
            case .event(let event): handle(event)
            }
        }
        agent.flush()
        engineTimer?.schedule(at: engine.nextTimeout)
    }

    private func handle(_ event: PeerEngineEvent) {
        switch event {
        case .secured: change(to: .connected)
        case .dataChannelOpened(let id, let label, let subprotocol):
            tally.open(id, label: label, subprotocol: subprotocol)
            tell(.dataChannelOpened(id, label: label, protocol: subprotocol))
        case .dataChannelMessage(let id, let message):
            tally.receive(message, on: id)
            tell(.dataChannelMessage(id, message))
        case .dataChannelBufferedAmountLow(let id): tell(.dataChannelBufferedAmountLow(id))
        case .dataChannelClosed(let id):
            tally.close(id)
            tell(.dataChannelClosed(id))
        case .videoFrame(let role, let frame): tell(.videoFrame(role, frame))
        case .keyFrameRequested(let role): tell(.keyFrameRequested(role))
        case .videoReceptionReported(let role, let report): tell(.videoReceptionReported(role, report))
        case .videoBitrate(let role, let bitrate):
            tell(.videoBitrate(role, bitsPerSecond: Int(bitrate.bitsPerSecond)))
        case .videoBacklogChanged(let role, let isTooLong): tell(.videoBacklogChanged(role, isTooLong: isTooLong))
        case .audioStarted(let ssrc): tell(.audioStarted(ssrc))
        case .audioReceptionReported(let report): tell(.audioReceptionReported(report))
        case .ended(.closed), .ended(.closedByPeer): end(as: .closed)
        case .ended(let reason): end(as: .failed(.association(reason)))
        }
    }

    // MARK: State

    /// Tells the owner; nothing is dropped while nobody reads.
    func tell(_ event: PeerConnectionEvent) {
        events.yield(event)
    }

    /// Enters another state and tells so; the same state again, or any after the end, is not told.
    func change(to next: PeerConnectionState) {
        guard state != next, !isEnded else { return }
        state = next
        if next == .connected { setUpTimer?.cancel() }
        tell(.stateChanged(next))
    }

    /// Both descriptions are there: the connection must come about within its time.
    func beginConnecting() {
        guard state == .new else { return }
        change(to: .connecting)
        setUpTimer?.schedule(at: NetworkLoop.now + configuration.setUpTimeout)
        if agent.selectedPath == nil { pathTimer?.schedule(at: NetworkLoop.now + configuration.pathTimeout) }
    }

    /// Tells the peer, and ends; `completion` runs when the agent's sockets are gone.
    func close(completion: @escaping @Sendable () -> Void) {
        if !isEnded {
            engine.close(now: NetworkLoop.now)
            // The engine tells its end as an event, behind the last datagrams.
            flush()
        }
        agent.close(completion: completion)
    }

    /// Ends the connection: what was told before can still be read, and the agents give their sockets back later.
    func end(as final: PeerConnectionState) {
        guard !isEnded else { return }
        change(to: final)
        isEnded = true
        descriptions.close()
        for timer in [flushTimer, engineTimer, setUpTimer, pathTimer, restartTimer] { timer?.cancel() }
        networkWatch = nil
        events.finish()
        nextAgent?.close()
        agent.close()
    }
}
