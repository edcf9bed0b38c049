import TestSupport
import Testing
import Wire

@testable import SCTP

@Suite("Reliable transfer")
struct TransferTests {
    struct Conditions: CustomTestStringConvertible, Sendable {
        let loss: Double
        let seed: UInt64

        var testDescription: String { "loss \(loss), seed \(seed)" }
    }

    static let conditions = [0, 0.01, 0.05, 0.2].flatMap { loss in
        (1...4).map { Conditions(loss: loss, seed: $0) }
    }

    @Test("delivers everything once and in order under loss, reordering and duplication", arguments: conditions)
    func ordered(_ conditions: Conditions) throws {
        let path = NetemConfiguration(
            latency: .milliseconds(20), jitter: .milliseconds(5), loss: conditions.loss, reordering: 0.02,
            duplication: 0.02)
        let pair = SCTPPair(seed: conditions.seed, path: path)
        #expect(pair.connect())
        var random = SeededRandom(seed: conditions.seed)
        var sent: [[UInt8]] = []
        for _ in 0..<120 {
            let message = random.bytes(Int.random(in: 1...20_000, using: &random))
            sent.append(message)
            try pair.left.send(message, now: pair.now)
            try pair.right.send(message, on: 3, now: pair.now)
        }
        #expect(pair.run(for: .seconds(600)) { pair.left.messageCount == 120 && pair.right.messageCount == 120 })
        #expect(pair.right.messages(on: 1) == sent)
        #expect(pair.left.messages(on: 3) == sent)
        #expect(pair.settle())
        #expect(pair.leftToRight.statistics.largestDatagram <= 1163)
        #expect(pair.left.association.counters.malformedPackets == 0)
    }

    @Test("delivers unordered messages once each", arguments: conditions)
    func unordered(_ conditions: Conditions) throws {
        let path = NetemConfiguration(
            latency: .milliseconds(20), loss: conditions.loss, reordering: 0.1, duplication: 0.02)
        let pair = SCTPPair(seed: conditions.seed, path: path)
        #expect(pair.connect())
        var random = SeededRandom(seed: conditions.seed)
        var sent: Set<[UInt8]> = []
        for _ in 0..<100 {
            let message = random.bytes(Int.random(in: 9...8000, using: &random))
            sent.insert(message)
            try pair.left.send(message, isOrdered: false, now: pair.now)
        }
        #expect(pair.run(for: .seconds(600)) { pair.right.messageCount == 100 })
        #expect(Set(pair.right.messages(on: 1)) == sent)
        #expect(pair.settle())
    }

    @Test(
        "delivers a message of any size, at the borders too",
        arguments: [
            1, 2, 3, 4, 1134, 1135, 1136, 1137, 2271, 2272, 65_535, 65_536, 262_143, 262_144,
        ])
    func size(_ count: Int) throws {
        var configuration = SCTPConfiguration()
        configuration.peerMaximumMessageSize = 262_144
        let pair = SCTPPair(configuration: configuration)
        #expect(pair.connect())
        var random = SeededRandom(seed: 1)
        let message = random.bytes(count)
        try pair.left.send(message, now: pair.now)
        #expect(pair.run(for: .seconds(20)) { pair.right.messageCount == 1 })
        #expect(pair.right.messages(on: 1) == [message])
        #expect(pair.settle())
    }

    @Test("counts TSNs, stream numbers and re-configuration numbers past their ends", arguments: [true, false])
    func wrap(offersInterleaving: Bool) throws {
        var configuration = SCTPConfiguration()
        configuration.offersInterleaving = offersInterleaving
        let pair = SCTPPair(
            path: NetemConfiguration(latency: .milliseconds(1), loss: 0.02), configuration: configuration,
            leftTSN: UInt32.max - 500, rightTSN: UInt32.max)
        #expect(pair.connect())
        for number in 0..<70_000 {
            try pair.left.send([UInt8(number & 255), UInt8(number >> 8 & 255)], now: pair.now)
        }
        #expect(pair.run(for: .seconds(600)) { pair.right.messageCount == 70_000 })
        let inOrder = pair.right.messages(on: 1).enumerated().allSatisfy { number, message in
            message == [UInt8(number & 255), UInt8(number >> 8 & 255)]
        }
        #expect(inOrder)
        #expect(pair.settle())
    }

    @Test("refuses what it cannot send, and says why")
    func refusals() throws {
        let pair = SCTPPair()
        #expect(throws: SCTPError.emptyMessage) { try pair.left.send([], now: pair.now) }
        #expect(throws: SCTPError.messageTooLong(limit: 65_536)) {
            try pair.left.send([UInt8](repeating: 0, count: 65_537), now: pair.now)
        }
        #expect(throws: SCTPError.invalidStream(StreamID(rawValue: 1024))) {
            try pair.left.send([1], on: 1024, now: pair.now)
        }
        pair.left.association.abort(now: pair.now)
        #expect(throws: SCTPError.closed) { try pair.left.send([1], now: pair.now) }
    }
}
