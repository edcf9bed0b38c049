import SCTP
import TestSupport
import Testing
import Wire

@testable import DataChannel

/// One end with data channels in a test: it keeps what the endpoint told.
final class DataChannelEnd: VirtualEnd {
    var endpoint: DataChannelEndpoint
    private(set) var events: [DataChannelEvent] = []

    init(seed: UInt64, configuration: SCTPConfiguration = SCTPConfiguration()) {
        var random = SeededRandom(seed: seed)
        endpoint = DataChannelEndpoint(configuration: configuration, random: &random)
    }

    var nextTimeout: Instant? { endpoint.nextTimeout }

    func handle(_ datagram: [UInt8], now: Instant) { endpoint.handle(datagram, now: now) }

    func handleTimeout(now: Instant) { endpoint.handleTimeout(now: now) }

    func pollDatagram(now: Instant) -> [UInt8]? {
        while let output = endpoint.pollOutput() {
            switch output {
            case .packet(let packet): return packet
            case .event(let event): events.append(event)
            }
        }
        return nil
    }

    func messages(on id: DataChannelID) -> [DataChannelMessage] {
        events.compactMap { event in
            guard case .message(id, let message) = event else { return nil }
            return message
        }
    }

    /// The channels opened so far, with who opened them.
    var opened: [(id: DataChannelID, configuration: DataChannelConfiguration, origin: DataChannelOrigin)] {
        events.compactMap { event in
            guard case .opened(let id, let configuration, let origin) = event else { return nil }
            return (id, configuration, origin)
        }
    }

    var remoteChannels: [DataChannelID] { opened.filter { $0.origin == .remote }.map(\.id) }

    func isClosed(_ id: DataChannelID) -> Bool { events.contains(.closed(id)) }

    var isConnected: Bool { events.contains(.connected) }

    func forgetEvents() { events = [] }
}

typealias DataChannelPair = Pair<DataChannelEnd, DataChannelEnd>

extension Pair where Left == DataChannelEnd, Right == DataChannelEnd {
    convenience init(
        seed: UInt64 = 1, path: NetemConfiguration = NetemConfiguration(latency: .milliseconds(10)),
        configuration: SCTPConfiguration = SCTPConfiguration()
    ) {
        self.init(
            DataChannelEnd(seed: seed, configuration: configuration),
            DataChannelEnd(seed: seed &+ 1000, configuration: configuration), path: path, seed: seed)
    }

    /// A pair whose left end opened a channel before it connected; both know of it.
    static func opened(label: String) throws -> (pair: DataChannelPair, id: DataChannelID) {
        let pair = DataChannelPair()
        let id = try pair.left.endpoint.open(DataChannelConfiguration(label: label), now: pair.now)
        try #require(pair.connect())
        try #require(pair.settle())
        return (pair, id)
    }

    /// Both ends connect, as they do when DTLS is up; the left one is the DTLS client.
    func connect() -> Bool {
        left.endpoint.connect(role: .client, now: now)
        right.endpoint.connect(role: .server, now: now)
        return run(for: .seconds(30)) { left.isConnected && right.isConnected }
    }

    func settle() -> Bool {
        run(for: .seconds(300)) {
            left.endpoint.association.isIdle && right.endpoint.association.isIdle
                && leftToRight.inFlight == 0 && rightToLeft.inFlight == 0
        }
    }
}
