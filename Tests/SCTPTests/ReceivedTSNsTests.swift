import TestSupport
import Testing
import Wire

@testable import SCTP

@Suite("Bookkeeping of received TSNs")
struct ReceivedTSNsTests {
    @Test("agrees with a plain set, across the wrap", arguments: 1...20)
    func model(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let first = TSN(rawValue: UInt32.max - 100)
        var received = ReceivedTSNs(initialTSN: first)
        var model: Set<UInt32> = []
        var cumulative: UInt32 = 0
        for _ in 0..<600 {
            let offset = UInt32.random(in: cumulative...cumulative + 40, using: &random)
            let tsn = first.advanced(by: offset)
            if UInt8.random(in: 0..<50, using: &random) == 0 {
                _ = received.skip(to: tsn)
                for skipped in 0...offset { model.insert(skipped) }
            } else {
                #expect(received.standing(of: tsn) == (model.contains(offset) ? .duplicate : .new))
                if model.insert(offset).inserted { received.insert(tsn) }
            }
            while model.contains(cumulative) { cumulative += 1 }
            #expect(received.cumulativeTSNAck == first.advanced(by: cumulative).previous)
            check(received, model, cumulative)
        }
    }

    private func check(_ received: ReceivedTSNs, _ model: Set<UInt32>, _ cumulative: UInt32) {
        var fromBlocks: Set<UInt32> = []
        for block in received.makeGapAckBlocks(limit: 1000) {
            for offset in block.start...block.end { fromBlocks.insert(cumulative + UInt32(offset) - 1) }
        }
        #expect(fromBlocks == model.filter { $0 >= cumulative })
    }
}
