import TestSupport
import Testing
import Wire

@testable import SCTP

@Suite("Path MTU discovery")
struct PathMTUTests {
    private static let base = SCTPConfiguration().maximumPacketSize

    private static func path(mtu: Int, latency: Duration = .milliseconds(10)) -> NetemConfiguration {
        NetemConfiguration(latency: latency, maximumTransmissionUnit: mtu)
    }

    /// Two ends that have exchanged a message and may probe up to `largest` bytes.
    private static func connected(
        mtu: Int, largest: Int = 20_000, configuration: SCTPConfiguration = SCTPConfiguration(), seed: UInt64 = 1
    ) throws -> SCTPPair {
        let pair = SCTPPair(seed: seed, path: path(mtu: mtu), configuration: configuration)
        pair.left.association.handlePathChange(maximumPacketSize: largest, now: pair.now)
        pair.right.association.handlePathChange(maximumPacketSize: largest, now: pair.now)
        try #require(pair.connect())
        #expect(pair.left.association.counters.pathMTUProbes == 0, "before the first data nothing is probed")
        try pair.left.send([1], on: 7, now: pair.now)
        try pair.right.send([1], on: 7, now: pair.now)
        #expect(pair.run(for: .seconds(1)) { pair.left.messages(on: 7).count == 1 })
        pair.left.forgetEvents()
        pair.right.forgetEvents()
        return pair
    }

    /// Sends messages of 64 KiB and checks that all arrive whole.
    private static func transfer(
        _ count: Int, over pair: SCTPPair, from first: Int = 0, within limit: Duration = .seconds(60)
    ) throws {
        let before = pair.right.messageCount
        for number in first..<first + count {
            try pair.left.send([UInt8](repeating: UInt8(number & 255), count: 65_536), now: pair.now)
        }
        #expect(pair.run(for: limit) { pair.right.messageCount == before + count })
        let received = pair.right.messages(on: 1).suffix(count)
        for (number, message) in zip(first..., received) {
            #expect(message == [UInt8](repeating: UInt8(number & 255), count: 65_536))
        }
    }

    @Test("a path that takes the largest packets is known within two round trips")
    func wide() throws {
        let pair = try Self.connected(mtu: 65_535)
        #expect(pair.run(for: .milliseconds(60)) { pair.left.association.pathPacketSize == 16_384 })
        #expect(pair.left.association.counters.pathMTUProbes == 2)
        pair.left.recordsPackets = true
        try Self.transfer(40, over: pair)
        let large = pair.left.packetsSent.count { $0.count > 16_000 }
        #expect(large > 100, "of 163 that it takes at least")
        #expect(pair.left.association.counters.retransmittedChunks == 0)
    }

    @Test("what the route takes is not exceeded", arguments: [1_164, 1_200, 1_435, 8_000, 16_384, 65_000])
    func bounded(largest: Int) throws {
        let pair = try Self.connected(mtu: 65_535, largest: largest)
        pair.run(for: .seconds(2))
        let size = pair.left.association.pathPacketSize
        #expect(size >= Self.base && size <= largest && size > largest - 4 || size == Self.base || size == 16_384)
        try Self.transfer(4, over: pair)
        #expect(pair.leftToRight.statistics.largestDatagram <= max(Self.base, largest))
    }

    @Test(
        "the largest size that passes is found, and only probes are lost",
        arguments: [1_163, 1_200, 1_415, 1_435, 9_000])
    func narrow(mtu: Int) throws {
        let pair = try Self.connected(mtu: mtu)
        pair.run(for: .seconds(120))
        let size = pair.left.association.pathPacketSize
        #expect(size <= mtu && size >= Self.base && size > mtu - 90)
        let probes = pair.leftToRight.statistics.tooLarge
        try Self.transfer(10, over: pair)
        #expect(pair.leftToRight.statistics.tooLarge == probes)
        #expect(pair.left.association.counters.retransmittedChunks == 0)
        #expect(pair.left.association.counters.timeouts == 0)
    }

    @Test("a peer that does not ask for it sees no probe", arguments: [true, false])
    func unasked(leftAsks: Bool) throws {
        var without = SCTPConfiguration()
        without.discoversPathMTU = false
        let ends = [SCTPEnd(seed: 1), SCTPEnd(seed: 2, configuration: without)]
        let pair = SCTPPair(ends[leftAsks ? 0 : 1], ends[leftAsks ? 1 : 0], path: Self.path(mtu: 65_535))
        for end in ends { end.association.handlePathChange(maximumPacketSize: 20_000, now: pair.now) }
        try #require(pair.connect())
        try Self.transfer(4, over: pair)
        #expect(pair.leftToRight.statistics.largestDatagram <= Self.base)
        #expect(pair.rightToLeft.statistics.largestDatagram <= Self.base)
    }

    @Test("a path whose MTU falls in the middle of a transfer carries on", arguments: 1...6)
    func blackHole(seed: Int) throws {
        let pair = try Self.connected(mtu: 65_535, seed: UInt64(seed))
        pair.run(for: .milliseconds(100))
        for number in 0..<60 {
            try pair.left.send([UInt8](repeating: UInt8(number), count: 65_536), now: pair.now)
        }
        pair.run(for: .milliseconds(90 + 13 * seed))
        try #require(pair.right.messageCount < 60, "the transfer is under way")
        pair.setPath(Self.path(mtu: 1_200))
        let fallen = pair.now
        #expect(pair.run(for: .seconds(5)) { pair.right.messageCount == 60 })
        #expect(pair.now - fallen < .seconds(3))
        #expect(pair.right.messages(on: 1) == (0..<60).map { [UInt8](repeating: UInt8($0), count: 65_536) })
        #expect(pair.left.association.counters.pathMTUBlackHoles == 1)
        #expect(pair.left.association.pathPacketSize <= 1_200)
    }

    @Test("large packets that vanish between small ones are noticed without a time-out of everything")
    func mixed() throws {
        let pair = try Self.connected(mtu: 65_535)
        pair.run(for: .milliseconds(100))
        pair.setPath(Self.path(mtu: 1_200))
        // A small message each 5 ms keeps the answers coming; a large one each 20 ms.
        for turn in 0..<200 {
            try pair.left.send([1], on: 2, now: pair.now)
            if turn.isMultiple(of: 4) { try pair.left.send([UInt8](repeating: 2, count: 9_000), on: 1, now: pair.now) }
            pair.run(for: .milliseconds(5))
        }
        #expect(pair.settle(for: .seconds(10)))
        #expect(pair.right.messages(on: 1).count == 50)
        #expect(pair.right.messages(on: 2).count == 200)
        #expect(pair.left.association.pathPacketSize < 1_200)
        #expect(pair.left.association.counters.pathMTUBlackHoles == 1)
    }

    @Test("loss at random is no black hole")
    func loss() throws {
        var lossy = Self.path(mtu: 65_535)
        lossy.loss = 0.05
        let pair = try Self.connected(mtu: 65_535)
        pair.run(for: .milliseconds(100))
        pair.setPath(lossy)
        try Self.transfer(40, over: pair)
        #expect(pair.left.association.counters.pathMTUBlackHoles == 0)
        #expect(pair.left.association.pathPacketSize == 16_384)
    }

    @Test("a wider path is found by the raise timer")
    func raised() throws {
        let pair = try Self.connected(mtu: 1_435)
        pair.run(for: .seconds(60))
        #expect(pair.left.association.pathPacketSize == 1_432)
        pair.setPath(Self.path(mtu: 65_535))
        pair.run(for: .seconds(500))
        #expect(pair.left.association.pathPacketSize == 1_432)
        pair.run(for: .seconds(110))
        #expect(pair.left.association.pathPacketSize == 16_384)
    }

    @Test("a path that swallows large packets again and again is left alone")
    func flapping() throws {
        let pair = try Self.connected(mtu: 65_535)
        // Probes pass, data does not: a device that looks at what is in packets.
        pair.leftToRight.filter = { _, packet in packet.count <= 1_200 || packet[12] == ChunkType.heartbeat.rawValue }
        try Self.transfer(20, over: pair)
        pair.run(for: .seconds(10))
        try Self.transfer(20, over: pair, from: 20)
        pair.run(for: .seconds(10))
        try Self.transfer(20, over: pair, from: 40)
        #expect(pair.left.association.counters.pathMTUBlackHoles == PathMTUDiscovery.blackHoleLimit)
        #expect(pair.left.association.pathPacketSize == Self.base)
    }

    @Test("another path begins with the base size")
    func otherPath() throws {
        let pair = try Self.connected(mtu: 65_535)
        pair.run(for: .milliseconds(100))
        #expect(pair.left.association.pathPacketSize == 16_384)
        pair.left.association.handlePathChange(maximumPacketSize: 0, now: pair.now)
        #expect(pair.left.association.pathPacketSize == Self.base)
        try Self.transfer(4, over: pair)
        pair.left.association.handlePathChange(maximumPacketSize: 1_435, now: pair.now)
        pair.run(for: .seconds(1))
        #expect(pair.left.association.pathPacketSize == 1_432)
    }

    @Test("an answer that nobody asked for, or that comes twice, raises nothing")
    func forgedAnswers() throws {
        let pair = try Self.connected(mtu: 1_400)
        pair.run(for: .milliseconds(100))
        let before = pair.left.association.pathPacketSize
        pair.right.recordsPackets = true
        pair.run(for: .seconds(120))
        let settled = pair.left.association.pathPacketSize
        for packet in pair.right.packetsSent { pair.left.handle(packet, now: pair.now) }
        let forged = HeartbeatAckChunk(information: [UInt8](repeating: 0, count: 12))
        var writer = PacketWriter(
            header: CommonHeader(
                sourcePort: 5_000, destinationPort: 5_000,
                verificationTag: pair.left.association.local.verificationTag), limit: 1_163)
        writer.append(forged)
        writer.append(PaddingChunk(paddingByteCount: 700))
        pair.left.handle(writer.finish(), now: pair.now)
        #expect(before == Self.base)
        #expect(pair.left.association.pathPacketSize == settled)
        #expect(pair.left.association.counters.unexpectedChunks > 0)
    }
}
