import ICE
import SDP

/// One end of a pair of agents; lives on the loop.
actor Endpoint {
    let loop: NetworkLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
    nonisolated let events: AsyncStream<ICEEvent>
    private let continuation: AsyncStream<ICEEvent>.Continuation
    private let configuration: ICEConfiguration
    private var agent: ICEAgent?

    init(loop: NetworkLoop, configuration: ICEConfiguration = ICEConfiguration(includesLoopback: true)) {
        self.loop = loop
        self.configuration = configuration
        (events, continuation) = AsyncStream.makeStream()
    }

    func start(isControlling: Bool) throws -> ICECredentials {
        let agent = try ICEAgent(configuration: configuration, loop: loop) { [continuation] event, _ in
            continuation.yield(event)
        }
        agent.setControlling(isControlling)
        self.agent = agent
        return agent.localCredentials
    }

    func gather() throws { try agent?.gather() }
    func setRemote(_ credentials: ICECredentials) throws { try agent?.setRemoteCredentials(credentials) }
    func add(_ line: ICECandidateLine) { agent?.add(remoteCandidate: line) }
    func endCandidates() { agent?.endRemoteCandidates() }
    func send(_ bytes: [UInt8]) {
        agent?.send(bytes)
        agent?.flush()
    }
    var refusals: ICERefusals? { agent?.refusals }

    func close() async {
        guard let agent else { return }
        await withCheckedContinuation { continuation in agent.close { continuation.resume() } }
        self.agent = nil
        continuation.finish()
    }
}
