import DTLS
import DataChannel
import ICE
import JSEP
import Logging
import PeerConnection
import RTP
import SDP
import Wire

/// One end of a call in this process: a connection, and what it told so far.
actor Participant {
    /// One network thread for all tests, as in a node.
    static let loop = NetworkLoop()

    let connection: PeerConnection
    private(set) var states: [PeerConnectionState] = []
    private(set) var channels: [String: DataChannelID] = [:]
    private(set) var messages: [DataChannelMessage] = []
    private(set) var frames: [EncodedVideoFrame] = []
    private(set) var closedChannels: [DataChannelID] = []
    private(set) var paths: [SelectedPath] = []
    private(set) var restartsWanted = 0
    private var waiters: [(isMet: (Participant.Seen) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
    private var hasEnded = false

    /// What a waiting test looks at.
    struct Seen {
        let states: [PeerConnectionState]
        let channels: [String: DataChannelID]
        let messages: [DataChannelMessage]
        let frameCount: Int
        let closedChannels: [DataChannelID]
        let path: SelectedPath?
        let restartsWanted: Int
        let hasEnded: Bool

        /// Whether the path in use is none over these local addresses.
        func isOnPath(beyond addresses: Set<String>) -> Bool {
            path.map { !addresses.contains($0.localAddress.value) } ?? false
        }
    }

    /// Addresses and ports of the candidates that the present description has.
    var localAddresses: Set<String> {
        get async {
            let media = await connection.localDescription?.media ?? []
            return Set(media.flatMap(\.candidates).map { "\($0.address.value):\($0.port)" })
        }
    }

    init(certificate: Certificate? = nil, pathTimeout: Duration? = nil) throws {
        var configuration = PeerConnectionConfiguration(
            ice: ICEConfiguration(includesLoopback: true), certificate: try certificate ?? Certificate.make())
        if let pathTimeout { configuration.pathTimeout = pathTimeout }
        connection = PeerConnection(
            configuration: configuration, loop: Self.loop,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Reads events and hands candidates to the other end, where there is one, until the connection ends.
    func run(relayingTo other: PeerConnection?) async {
        for await event in connection.events {
            switch event {
            case .localCandidate(let candidate): await other?.add(remoteCandidate: candidate)
            case .endOfCandidates: await other?.endRemoteCandidates()
            case .stateChanged(let state): states.append(state)
            case .dataChannelOpened(let id, let label, _): channels[label] = id
            case .dataChannelMessage(_, let message): messages.append(message)
            case .dataChannelClosed(let id): closedChannels.append(id)
            case .videoFrame(_, let frame): frames.append(frame)
            case .selectedPath(let path): paths.append(path)
            case .restartWanted: restartsWanted += 1
            case .dataChannelBufferedAmountLow, .keyFrameRequested, .videoReceptionReported, .videoBitrate,
                .videoBacklogChanged, .audioStarted, .audioReceptionReported:
                break
            }
            wakeWaiters()
        }
        hasEnded = true
        wakeWaiters()
    }

    /// Returns when a condition holds, or when the connection ended without it.
    func wait(until isMet: @escaping @Sendable (Seen) -> Bool) async {
        if hasEnded || isMet(seen) { return }
        await withCheckedContinuation { waiters.append((isMet, $0)) }
    }

    private var seen: Seen {
        Seen(
            states: states, channels: channels, messages: messages, frameCount: frames.count,
            closedChannels: closedChannels, path: paths.last, restartsWanted: restartsWanted, hasEnded: hasEnded)
    }

    private func wakeWaiters() {
        let now = seen
        let due = waiters.filter { hasEnded || $0.isMet(now) }
        waiters.removeAll { hasEnded || $0.isMet(now) }
        for waiter in due { waiter.continuation.resume() }
    }
}

/// A call between two participants: the host offers, as in the product.
struct Call {
    let host: Participant
    let customer: Participant
    private let pumps: [Task<Void, Never>]

    /// - Parameter alteringOffer: what somebody does to the offer on its way.
    init(alteringOffer: (SessionDescription) -> SessionDescription = { $0 }) async throws {
        let host = try Participant()
        let customer = try Participant()
        self.host = host
        self.customer = customer
        pumps = [
            Task { await host.run(relayingTo: customer.connection) },
            Task { await customer.run(relayingTo: host.connection) },
        ]
        try await host.connection.addVideo(.screen, direction: .recvonly)
        try await customer.connection.addVideo(.screen, direction: .sendonly)
        try await host.connection.openDataChannel(label: "control")
        try await host.connection.openDataChannel(label: "chat")
        let offer = try await host.connection.makeOffer()
        try await host.connection.setLocalDescription(.offer, offer)
        try await customer.connection.setRemoteDescription(.offer, alteringOffer(offer))
        let answer = try await customer.connection.makeAnswer()
        try await customer.connection.setLocalDescription(.answer, answer)
        try await host.connection.setRemoteDescription(.answer, answer)
    }

    /// Waits until both ends are connected and the channels are there.
    func connect() async {
        for end in [host, customer] {
            await end.wait { $0.states.contains(.connected) && $0.channels.count == 2 }
        }
    }

    /// Offers and answers anew, with other credentials on both sides.
    func restart() async throws {
        let made = try await host.connection.makeOffer(restartingICE: true)
        try await host.connection.setLocalDescription(.offer, made)
        let offer = await host.connection.localDescription ?? made
        try await customer.connection.setRemoteDescription(.offer, offer)
        let answer = try await customer.connection.makeAnswer()
        try await customer.connection.setLocalDescription(.answer, answer)
        try await host.connection.setRemoteDescription(.answer, answer)
    }

    /// Closes both ends and waits until they have ended.
    func close() async {
        await host.connection.close()
        await customer.connection.close()
        for pump in pumps { await pump.value }
    }
}
