import TestSupport
import Testing
import Wire

@testable import SCTP

@Suite("Partial reliability")
struct PartialReliabilityTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let reliability: Reliability
        let isOrdered: Bool
        let size: Int
        let seed: UInt64
        var testDescription: String { "\(reliability), ordered \(isOrdered), \(size) bytes, seed \(seed)" }
    }

    static let rows: [Row] = [1, 2, 3].flatMap { seed in
        [Reliability.maximumRetransmissions(0), .maximumRetransmissions(1), .lifetime(.milliseconds(100))].flatMap {
            reliability in
            [true, false].flatMap { isOrdered in
                [10, 6000].map { Row(reliability: reliability, isOrdered: isOrdered, size: $0, seed: seed) }
            }
        }
    }

    @Test("gives up lost messages, keeps the order of the rest, and never stalls", arguments: rows)
    func lossy(_ row: Row) throws {
        let path = NetemConfiguration(latency: .milliseconds(20), loss: 0.1, reordering: 0.02)
        let pair = SCTPPair(seed: row.seed, path: path)
        #expect(pair.connect())
        let count = 200
        for number in 0..<count {
            let payload = [UInt8(number)] + [UInt8](repeating: 0, count: row.size - 1)
            try pair.left.send(payload, reliability: row.reliability, isOrdered: row.isOrdered, now: pair.now)
            pair.run(for: .milliseconds(10))
        }
        try pair.left.send([255], on: 2, now: pair.now)
        #expect(pair.run(for: .seconds(120)) { !pair.right.messages(on: 2).isEmpty })
        #expect(pair.settle())
        let numbers = pair.right.messages(on: 1).map { Int($0[0]) }
        #expect(Set(numbers).count == numbers.count)
        #expect(numbers.count > (row.size == 10 ? count * 8 / 10 : count / 20))
        if row.isOrdered { #expect(numbers == numbers.sorted()) }
        if row.reliability == .maximumRetransmissions(0) {
            #expect(numbers.count < count)
            #expect(pair.left.association.counters.abandonedMessages > 0)
        }
        try pair.left.send([9], now: pair.now)
        #expect(pair.settle())
        #expect(pair.right.messages(on: 1).last == [9])
    }

    @Test("a message whose time is over before it leaves is never sent, and uses no number")
    func expiredUnsent() throws {
        let pair = SCTPPair()
        try pair.left.send([1], reliability: .lifetime(.milliseconds(50)), now: pair.now)
        try pair.left.send([2], now: pair.now)
        pair.run(for: .milliseconds(100))
        #expect(pair.connect())
        #expect(pair.settle())
        #expect(pair.right.messages(on: 1) == [[2]])
        #expect(pair.left.association.bufferedAmount(of: StreamID(rawValue: 1)) == 0)
    }

    @Test("a half sent message is given up with the rest of it")
    func halfSent() throws {
        let pair = SCTPPair(path: NetemConfiguration(latency: .milliseconds(20)))
        #expect(pair.connect())
        #expect(pair.settle())
        pair.leftToRight.configuration.loss = 1
        try pair.left.send(
            [UInt8](repeating: 1, count: 60_000), reliability: .maximumRetransmissions(0), now: pair.now)
        pair.run(for: .milliseconds(100))
        pair.leftToRight.configuration.loss = 0
        try pair.left.send([2], now: pair.now)
        #expect(pair.run(for: .seconds(10)) { pair.right.messageCount == 1 })
        #expect(pair.right.messages(on: 1) == [[2]])
        #expect(pair.settle())
        #expect(pair.left.association.sendQueue.bufferedAmount == 0)
    }

    @Test("a peer without FORWARD TSN gets everything")
    func unsupported() throws {
        let pair = SCTPPair(
            path: NetemConfiguration(latency: .milliseconds(20), loss: 0.2), configuration: .withoutInterleaving)
        #expect(pair.connect())
        let fields = InitiationFields(
            initiateTag: pair.right.association.local.verificationTag, advertisedReceiverWindow: 1_000_000,
            outboundStreamCount: 10, inboundStreamCount: 10, initialTSN: pair.right.association.local.initialTSN,
            extensions: [])
        pair.left.association.peer = PeerParameters(fields, configuration: SCTPConfiguration())
        for _ in 0..<50 { try pair.left.send([1], reliability: .maximumRetransmissions(0), now: pair.now) }
        #expect(pair.run(for: .seconds(60)) { pair.right.messageCount == 50 })
        #expect(pair.left.association.counters.abandonedMessages == 0)
    }

    @Test("what waited before the handshake goes whole to a peer without FORWARD TSN")
    func unsupportedEarly() throws {
        let pair = SCTPPair(
            path: NetemConfiguration(latency: .milliseconds(20), loss: 0.2), configuration: .withoutInterleaving)
        for number in 0..<50 as Range<UInt8> {
            let reliability: Reliability =
                number.isMultiple(of: 2) ? .maximumRetransmissions(0) : .lifetime(.milliseconds(50))
            try pair.left.send([number], reliability: reliability, now: pair.now)
        }
        pair.run(for: .milliseconds(100))
        var fields = pair.right.association.makeInitiation().fields
        fields.extensions = []
        pair.right.association.connect(with: pair.left.association.makeInitiation(), now: pair.now)
        pair.left.association.connect(with: InitiationChunk(fields: fields), now: pair.now)
        #expect(pair.run(for: .seconds(60)) { pair.right.messageCount == 50 })
        #expect(pair.left.association.counters.abandonedMessages == 0)
    }
}
