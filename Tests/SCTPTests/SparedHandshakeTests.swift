import TestSupport
import Testing
import Wire

@testable import SCTP

@Suite("Without a handshake")
struct SparedHandshakeTests {
    /// The left end, or both, know the other's INIT from its description.
    private func begin(_ pair: SCTPPair, isOneSided: Bool = false) throws {
        let left = try InitiationChunk(standingAlone: pair.left.association.initiation)
        let right = try InitiationChunk(standingAlone: pair.right.association.initiation)
        pair.left.association.connect(with: right, now: pair.now)
        if isOneSided {
            pair.right.association.connect(now: pair.now)
        } else {
            pair.right.association.connect(with: left, now: pair.now)
        }
    }

    @Test("both ends are established at once, and the first packet carries a message")
    func immediate() throws {
        let pair = SCTPPair()
        try begin(pair)
        #expect(pair.left.isEstablished)
        #expect(pair.right.isEstablished)
        try pair.left.send(Array("hello".utf8), now: pair.now)
        try pair.right.send(Array("hello".utf8), now: pair.now)
        #expect(pair.run(for: .seconds(1)) { pair.left.messageCount == 1 && pair.right.messageCount == 1 })
        #expect(pair.now == .origin + .milliseconds(1000 + 10))
        #expect(pair.settle())
        #expect(pair.left.interleaves)
        #expect(pair.left.association.counters.unexpectedChunks == 0)
        #expect(pair.right.association.counters.unexpectedChunks == 0)
    }

    @Test("what only one of the two knows is not used")
    func extensions() throws {
        let pair = SCTPPair(SCTPEnd(seed: 1), SCTPEnd(seed: 2, configuration: .withoutInterleaving))
        try begin(pair)
        try pair.left.send([UInt8](repeating: 1, count: 50_000), now: pair.now)
        #expect(pair.run(for: .seconds(10)) { pair.right.messageCount == 1 })
        #expect(!pair.left.interleaves)
        #expect(!pair.right.interleaves)
    }

    @Test("the first packets may be lost", arguments: 1...20)
    func loss(seed: UInt64) throws {
        let pair = SCTPPair(seed: seed, path: NetemConfiguration(latency: .milliseconds(50), loss: 0.4))
        try begin(pair)
        try pair.left.send([1], now: pair.now)
        try pair.right.send([2], now: pair.now)
        #expect(pair.run(for: .seconds(60)) { pair.left.messageCount == 1 && pair.right.messageCount == 1 })
        #expect(pair.settle())
    }

    @Test("a peer that shakes hands all the same is answered")
    func oneSided() throws {
        let pair = SCTPPair()
        try begin(pair, isOneSided: true)
        try pair.left.send([1], now: pair.now)
        try pair.right.send([2], now: pair.now)
        #expect(pair.run(for: .seconds(5)) { pair.left.messageCount == 1 && pair.right.messageCount == 1 })
        #expect(pair.settle())
        #expect(pair.left.events.filter { $0 == .established }.count == 1)
        #expect(pair.right.events.filter { $0 == .established }.count == 1)
    }

    @Test("is what Chromium writes into its description")
    func chromium() throws {
        let text = "AQAAHGVPFd8AEAAA/////9tAK2qACAAIgsBAwg=="
        let fields = try InitiationChunk(standingAlone: try #require(Base64.parse(text))).fields
        #expect(fields.initiateTag.rawValue == 0x654F_15DF)
        #expect(fields.advertisedReceiverWindow == 0x0010_0000)
        #expect(fields.initialTSN.rawValue == 0xDB40_2B6A)
        #expect(fields.extensions == [.reconfiguration, .forwardTSN, .interleaving])
    }

    @Test("anything else than one acceptable INIT is refused")
    func refusals() {
        var random = SeededRandom(seed: 1)
        let association = Association(random: &random)
        let good = association.initiation
        #expect(throws: Never.self) { try InitiationChunk(standingAlone: good) }
        for count in 0..<20 {
            #expect(throws: ParseError.self) { try InitiationChunk(standingAlone: Array(good.prefix(count))) }
        }
        var changed: [[UInt8]] = [good + good, good + [0]]
        changed.append([2] + good.dropFirst())
        changed.append(good.prefix(4) + [0, 0, 0, 0] + good.dropFirst(8))
        changed.append(good.prefix(12) + [0, 0] + good.dropFirst(14))
        for bytes in changed {
            #expect(throws: ParseError.self) { try InitiationChunk(standingAlone: bytes) }
        }
    }
}
