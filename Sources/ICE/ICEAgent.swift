import CNice
package import SDP
import Wire

/// One ICE agent over libnice: one stream with one component, because everything is bundled (RFC 8843) and RTCP is
/// multiplexed (RFC 8858).
///
/// An agent is one ICE generation. A restart is another agent with sockets of its own: libnice gathers once, so that an
/// agent knows nothing of an address, or of a relay, that came later.
///
/// Every call is made on the loop's thread, and every event comes on it. Teardown, in this order: the signals are
/// disconnected and the receive function is taken away, so that no callback comes any more; libnice closes
/// asynchronously, gives back its relay allocations; then the agent's memory goes. `deinit` does the same when nobody
/// called `close`.
/// Source: RFC 8445, <https://www.rfc-editor.org/rfc/rfc8445>; RFC 8838 (trickle); RFC 7675 (consent).
package final class ICEAgent {
    /// More remote candidates than this are passed over: a peer's list costs us a check for each pair.
    package static let maximumRemoteCandidateCount = 64
    /// RTP's component; RTCP and all else goes on it too.
    static let componentID: CUnsignedInt = 1
    /// How long names of servers are waited for.
    private static let nameResolutionTimeout = Duration.milliseconds(1_500)

    /// What the peer's checks must name; drawn by libnice, of this generation alone.
    package let localCredentials: ICECredentials
    /// Where the agent stands, as told last.
    package private(set) var state = ICEState.idle
    /// The pair that packets take; `nil` before a check succeeded. It stays when consent is lost.
    package private(set) var selectedPath: SelectedPath?
    /// What the peer's candidates were passed over for.
    package private(set) var refusals = ICERefusals()
    /// Datagrams that the socket did not take: full, or no consent.
    package internal(set) var unsentDatagramCount = 0
    /// What the first successful check shows of the path's round trip; `nil` before it.
    ///
    /// The offering side begins when the answer is there, and its first check takes one round trip. The answering side
    /// began earlier: its time also holds the answer's way through the service, which is rarely shorter than half a
    /// round trip and often longer, so that three quarters of it are taken.
    package private(set) var roundTripTime: Duration?

    /// What became of the relay, for people who must know why there is no path.
    package var relayOutcome: RelayOutcome {
        let hasRelay = configuration.servers.contains { if case .turn = $0.service { true } else { false } }
        return !hasRelay ? .notConfigured : hasRelayedCandidate ? .answered : .silent
    }

    /// Whether the selected pair leaves from an address that this computer has no more.
    ///
    /// Which address the way to a relay begins at is not told by libnice: then every address counts that was there.
    package func hasLostBase(in network: LocalNetwork) -> Bool {
        guard !isClosed, selectedPath != nil else { return false }
        guard let base = ICESelectedPair.readBase(agent, streamID, Self.componentID) else {
            return !gatheredNetwork.addresses.isSubset(of: network.addresses)
        }
        return gatheredNetwork.addresses.contains(base) && !network.addresses.contains(base)
    }

    /// The thread that every call is made on.
    let loop: NetworkLoop
    /// libnice's agent, owned until `ICETeardown` gives it back.
    let agent: OpaquePointer
    /// The one stream.
    let streamID: CUnsignedInt
    /// What the agent was made with.
    let configuration: ICEConfiguration
    /// The way past libnice while the pair in use has one.
    var fastPath: FastPath?
    private let handler: (ICEEvent, ICEAgent) -> Void
    /// `nil` before the peer's credentials are known, once both ends use a pair, and where everything is relayed.
    private var checkRepeater: CheckRepeater?
    /// Set by `close`.
    private var closing: ICETeardown.Closing?
    private var wasConnected = false
    private var isControlling = false
    private var hasGathered = false
    /// Runs while names are being resolved.
    private var resolutionTimer: LoopTimer?
    /// What the computer had when candidates were gathered.
    private var gatheredNetwork = LocalNetwork.read()
    private var remoteCandidateCount = 0
    private var checksStarted: Instant?
    private var hasRelayedCandidate = false
    private var pendingResolutions = 0
    private var isRemoteGatheringDone = false
    private var resolutions: [MulticastNameQuery] = []
    /// `nil` once the agent is closed.
    private var callbacks: ICECallbackTarget?

    private var isClosed: Bool { callbacks == nil }

    /// Makes an agent; `gather` begins its work.
    /// - Parameter handler: called for each event, with the agent that tells it, on the loop's thread.
    /// - Throws: `agentUnavailable`.
    package init(
        configuration: ICEConfiguration, loop: NetworkLoop,
        handler: @escaping (ICEEvent, ICEAgent) -> Void
    ) throws(ICEError) {
        let options = NICE_AGENT_OPTION_ICE_TRICKLE.rawValue | NICE_AGENT_OPTION_CONSENT_FRESHNESS.rawValue
        guard
            let agent = nice_agent_new_full(
                loop.context, NICE_COMPATIBILITY_RFC5245, NiceAgentOption(rawValue: options))
        else { throw .agentUnavailable }
        nearhand_agent_configure(agent)
        if configuration.relayOnly { nearhand_agent_force_relay(agent) }
        streamID = nice_agent_add_stream(agent, Self.componentID)
        guard streamID != 0, let credentials = Self.readCredentials(agent, streamID) else {
            g_object_unref(UnsafeMutableRawPointer(agent))
            throw .agentUnavailable
        }
        self.agent = agent
        self.loop = loop
        self.configuration = configuration
        self.handler = handler
        localCredentials = credentials
        let callbacks = ICECallbackTarget(agent: self)
        self.callbacks = callbacks
        callbacks.connect(agent, streamID: streamID, loop: loop)
    }

    deinit {
        // The last reference may go on any thread; libnice wants its own.
        if let callbacks {
            let teardown = ICETeardown(agent: agent, streamID: streamID, callbacks: callbacks)
            loop.perform { teardown.run {} }
        }
    }

    /// Resolves the servers' names and begins to gather candidates; a second call does nothing.
    ///
    /// A computer without a network has no candidates, which is told as the end of them.
    /// - Throws: `closed`.
    package func gather() throws(ICEError) {
        guard !isClosed else { throw .closed }
        guard !hasGathered else { return }
        hasGathered = true
        gatheredNetwork = .read()
        LocalAddresses.add(to: agent, includesLoopback: configuration.includesLoopback)
        guard !configuration.servers.isEmpty else { return beginGathering() }
        // A name that nobody resolves keeps the other candidates waiting no longer than this.
        let timer = LoopTimer(loop: loop) { [weak self] in self?.beginGathering() }
        timer.schedule(at: NetworkLoop.now + Self.nameResolutionTimeout)
        resolutionTimer = timer
        var waiting = configuration.servers.count
        for server in configuration.servers {
            HostNameResolver.resolve(server.host) { [weak self] address in
                guard let self, !self.isClosed, self.resolutionTimer != nil else { return }
                if let address { self.use(server, at: address) }
                waiting -= 1
                if waiting == 0 { self.beginGathering() }
            }
        }
    }

    private func beginGathering() {
        resolutionTimer = nil
        guard !isClosed else { return }
        if nice_agent_gather_candidates(agent, streamID) == 0 { handler(.gatheringDone, self) }
    }

    /// Sets whether our side made the offer (RFC 8445 §6.1.1); a conflict is settled by the checks themselves.
    package func setControlling(_ isControlling: Bool) {
        guard !isClosed else { return }
        self.isControlling = isControlling
        nearhand_agent_set_controlling(agent, isControlling ? 1 : 0)
    }

    /// Takes the other end's credentials; checks begin as candidates come.
    /// - Throws: `invalidCredentials`, `closed`.
    package func setRemoteCredentials(_ credentials: ICECredentials) throws(ICEError) {
        guard !isClosed else { throw .closed }
        guard credentials.isValid,
            nice_agent_set_remote_credentials(
                agent, streamID, credentials.usernameFragment, credentials.password.value) != 0
        else { throw .invalidCredentials }
        checksStarted = NetworkLoop.now
        guard !configuration.relayOnly, !wasConnected else { return }
        checkRepeater = CheckRepeater(
            agent: agent, streamID: streamID, loop: loop, isControlling: isControlling, local: localCredentials,
            remote: credentials)
    }

    /// Takes one remote candidate. What cannot be used is counted, never an error.
    package func add(remoteCandidate candidate: ICECandidateLine) {
        guard !isClosed else { return }
        guard remoteCandidateCount < Self.maximumRemoteCandidateCount else {
            refusals.excess += 1
            return
        }
        remoteCandidateCount += 1
        guard candidate.transport == "udp" else {
            refusals.unsupportedTransport += 1
            return
        }
        guard candidate.isMulticastDNSName else {
            addResolved(candidate)
            return
        }
        pendingResolutions += 1
        resolutions.append(
            MulticastNameQuery(name: candidate.address.value, loop: loop) { [weak self] address in
                guard let self, !self.isClosed else { return }
                self.pendingResolutions -= 1
                if let address {
                    self.addResolved(candidate, at: address)
                } else {
                    self.refusals.unresolved += 1
                }
                self.finishRemoteCandidates()
            })
    }

    /// The other side has no more candidates: when no pair works now, none will.
    package func endRemoteCandidates() {
        guard !isClosed else { return }
        isRemoteGatheringDone = true
        finishRemoteCandidates()
    }

    /// Sends one datagram on the selected pair, at the latest with the next `flush`. What the socket does not take is
    /// lost, as on any path.
    package func send(_ datagram: [UInt8]) {
        guard !isClosed, wasConnected else {
            unsentDatagramCount += 1
            return
        }
        if let fastPath {
            unsentDatagramCount += fastPath.send(datagram)
            return
        }
        let sent = datagram.withUnsafeBytes {
            nice_agent_send(
                agent, streamID, Self.componentID, CUnsignedInt($0.count),
                $0.baseAddress?.assumingMemoryBound(to: CChar.self))
        }
        if sent < 0 { unsentDatagramCount += 1 }
    }

    /// Ends the agent; `completion` runs on the loop's thread when its sockets and relay allocations are gone, also
    /// when it was closed before.
    package func close(completion: @escaping @Sendable () -> Void = {}) {
        if let closing {
            closing.whenDone(completion)
            return
        }
        guard let callbacks else { return }
        resolutions = []
        resolutionTimer = nil
        checkRepeater = nil
        closeFastPath()
        state = .idle
        self.callbacks = nil
        closing = ICETeardown(agent: agent, streamID: streamID, callbacks: callbacks).run(completion: completion)
    }

    // MARK: Callbacks, on the loop's thread

    /// Tells a candidate as a line; libnice owns it.
    func handleLocalCandidate(_ candidate: UnsafeMutablePointer<NiceCandidate>) {
        guard let text = nice_agent_generate_local_candidate_sdp(agent, candidate) else { return }
        defer { g_free(text) }
        // What libnice writes follows the grammar; if it ever did not, the candidate is of no use to the peer either.
        guard let line = try? ICECandidateLine.parse(String(cString: text)) else { return }
        if candidate.pointee.type == NICE_CANDIDATE_TYPE_RELAYED { hasRelayedCandidate = true }
        handler(.localCandidate(line), self)
    }

    /// Tells that no candidate of ours follows.
    func handleGatheringDone() {
        handler(.gatheringDone, self)
    }

    /// Takes a state of the component; FAILED after a pair worked is the loss of consent.
    ///
    /// - Parameter raw: a `NiceComponentState`.
    func handleStateChange(_ raw: CUnsignedInt) {
        switch NiceComponentState(rawValue: raw) {
        case NICE_COMPONENT_STATE_CONNECTING: change(to: .connecting)
        case NICE_COMPONENT_STATE_CONNECTED, NICE_COMPONENT_STATE_READY:
            if !wasConnected, let checksStarted {
                let elapsed = NetworkLoop.now - checksStarted
                roundTripTime = isControlling ? elapsed : elapsed * 3 / 4
            }
            wasConnected = true
            handleSelectedPair()
            // Consent came back for the pair that was lost.
            if fastPath == nil { updateFastPath() }
            change(to: .connected)
        case NICE_COMPONENT_STATE_FAILED:
            // Without consent nothing may be sent (RFC 7675 §5.1); libnice sees to that for its own socket.
            closeFastPath()
            change(to: wasConnected ? .disconnected : .failed)
        default: break
        }
    }

    /// Tells the pair in use when it is another one, and moves the fast path to it.
    func handleSelectedPair() {
        guard let path = ICESelectedPair.read(agent, streamID, Self.componentID), path != selectedPath else { return }
        selectedPath = path
        updateFastPath()
        handler(.selectedPath(path), self)
    }

    /// Takes a datagram from libnice, or from the socket beside it; its source has passed a check, and nothing is known
    /// of its bytes.
    func handleDatagram(_ datagram: [UInt8]) {
        // A pair works here, and the peer uses one.
        if wasConnected { checkRepeater = nil }
        handler(.datagram(datagram), self)
    }

    private func change(to next: ICEState) {
        guard next != state else { return }
        state = next
        handler(.stateChanged(next), self)
    }

    // MARK: Parts

    private func use(_ server: ICEServer, at address: String) {
        switch server.service {
        case .stun: nearhand_agent_set_stun_server(agent, address, CUnsignedInt(server.port))
        case .turn(let transport, let username, let credential):
            guard transport != .tls else { return }
            let kind = transport == .udp ? NICE_RELAY_TYPE_TURN_UDP : NICE_RELAY_TYPE_TURN_TCP
            nice_agent_set_relay_info(
                agent, streamID, Self.componentID, address, CUnsignedInt(server.port), username, credential, kind)
        }
    }

    private func addResolved(_ line: ICECandidateLine, at address: String? = nil) {
        var line = line
        if let address { line.address = Redacted(address) }
        // libnice wants the whole attribute.
        let attribute = "a=" + line.serialize()
        guard let candidate = nice_agent_parse_remote_candidate_sdp(agent, streamID, attribute) else {
            refusals.malformed += 1
            return
        }
        defer { nice_candidate_free(candidate) }
        guard candidate.pointee.component_id == Self.componentID else {
            refusals.malformed += 1
            return
        }
        let list = g_slist_append(nil, candidate)
        nice_agent_set_remote_candidates(agent, streamID, Self.componentID, list)
        g_slist_free(list)
        checkRepeater?.add(line, at: line.address.value)
    }

    private func finishRemoteCandidates() {
        guard isRemoteGatheringDone, pendingResolutions == 0 else { return }
        nice_agent_peer_candidate_gathering_done(agent, streamID)
    }

    private static func readCredentials(_ agent: OpaquePointer, _ streamID: CUnsignedInt) -> ICECredentials? {
        var fragment: UnsafeMutablePointer<CChar>?
        var password: UnsafeMutablePointer<CChar>?
        guard nice_agent_get_local_credentials(agent, streamID, &fragment, &password) != 0, let fragment, let password
        else { return nil }
        defer {
            g_free(fragment)
            g_free(password)
        }
        return ICECredentials(usernameFragment: String(cString: fragment), password: String(cString: password))
    }
}
