import TestSupport
import Testing
import Wire

@testable import SCTP

@Suite("Loss and recovery")
struct RecoveryTests {
    /// A pair with a long path that is up and at rest, whose further packets are numbered from the one returned.
    private func establishedPair(latency: Duration = .milliseconds(50)) -> (pair: SCTPPair, firstPacket: Int) {
        let pair = SCTPPair(path: NetemConfiguration(latency: latency))
        #expect(pair.connect())
        #expect(pair.settle())
        return (pair, pair.leftToRight.statistics.sent)
    }

    @Test("one lost packet comes again after three SACKs, without a time-out")
    func fastRetransmit() throws {
        let (pair, first) = establishedPair()
        let start = pair.now
        pair.leftToRight.filter = { number, _ in number != first + 2 }
        try pair.left.send([UInt8](repeating: 5, count: 9 * 1100), now: pair.now)
        #expect(pair.run(for: .seconds(5)) { pair.right.messageCount == 1 })
        #expect(pair.now - start == .milliseconds(150))
        #expect(pair.settle())
        let counters = pair.left.association.counters
        #expect(counters.timeouts == 0)
        #expect(counters.fastRecoveries == 1)
        #expect(counters.retransmittedChunks == 1)
    }

    @Test("a retransmission that is lost too comes a third time, still without a time-out")
    func lostRetransmission() throws {
        let (pair, first) = establishedPair()
        let lost = LostNumbers(first: first + 2)
        pair.leftToRight.filter = lost.passes
        for _ in 0..<200 { try pair.left.send([UInt8](repeating: 5, count: 1100), now: pair.now) }
        #expect(pair.run(for: .seconds(20)) { pair.right.messageCount == 200 })
        #expect(pair.settle())
        #expect(pair.left.association.counters.timeouts == 0)
        #expect(pair.left.association.counters.retransmittedChunks == 2)
    }

    @Test("a lost last packet comes again after two round trips, without a time-out")
    func tail() throws {
        let (pair, first) = establishedPair(latency: .milliseconds(5))
        let start = pair.now
        try pair.left.send([1], now: pair.now)
        #expect(pair.settle())
        pair.leftToRight.filter = { number, _ in number != first + 1 }
        let second = pair.now
        try pair.left.send([2], now: pair.now)
        #expect(pair.run(for: .seconds(5)) { pair.right.messageCount == 2 })
        #expect(second - start < .milliseconds(20))
        #expect(pair.now - second == .milliseconds(30))
        #expect(pair.left.association.counters.lossProbes == 1)
        #expect(pair.left.association.counters.timeouts == 0)
        #expect(pair.settle())
    }

    @Test("the window grows again after an outage, and back-off ends with the first answer")
    func outage() throws {
        let (pair, _) = establishedPair()
        for _ in 0..<400 { try pair.left.send([UInt8](repeating: 1, count: 4000), now: pair.now) }
        pair.run(for: .milliseconds(300))
        pair.setPath(NetemConfiguration(latency: .milliseconds(50), loss: 1))
        pair.run(for: .seconds(90))
        #expect(pair.left.closeReason == nil)
        pair.setPath(NetemConfiguration(latency: .milliseconds(50)))
        let back = pair.now
        pair.left.association.handlePathRestored(now: pair.now)
        #expect(pair.run(for: .seconds(60)) { pair.right.messageCount == 400 })
        #expect(pair.now - back < .seconds(10))
        #expect(pair.settle())
    }

    @Test("a peer that never answers is given up, and both ends fall silent")
    func dead() throws {
        let (pair, _) = establishedPair()
        pair.setPath(NetemConfiguration(loss: 1))
        try pair.left.send([1], now: pair.now)
        #expect(pair.run(for: .seconds(600)) { pair.left.closeReason != nil })
        #expect(pair.left.closeReason == .timedOut)
        #expect(pair.left.association.nextTimeout == nil)
    }

    @Test("an idle peer that vanished is noticed by heartbeats")
    func heartbeat() {
        var configuration = SCTPConfiguration()
        configuration.maximumRetransmissions = 3
        let pair = SCTPPair(configuration: configuration)
        #expect(pair.connect())
        pair.run(for: .seconds(300))
        #expect(pair.left.closeReason == nil)
        #expect(pair.left.association.roundTripTime == .milliseconds(20))
        pair.setPath(NetemConfiguration(loss: 1))
        pair.run(for: .seconds(300))
        #expect(pair.left.closeReason == .timedOut)
    }

    @Test("fills a link with a queue, and keeps it full at a small loss", arguments: [0, 0.001])
    func throughput(loss: Double) throws {
        let path = NetemConfiguration(
            latency: .milliseconds(10), loss: loss, bytesPerSecond: 2_000_000, queueLimit: 80_000)
        let pair = SCTPPair(path: path)
        #expect(pair.connect())
        let start = pair.now
        for _ in 0..<400 { try pair.left.send([UInt8](repeating: 1, count: 25_000), now: pair.now) }
        #expect(pair.run(for: .seconds(60)) { pair.right.messageCount == 400 })
        let rate = 10_000_000 / (pair.now - start).inSeconds
        #expect(rate > 1_200_000, "\(Int(rate)) of 2,000,000 bytes a second")
        #expect(pair.left.association.counters.timeouts <= 1)
        #expect(pair.settle())
    }

    /// Drops one packet, and the first one after it that carries its DATA again.
    private final class LostNumbers: @unchecked Sendable {
        private let first: Int
        private var tsn: UInt32?
        private var drops = 0

        init(first: Int) { self.first = first }

        var passes: @Sendable (Int, [UInt8]) -> Bool {
            { [self] number, datagram in
                guard number >= first, drops < 2, let tsn = Self.firstTSN(datagram) else { return true }
                if drops == 0 || tsn == self.tsn {
                    self.tsn = tsn
                    drops += 1
                    return false
                }
                return true
            }
        }

        private static func firstTSN(_ datagram: [UInt8]) -> UInt32? {
            var reader = ByteReader(datagram.span)
            guard (try? CommonHeader(parsing: &reader)) != nil,
                let header = try? ChunkHeader(parsing: &reader), header.type == .data || header.type == .interleavedData
            else { return nil }
            return try? reader.readUInt32()
        }
    }
}
