import CNice
package import SDP
import Wire

/// One ICE agent over libnice: one stream with one component, because everything is bundled (RFC 8843) and RTCP is
/// multiplexed (RFC 8858).
///
/// Every call is made on the loop's thread, and every event comes on it. Teardown, in this order: the signals are
/// disconnected and the receive function is taken away, so that no callback comes any more; libnice closes
/// asynchronously, gives back its relay allocations; then the agent's memory goes. `deinit` does the same when nobody
/// called `close`.
/// Source: RFC 8445, <https://www.rfc-editor.org/rfc/rfc8445>; RFC 8838 (trickle); RFC 7675 (consent).
package final class ICEAgent {
    /// More remote candidates than this are passed over: a peer's list costs us a check for each pair.
    package static let maximumRemoteCandidateCount = 64
    static let componentID: CUnsignedInt = 1

    /// Our end's credentials, until a restart.
    package private(set) var localCredentials: ICECredentials
    package private(set) var state = ICEState.idle
    package private(set) var selectedPath: SelectedPath?
    package private(set) var refusals = ICERefusals()
    /// Datagrams that the socket did not take: full, or no consent.
    package internal(set) var unsentDatagramCount = 0
    /// The time from the first pair to the first success, so an upper bound of the round trip; `nil` before.
    package private(set) var setUpTime: Duration?

    let loop: NetworkLoop
    let agent: OpaquePointer
    let streamID: CUnsignedInt
    let configuration: ICEConfiguration
    /// The way past libnice while the pair in use has one.
    var fastPath: FastPath?
    private let handler: (ICEEvent) -> Void
    /// Set by `close`.
    private var closing: ICETeardown.Closing?
    private var wasConnected = false
    private var remoteCandidateCount = 0
    private var checksStarted: Instant?
    private var pendingResolutions = 0
    private var isRemoteGatheringDone = false
    private var resolutions: [MulticastNameQuery] = []
    /// `nil` once the agent is closed.
    private var callbacks: ICECallbackTarget?

    private var isClosed: Bool { callbacks == nil }

    /// Makes an agent; `gather` begins its work.
    /// - Parameter handler: called for each event, on the loop's thread.
    /// - Throws: `agentUnavailable`.
    package init(
        configuration: ICEConfiguration, loop: NetworkLoop,
        handler: @escaping (ICEEvent) -> Void
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

    /// Resolves the servers' names and begins to gather candidates.
    /// - Throws: `agentUnavailable` when no socket can be bound; `closed`.
    package func gather() throws(ICEError) {
        guard !isClosed else { throw .closed }
        LocalAddresses.add(to: agent, includesLoopback: configuration.includesLoopback)
        var waiting = 0
        for server in configuration.servers {
            waiting += 1
            HostNameResolver.resolve(server.host) { [weak self] address in
                guard let self, !self.isClosed else { return }
                if let address { self.use(server, at: address) }
                waiting -= 1
                if waiting == 0 { _ = nice_agent_gather_candidates(self.agent, self.streamID) }
            }
        }
        if configuration.servers.isEmpty, nice_agent_gather_candidates(agent, streamID) == 0 {
            throw .agentUnavailable
        }
    }

    /// Sets whether our side made the offer (RFC 8445 §6.1.1); a conflict is settled by the checks themselves.
    package func setControlling(_ isControlling: Bool) {
        guard !isClosed else { return }
        nearhand_agent_set_controlling(agent, isControlling ? 1 : 0)
    }

    /// Takes the other end's credentials; checks begin as candidates come.
    /// - Throws: `invalidCredentials`, `closed`.
    package func setRemoteCredentials(_ credentials: ICECredentials) throws(ICEError) {
        guard !isClosed else { throw .closed }
        // RFC 8839 §5.4: 4 to 256 and 22 to 256 ice-chars.
        guard (4...256).contains(credentials.usernameFragment.utf8.count),
            (22...256).contains(credentials.password.value.utf8.count),
            (credentials.usernameFragment + credentials.password.value).utf8.allSatisfy(Self.isICECharacter),
            nice_agent_set_remote_credentials(
                agent, streamID, credentials.usernameFragment, credentials.password.value) != 0
        else { throw .invalidCredentials }
        checksStarted = NetworkLoop.now
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

    /// Begins a new generation: new local credentials; the other end's, and its candidates, must come again. Our own
    /// candidates stay, and are told again by `localCandidate`.
    /// - Throws: `agentUnavailable`, `closed`.
    package func restart() throws(ICEError) {
        guard !isClosed else { throw .closed }
        guard nice_agent_restart_stream(agent, streamID) != 0,
            let credentials = Self.readCredentials(agent, streamID)
        else { throw .agentUnavailable }
        localCredentials = credentials
        remoteCandidateCount = 0
        isRemoteGatheringDone = false
        checksStarted = nil
        repeatLocalCandidates()
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
        closeFastPath()
        state = .idle
        self.callbacks = nil
        closing = ICETeardown(agent: agent, streamID: streamID, callbacks: callbacks).run(completion: completion)
    }

    // MARK: Callbacks, on the loop's thread

    func handleLocalCandidate(_ candidate: UnsafeMutablePointer<NiceCandidate>) {
        guard let text = nice_agent_generate_local_candidate_sdp(agent, candidate) else { return }
        defer { g_free(text) }
        // What libnice writes follows the grammar; if it ever did not, the candidate is of no use to the peer either.
        if let line = try? ICECandidateLine.parse(String(cString: text)) { handler(.localCandidate(line)) }
    }

    func handleGatheringDone() {
        handler(.gatheringDone)
    }

    func handleStateChange(_ raw: CUnsignedInt) {
        switch NiceComponentState(rawValue: raw) {
        case NICE_COMPONENT_STATE_CONNECTING: change(to: .connecting)
        case NICE_COMPONENT_STATE_CONNECTED, NICE_COMPONENT_STATE_READY:
            if !wasConnected, let checksStarted { setUpTime = NetworkLoop.now - checksStarted }
            wasConnected = true
            handleSelectedPair()
            // Consent came back for the pair that was lost.
            if fastPath == nil { rebuildFastPath() }
            change(to: .connected)
        case NICE_COMPONENT_STATE_FAILED:
            // Without consent nothing may be sent (RFC 7675 §5.1); libnice sees to that for its own socket.
            closeFastPath()
            change(to: wasConnected ? .disconnected : .failed)
        default: break
        }
    }

    func handleSelectedPair() {
        guard let path = ICESelectedPair.read(agent, streamID, Self.componentID), path != selectedPath else { return }
        selectedPath = path
        rebuildFastPath()
        handler(.selectedPath(path))
    }

    func handleDatagram(_ datagram: [UInt8]) {
        handler(.datagram(datagram))
    }

    private func change(to next: ICEState) {
        guard next != state else { return }
        state = next
        handler(.stateChanged(next))
    }

    // MARK: Parts

    private func repeatLocalCandidates() {
        let list = nice_agent_get_local_candidates(agent, streamID, Self.componentID)
        var item = list
        while let node = item {
            if let data = node.pointee.data {
                let candidate = data.assumingMemoryBound(to: NiceCandidate.self)
                handleLocalCandidate(candidate)
                nice_candidate_free(candidate)
            }
            item = node.pointee.next
        }
        g_slist_free(list)
        handler(.gatheringDone)
    }

    private func use(_ server: ICEServer, at address: String) {
        switch server.service {
        case .stun: nearhand_agent_set_stun_server(agent, address, CUnsignedInt(server.port))
        case .turn(let transport, let username, let credential):
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

    /// RFC 8839 §5.1: `ice-char = ALPHA / DIGIT / "+" / "/"`; `-`, `=` and `_` are seen from peers and do no harm.
    private static func isICECharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "+/-=_".utf8.contains(byte)
        }
    }
}
