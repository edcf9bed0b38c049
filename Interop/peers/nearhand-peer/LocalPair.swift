import DataChannel
import ICE
import JSEP
import PeerConnection

/// Both ends of one connection, in one process.
struct LocalPair {
    let offerer: PeerConnection
    let answerer: PeerConnection
    private let relays: [Task<Void, Never>]
    private let outcomes: AsyncStream<String?>

    init(offerer: PeerConnection, answerer: PeerConnection) {
        self.offerer = offerer
        self.answerer = answerer
        let (outcomes, sink) = AsyncStream.makeStream(of: String?.self)
        self.outcomes = outcomes
        relays = [
            Task { await Self.relay(from: offerer, to: answerer, sink) },
            Task { await Self.relay(from: answerer, to: offerer, sink) },
        ]
    }

    /// Connects the two; returns when a message of the offerer's has arrived.
    /// - Throws: `Complaint` when the connection fails or ends instead.
    func connect() async throws {
        let channel = try await offerer.openDataChannel(label: "hello")
        try await offerer.send(.text("hello"), on: channel)
        let offer = try await offerer.makeOffer()
        try await offerer.setLocalDescription(.offer, offer)
        try await answerer.setRemoteDescription(.offer, await offerer.localDescription ?? offer)
        let answer = try await answerer.makeAnswer()
        try await answerer.setLocalDescription(.answer, answer)
        try await offerer.setRemoteDescription(.answer, await answerer.localDescription ?? answer)
        for await complaint in outcomes {
            if let complaint { throw Complaint(complaint) }
            return
        }
        throw Complaint("the connection ended before anything arrived")
    }

    /// Closes both ends and returns when nothing of them runs any more.
    func close() async {
        await offerer.close()
        await answerer.close()
        for relay in relays { await relay.value }
    }

    /// Hands one end's candidates to the other until it is closed.
    private static func relay(
        from end: PeerConnection, to other: PeerConnection, _ sink: AsyncStream<String?>.Continuation
    ) async {
        for await event in end.events {
            switch event {
            case .localCandidate(let candidate): await other.add(remoteCandidate: candidate)
            case .endOfCandidates: await other.endRemoteCandidates()
            case .dataChannelMessage: sink.yield(nil)
            case .stateChanged(.failed(let reason)): sink.yield("the connection failed: \(reason)")
            default: break
            }
        }
    }
}
