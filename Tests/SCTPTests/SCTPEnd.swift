import TestSupport
import Wire

@testable import SCTP

/// One end of an association in a test: it keeps what the association told.
final class SCTPEnd: VirtualEnd {
    var association: Association
    private(set) var events: [AssociationEvent] = []
    private(set) var packetsSent: [[UInt8]] = []
    /// Keeps every packet when set.
    var recordsPackets = false

    init(_ association: consuming Association) {
        self.association = association
    }

    convenience init(
        seed: UInt64, configuration: SCTPConfiguration = SCTPConfiguration(), initialTSN: UInt32? = nil
    ) {
        var random = SeededRandom(seed: seed)
        var identity = LocalIdentity(random: &random)
        if let initialTSN {
            identity = LocalIdentity(
                verificationTag: identity.verificationTag, initialTSN: TSN(rawValue: initialTSN), random: &random)
        }
        self.init(Association(configuration: configuration, local: identity))
    }

    var nextTimeout: Instant? { association.nextTimeout }

    func handle(_ datagram: [UInt8], now: Instant) { association.handle(datagram, now: now) }

    func handleTimeout(now: Instant) { association.handleTimeout(now: now) }

    func pollDatagram(now: Instant) -> [UInt8]? {
        while let output = association.pollOutput() {
            switch output {
            case .packet(let packet):
                if recordsPackets { packetsSent.append(packet) }
                return packet
            case .event(let event): events.append(event)
            }
        }
        return nil
    }

    /// The payloads received on a stream, in order of delivery.
    func messages(on stream: UInt16) -> [[UInt8]] {
        events.compactMap { event in
            guard case .message(StreamID(rawValue: stream), _, let payload) = event else { return nil }
            return payload
        }
    }

    var messageCount: Int {
        events.reduce(0) { count, event in
            if case .message = event { count + 1 } else { count }
        }
    }

    var isEstablished: Bool { association.isEstablished }

    var isIdle: Bool { association.isIdle }

    var interleaves: Bool { association.interleaves }

    var closeReason: CloseReason? {
        for case .closed(let reason) in events { return reason }
        return nil
    }

    func forgetEvents() { events = [] }

    func send(
        _ payload: [UInt8], on stream: UInt16 = 1, reliability: Reliability = .reliable, isOrdered: Bool = true,
        now: Instant
    ) throws {
        try association.send(
            payload, on: StreamID(rawValue: stream), payloadProtocol: PayloadProtocolIdentifier(rawValue: 53),
            reliability: reliability, isOrdered: isOrdered, now: now)
    }
}

extension SCTPConfiguration {
    /// As a peer has it that knows DATA alone.
    static var withoutInterleaving: SCTPConfiguration {
        var configuration = SCTPConfiguration()
        configuration.offersInterleaving = false
        return configuration
    }
}

typealias SCTPPair = Pair<SCTPEnd, SCTPEnd>

extension Pair where Left == SCTPEnd, Right == SCTPEnd {
    /// Two ends whose first TSNs follow from the seed, or are given.
    convenience init(
        seed: UInt64 = 1, path: NetemConfiguration = NetemConfiguration(latency: .milliseconds(10)),
        configuration: SCTPConfiguration = SCTPConfiguration(), leftTSN: UInt32? = nil, rightTSN: UInt32? = nil
    ) {
        self.init(
            SCTPEnd(seed: seed, configuration: configuration, initialTSN: leftTSN),
            SCTPEnd(seed: seed &+ 1000, configuration: configuration, initialTSN: rightTSN), path: path, seed: seed)
    }

    /// The left end connects; runs until both are established.
    func connect() -> Bool {
        left.association.connect(now: now)
        return run(for: .seconds(60)) { left.isEstablished && right.isEstablished }
    }

    /// Runs until nothing waits, is in flight or is half received at either end.
    func settle(for limit: Duration = .seconds(600)) -> Bool {
        run(for: limit) { left.association.isIdle && right.association.isIdle && pathIsEmpty }
    }

    var pathIsEmpty: Bool { leftToRight.inFlight == 0 && rightToLeft.inFlight == 0 }
}
