import ICE
import JSEP
import Logging
import PeerEngine
import SDP
import Wire

/// The life of the path: which agent carries packets, when another is needed, and when there is none.
///
///     first generation ─ a pair works ─▶ connected ─ consent lost, address gone, asked for ─▶ restart wanted
///                                           ▲                                                   │ offer, answer
///                                           └──────── a pair of the new generation works ───────┘
///
/// The agent in use goes on until a pair of the next one works, so a restart of a good path interrupts nothing. DTLS,
/// SRTP and SCTP above it do not notice: the certificate is the same, and what was lost is sent again.
/// Source: RFC 8445 §9, <https://www.rfc-editor.org/rfc/rfc8445#section-9>
extension PeerTransport {
    /// The agent that the next description speaks of.
    var negotiatingAgent: ICEAgent { nextAgent ?? agent }

    /// Makes the agent of a generation, which nothing knows of before `begin`.
    /// - Throws: `PeerConnectionError.ice`.
    func makeNextAgent() throws(PeerConnectionError) -> ICEAgent {
        try Self.makeAgent(configuration: configuration, loop: loop, relay: relay)
    }

    /// Begins a generation with its agent; one whose exchange never came to its end is given up.
    func beginGeneration(with agent: ICEAgent) {
        nextAgent?.close()
        nextAgent = agent
        isRemoteGatheringDone = false
        descriptions.restartICE(with: agent.localCredentials)
    }

    /// Takes what an agent tells; candidates and paths count only where they are of the agent that is meant.
    func handle(_ event: ICEEvent, of source: ICEAgent) {
        switch event {
        case .datagram(let datagram):
            // Either agent has checked its sources; what the old path still delivers is as good.
            engine.handle(datagram, now: NetworkLoop.now)
            scheduleFlush()
        case .localCandidate(let candidate):
            guard source === negotiatingAgent else { return }
            descriptions.add(localCandidate: candidate)
            tell(.localCandidate(candidate))
        case .gatheringDone:
            guard source === negotiatingAgent else { return }
            descriptions.endLocalCandidates()
            tell(.endOfCandidates)
        case .selectedPath(let path): if source === agent { announce(path) }
        case .stateChanged(let state): handle(state, of: source)
        }
    }

    private func handle(_ iceState: ICEState, of source: ICEAgent) {
        logger.debug("ICE state changed", metadata: ["state": "\(iceState)"])
        switch iceState {
        case .idle, .connecting: break
        case .connected: adopt(source)
        case .disconnected: if source === agent { losePath() }
        case .failed:
            if source === nextAgent {
                // The path in use may still be good; where it is not, the restart timer asks again.
                nextAgent = nil
                source.close()
            } else if source === agent, state != .disconnected {
                end(as: .failed(.noPath(source.relayOutcome)))
            }
        }
    }

    /// A pair of this agent works: it carries what follows.
    private func adopt(_ source: ICEAgent) {
        if source === nextAgent {
            let former = agent
            agent = source
            nextAgent = nil
            former.close()
            if let path = source.selectedPath { announce(path) }
        }
        pathTimer?.schedule(at: nil)
        restart = nil
        restartTimer?.schedule(at: nil)
        // Without a measurement DTLS begins at its default.
        engine.handlePathConnected(
            roundTripTime: source.roundTripTime ?? .milliseconds(100),
            largestDatagram: source.largestDatagram ?? PeerEngine.maximumDatagramByteCount, now: NetworkLoop.now)
        if engine.isSecured { change(to: .connected) }
        flush()
    }

    private func announce(_ path: SelectedPath) {
        tally.pathChangeCount += 1
        engine.handlePathChange(
            largestDatagram: agent.largestDatagram ?? PeerEngine.maximumDatagramByteCount, now: NetworkLoop.now)
        tell(.selectedPath(path))
    }

    private func losePath() {
        guard state == .connected || state == .disconnected else { return }
        change(to: .disconnected)
        wantRestart()
    }

    /// The computer's addresses or routes changed: a path from an address that is gone is dead, and one that is not by
    /// the present way out may be worse than another.
    func handleNetworkChange(_ network: LocalNetwork) {
        guard !isEnded, state == .connected || state == .disconnected else { return }
        let isBaseGone = agent.hasLostBase(in: network)
        if isBaseGone { change(to: .disconnected) }
        guard isBaseGone || state == .disconnected || network.defaultSources != defaultSources else { return }
        defaultSources = network.defaultSources
        // Without any address there is nothing to offer; the next change brings one.
        if !network.addresses.isEmpty { wantRestart(isNews: true) }
    }

    /// Asks the owner for a restart, now and again until a path works.
    /// - Parameter isNews: whether something changed since the last request, which is then repeated at once.
    func wantRestart(isNews: Bool = false) {
        guard !isEnded else { return }
        let now = NetworkLoop.now
        if let restart, !isNews, now < restart.nextRequest { return }
        let count = isNews ? 0 : restart?.requestCount ?? 0
        if state != .disconnected, count >= Self.restartsOfGoodPath {
            // What works is kept.
            restart = nil
            return
        }
        let next = now + (count == 0 ? Self.firstRestartPause : Self.restartPause)
        restart = Restart(began: restart?.began ?? now, nextRequest: next, requestCount: count + 1)
        restartTimer?.schedule(at: next)
        tell(.restartWanted)
    }

    /// The restart that was asked for has not led to a path yet.
    func handleRestartTimer() {
        guard let restart else { return }
        if state == .disconnected, NetworkLoop.now - restart.began >= configuration.returnTimeout {
            end(as: .failed(.pathLost))
        } else {
            wantRestart()
        }
    }

    /// How long a restart may take before it is asked for again: an agent's checks go on for about seven seconds, so
    /// that from the second request on there is always one that looks for a path.
    private static let firstRestartPause = Duration.seconds(3)
    private static let restartPause = Duration.seconds(5)
    /// How often a restart is tried while the path in use still works.
    private static let restartsOfGoodPath = 2

    /// A restart that is wanted.
    struct Restart {
        /// When the first request of this restart was told: `returnTimeout` counts from there.
        let began: Instant
        /// When it is told again.
        let nextRequest: Instant
        /// How often it was told since something changed.
        let requestCount: Int
    }
}
