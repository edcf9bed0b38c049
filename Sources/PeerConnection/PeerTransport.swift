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
    let loop: NetworkLoop
    private(set) var state = PeerConnectionState.new
    private let configuration: PeerConnectionConfiguration
    private let logger: Logger
    private let events: AsyncStream<PeerConnectionEvent>.Continuation

    var descriptions: JSEPSession
    var engine: PeerEngine
    var random = SystemRandomNumberGenerator()
    let agent: ICEAgent
    /// Nothing is sent or told any more.
    private(set) var isEnded = false
    /// Candidates that came before the description they belong to.
    var earlyCandidates: [ICECandidateLine] = []
    var isRemoteGatheringDone = false
    var isGathering = false

    private var flushTimer: LoopTimer?
    private var engineTimer: LoopTimer?
    private var setUpTimer: LoopTimer?

    init(
        configuration: PeerConnectionConfiguration, loop: NetworkLoop, logger: Logger,
        events: AsyncStream<PeerConnectionEvent>.Continuation
    ) throws(PeerConnectionError) {
        let relay = EventRelay()
        let agent: ICEAgent
        do throws(ICEError) {
            agent = try ICEAgent(configuration: configuration.ice, loop: loop) { relay.owner?.handle($0) }
        } catch {
            throw .ice(error)
        }
        self.agent = agent
        self.configuration = configuration
        self.loop = loop
        self.logger = logger
        self.events = events
        descriptions = JSEPSession(
            configuration: JSEPConfiguration(
                fingerprint: configuration.certificate.fingerprint, iceCredentials: agent.localCredentials),
            random: &random)
        engine = PeerEngine(certificate: configuration.certificate)
        relay.owner = self
        flushTimer = LoopTimer(loop: loop) { [weak self] in self?.flush() }
        engineTimer = LoopTimer(loop: loop) { [weak self] in
            self?.engine.handleTimeout(now: NetworkLoop.now)
            self?.flush()
        }
        setUpTimer = LoopTimer(loop: loop) { [weak self] in self?.end(as: .failed(.timedOut)) }
    }

    /// Joins the agent, which is made first, with its owner.
    private final class EventRelay {
        weak var owner: PeerTransport?
    }

    var selectedPath: SelectedPath? { agent.selectedPath }

    var verifiedFingerprint: Fingerprint? {
        engine.isSecured ? descriptions.negotiated?.transport.remoteFingerprint : nil
    }

    var counters: PeerConnectionCounters {
        PeerConnectionCounters(
            engine: engine.counters, ice: agent.refusals,
            unsentDatagrams: agent.unsentDatagramCount)
    }

    // MARK: The packet path

    private func handle(_ event: ICEEvent) {
        switch event {
        case .datagram(let datagram):
            engine.handle(datagram, now: NetworkLoop.now)
            scheduleFlush()
        case .localCandidate(let candidate):
            descriptions.add(localCandidate: candidate)
            tell(.localCandidate(candidate))
        case .gatheringDone:
            descriptions.endLocalCandidates()
            tell(.endOfCandidates)
        case .selectedPath(let path): tell(.selectedPath(path))
        case .stateChanged(let state): handle(state)
        }
    }

    private func handle(_ iceState: ICEState) {
        logger.debug("ICE state changed", metadata: ["state": "\(iceState)"])
        switch iceState {
        case .idle, .connecting: break
        case .connected:
            // The time of the checks bounds the round trip from above; without it DTLS begins at its default.
            let roundTripTime = agent.setUpTime ?? .milliseconds(100)
            engine.handlePathConnected(roundTripTime: roundTripTime, now: NetworkLoop.now)
            if engine.isSecured { change(to: .connected) }
            flush()
        case .disconnected: if state == .connected { change(to: .disconnected) }
        case .failed: end(as: .failed(.noPath))
        }
    }

    /// Has the engine's output sent before the loop waits again.
    func scheduleFlush() {
        flushTimer?.schedule(at: .origin)
    }

    private func flush() {
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
            tell(.dataChannelOpened(id, label: label, protocol: subprotocol))
        case .dataChannelMessage(let id, let message): tell(.dataChannelMessage(id, message))
        case .dataChannelBufferedAmountLow(let id): tell(.dataChannelBufferedAmountLow(id))
        case .dataChannelClosed(let id): tell(.dataChannelClosed(id))
        case .videoFrame(let frame): tell(.videoFrame(frame))
        case .keyFrameRequested: tell(.keyFrameRequested)
        case .videoReceptionReported(let report): tell(.videoReceptionReported(report))
        case .ended(.closed), .ended(.closedByPeer): end(as: .closed)
        case .ended(let reason): end(as: .failed(.association(reason)))
        }
    }

    // MARK: State

    func tell(_ event: PeerConnectionEvent) {
        events.yield(event)
    }

    private func change(to next: PeerConnectionState) {
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

    private func end(as final: PeerConnectionState) {
        guard !isEnded else { return }
        change(to: final)
        isEnded = true
        descriptions.close()
        for timer in [flushTimer, engineTimer, setUpTimer] { timer?.cancel() }
        events.finish()
        agent.close()
    }
}
