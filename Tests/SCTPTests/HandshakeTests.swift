import TestSupport
import Testing
import Wire

@testable import SCTP

@Suite("The handshake")
struct HandshakeTests {
    @Test("takes one round trip between our own ends and leaves nothing behind")
    func plain() {
        let pair = SCTPPair()
        #expect(pair.connect())
        #expect(pair.now == .origin + .milliseconds(1000 + 20))
        #expect(pair.left.events == [.established])
        #expect(pair.right.events == [.established])
        #expect(pair.settle())
        #expect(pair.leftToRight.statistics.sent == 1)
        #expect(pair.rightToLeft.statistics.sent == 2)
    }

    @Test("takes two round trips where the early COOKIE ACK does not arrive")
    func withCookie() {
        let pair = SCTPPair()
        pair.rightToLeft.filter = { number, _ in number != 1 }
        #expect(pair.connect())
        #expect(pair.now == .origin + .milliseconds(1000 + 40))
        #expect(pair.settle())
        #expect(pair.leftToRight.statistics.sent == 2)
        #expect(pair.left.events == [.established])
        #expect(pair.right.events == [.established])
    }

    @Test("the answering end sends at once, and what overtakes INIT ACK is sent again")
    func answererSendsFirst() throws {
        let pair = SCTPPair()
        pair.rightToLeft.filter = { number, _ in number != 0 }
        pair.left.association.connect(now: pair.now)
        try pair.right.send([7], now: pair.now)
        #expect(pair.run(for: .seconds(5)) { pair.left.messageCount == 1 })
        #expect(pair.settle())
        #expect(pair.left.closeReason == nil)
        #expect(pair.right.closeReason == nil)
    }

    @Test("survives the loss of each of its packets", arguments: 0..<4)
    func loss(of packet: Int) {
        let pair = SCTPPair()
        let index = packet / 2
        if packet.isMultiple(of: 2) {
            pair.leftToRight.filter = { number, _ in number != index }
        } else {
            pair.rightToLeft.filter = { number, _ in number != index }
        }
        #expect(pair.connect())
        #expect(pair.now < .origin + .seconds(2))
        #expect(pair.settle())
    }

    @Test("works when both ends begin", arguments: [0, 3, 10, 15, 20, 25, 30, 45])
    func simultaneous(delayInMilliseconds: Int) {
        let pair = SCTPPair()
        pair.left.association.connect(now: pair.now)
        pair.run(for: .milliseconds(delayInMilliseconds))
        pair.right.association.connect(now: pair.now)
        #expect(pair.run(for: .seconds(5)) { pair.left.isEstablished && pair.right.isEstablished })
        #expect(pair.settle())
        #expect(pair.left.events == [.established])
        #expect(pair.right.events == [.established])
    }

    @Test("works when both ends begin and packets are lost", arguments: 1...40)
    func simultaneousWithLoss(seed: UInt64) throws {
        let path = NetemConfiguration(latency: .milliseconds(10), jitter: .milliseconds(5), loss: 0.3)
        let pair = SCTPPair(seed: seed, path: path)
        pair.left.association.connect(now: pair.now)
        pair.right.association.connect(now: pair.now)
        try pair.left.send([1], now: pair.now)
        try pair.right.send([2], now: pair.now)
        #expect(pair.run(for: .seconds(60)) { pair.left.messageCount == 1 && pair.right.messageCount == 1 })
        #expect(pair.settle())
        #expect(pair.left.events.filter { $0 == .established }.count == 1)
        #expect(pair.right.events.filter { $0 == .established }.count == 1)
    }

    @Test("carries data with COOKIE ECHO, half a round trip before it is complete")
    func earlyData() throws {
        let pair = SCTPPair()
        pair.left.association.connect(now: pair.now)
        try pair.left.send(Array("hello".utf8), now: pair.now)
        #expect(pair.run(for: .seconds(1)) { pair.right.messageCount == 1 })
        #expect(pair.now == .origin + .milliseconds(1000 + 30))
        #expect(pair.settle())
    }

    @Test("gives up after the configured number of tries, and is over on both sides of the call")
    func unanswered() {
        var configuration = SCTPConfiguration()
        configuration.maximumRetransmissions = 3
        let pair = SCTPPair(path: NetemConfiguration(loss: 1), configuration: configuration)
        pair.left.association.connect(now: pair.now)
        pair.run(for: .seconds(60))
        #expect(pair.left.closeReason == .timedOut)
        #expect(pair.left.association.nextTimeout == nil)
        #expect(pair.leftToRight.statistics.sent == 4)
    }

    @Test("drops a cookie that was not given out")
    func forgedCookie() {
        let pair = SCTPPair()
        pair.left.association.connect(now: pair.now)
        pair.leftToRight.filter = { number, _ in number == 0 }
        pair.run(for: .milliseconds(100))
        let header = CommonHeader(
            sourcePort: 5000, destinationPort: 5000, verificationTag: pair.right.association.local.verificationTag)
        var writer = PacketWriter(header: header, limit: 1163)
        writer.append(CookieEchoChunk(cookie: [UInt8](repeating: 7, count: 24)))
        pair.right.association.handle(writer.finish(), now: pair.now)
        #expect(pair.right.association.counters.badCookies == 1)
        #expect(pair.right.pollDatagram(now: pair.now) == nil)
    }

    @Test("packets have no checksum once both sides said so, but INIT and COOKIE ECHO have", arguments: [true, false])
    func zeroChecksum(peerOmitsChecksum: Bool) throws {
        var configuration = SCTPConfiguration()
        let left = SCTPEnd(seed: 1, configuration: configuration)
        configuration.omitsChecksum = peerOmitsChecksum
        let pair = SCTPPair(left, SCTPEnd(seed: 2, configuration: configuration))
        left.recordsPackets = true
        // Without the early COOKIE ACK there is a COOKIE ECHO.
        pair.rightToLeft.filter = { number, _ in number != 1 }
        #expect(pair.connect())
        try left.send([UInt8](repeating: 1, count: 5000), now: pair.now)
        #expect(pair.settle())
        #expect(pair.right.messageCount == 1)
        let hasChecksum = left.packetsSent.map { $0[8..<12].contains { $0 != 0 } }
        #expect(hasChecksum.prefix(2) == [true, true])
        #expect(hasChecksum.dropFirst(2).allSatisfy { $0 == !peerOmitsChecksum })
        #expect(hasChecksum.count > 5)
    }

    @Test("INIT and COOKIE ECHO are not taken without a checksum")
    func requiredChecksum() {
        let pair = SCTPPair()
        pair.left.recordsPackets = true
        pair.left.association.connect(now: pair.now)
        pair.drain()
        for var packet in pair.left.packetsSent {
            packet.replaceSubrange(8..<12, with: [0, 0, 0, 0])
            pair.right.handle(packet, now: pair.now)
        }
        #expect(pair.right.association.counters.badChecksums == 1)
    }

    @Test("over 100 ms of which every tenth packet is lost, the first message arrives soon")
    func lossyStart() throws {
        var times: [Duration] = []
        for seed in 1...100 as ClosedRange<UInt64> {
            let pair = SCTPPair(seed: seed, path: NetemConfiguration(latency: .milliseconds(50), loss: 0.1))
            pair.left.association.expect(roundTripTime: .milliseconds(100))
            pair.right.association.expect(roundTripTime: .milliseconds(100))
            let start = pair.now
            pair.left.association.connect(now: pair.now)
            pair.right.association.connect(now: pair.now)
            try pair.left.send([1], now: pair.now)
            #expect(pair.run(for: .seconds(10)) { pair.right.messageCount == 1 })
            times.append(pair.now - start)
        }
        times.sort()
        #expect(times[50] == .milliseconds(100), "INIT, and the message after it")
        #expect(times[95] <= .milliseconds(800))
        #expect(times[99] <= .seconds(2))
    }
}
