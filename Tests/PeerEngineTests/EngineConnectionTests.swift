import DTLS
import DataChannel
import JSEP
import PeerEngine
import SCTP
import TestSupport
import Testing
import Wire

@Suite("Engine: connection and channels")
struct EngineConnectionTests {
    @Test("two engines secure each other, and a channel carries messages both ways")
    func channel() throws {
        let pair = try EnginePair()
        let chat = try pair.left.open("chat", now: pair.now)
        #expect(pair.connect())
        #expect(
            pair.ends.run(for: .seconds(1)) { pair.right.channel("chat") != nil && pair.left.channel("chat") != nil })
        let remote = try #require(pair.right.channel("chat"))
        try pair.left.send(.text("hello"), on: chat, now: pair.now)
        try pair.right.send(.binary([1, 2, 3]), on: remote, now: pair.now)
        #expect(pair.ends.run(for: .seconds(1)) { !pair.left.messages.isEmpty && !pair.right.messages.isEmpty })
        #expect(pair.right.messages == [.text("hello")])
        #expect(pair.left.messages == [.binary([1, 2, 3])])
        #expect(pair.left.counters == PeerEngineCounters())
        #expect(pair.right.counters == PeerEngineCounters())
    }

    @Test("the first message takes two round trips, and three with a peer that shakes hands")
    func roundTrips() throws {
        for (sparesHandshake, milliseconds) in [(true, 40), (false, 60)] {
            let pair = try EnginePair(sparesHandshake: sparesHandshake)
            let begin = pair.now
            let chat = try pair.left.open("chat", now: pair.now)
            #expect(pair.connect { pair.left.isSecured })
            try pair.left.send(.text("hello"), on: chat, now: pair.now)
            #expect(pair.ends.run(for: .seconds(1)) { !pair.right.messages.isEmpty })
            #expect(pair.now - begin == .milliseconds(milliseconds))
            #expect(pair.ends.run(for: .seconds(1)) { pair.left.channel("chat") != nil })
            #expect(pair.left.openedCount == 1)
        }
    }

    @Test("a description whose INIT chunk is damaged ends the connection with the reason")
    func damagedInitiation() throws {
        let pair = try EnginePair(answeredInitiation: [1, 0, 0, 20, 0, 0, 0, 0])
        #expect(!pair.connect())
        #expect(pair.left.end == .sctp(.protocolError(.invalidMandatoryParameter)))
    }

    @Test("the ports of the two descriptions are used, both ways")
    func ports() throws {
        let pair = try EnginePair(sctpPorts: (left: 5_001, right: 6_000))
        let chat = try pair.left.open("chat", now: pair.now)
        #expect(pair.connect())
        try pair.left.send(.text("hello"), on: chat, now: pair.now)
        #expect(pair.ends.run(for: .seconds(1)) { !pair.right.messages.isEmpty })
        #expect(pair.left.counters == PeerEngineCounters())
    }

    @Test("packets go to the port that the answer names, even where nobody is")
    func wrongPort() throws {
        let pair = try EnginePair(
            sctpPorts: (left: 5_000, right: 6_000), answeredPort: 7_000, sparesHandshake: false)
        _ = try pair.left.open("chat", now: pair.now)
        #expect(pair.connect())
        pair.ends.run(for: .seconds(2))
        #expect(pair.left.channel("chat") == nil)
        #expect(pair.right.channel("chat") == nil)
    }

    @Test("a message longer than the peer says it takes is refused here")
    func longMessage() throws {
        let pair = try EnginePair(rightMaximumMessageSize: nil)
        let chat = try pair.left.open("chat", now: pair.now)
        #expect(pair.connect())
        #expect(throws: (any Error).self) {
            try pair.left.send(.binary([UInt8](repeating: 1, count: 65_537)), on: chat, now: pair.now)
        }
        try pair.left.send(.binary([UInt8](repeating: 1, count: 65_536)), on: chat, now: pair.now)
        #expect(pair.ends.run(for: .seconds(5)) { !pair.right.messages.isEmpty })
    }

    @Test("a megabyte arrives whole over a path that loses and reorders, in datagrams of 1,200 bytes at most")
    func loss() throws {
        let pair = try EnginePair()
        let file = try pair.left.open("file", now: pair.now)
        #expect(pair.connect())
        pair.ends.setPath(NetemConfiguration(latency: .milliseconds(25), jitter: .milliseconds(5), loss: 0.02))
        let pieces = (0..<64).map { piece in DataChannelMessage.binary([UInt8](repeating: UInt8(piece), count: 16_384))
        }
        for piece in pieces { try pair.left.send(piece, on: file, now: pair.now) }
        #expect(pair.ends.run(for: .seconds(120)) { pair.right.messages.count == pieces.count })
        #expect(pair.right.messages == pieces)
        #expect(pair.ends.leftToRight.statistics.lost > 0)
        #expect(pair.ends.leftToRight.statistics.largestDatagram <= PeerEngine.maximumDatagramByteCount)
        #expect(pair.ends.rightToLeft.statistics.largestDatagram <= PeerEngine.maximumDatagramByteCount)
        #expect(pair.left.counters.oversizedDatagrams == 0)
    }

    @Test("a path that takes large datagrams carries data in them, and another pair begins with small ones")
    func largeDatagrams() throws {
        let pair = try EnginePair(path: NetemConfiguration(latency: .milliseconds(10), maximumTransmissionUnit: 65_507))
        let file = try pair.left.open("file", now: pair.now)
        #expect(pair.connect())
        pair.left.changePath(largestDatagram: 65_507, now: pair.now)
        pair.ends.run(for: .milliseconds(200))
        let message = DataChannelMessage.binary([UInt8](repeating: 3, count: 200_000))
        try pair.left.send(message, on: file, now: pair.now)
        #expect(pair.ends.run(for: .seconds(5)) { pair.right.messages == [message] })
        #expect(pair.ends.leftToRight.statistics.largestDatagram == 16_384 + 37)

        pair.left.changePath(largestDatagram: 0, now: pair.now)
        pair.ends.setPath(NetemConfiguration(latency: .milliseconds(10), maximumTransmissionUnit: 1_200))
        try pair.left.send(message, on: file, now: pair.now)
        #expect(pair.ends.run(for: .seconds(5)) { pair.right.messages == [message, message] })
        #expect(pair.ends.leftToRight.statistics.tooLarge == 0)
        #expect(pair.left.counters.oversizedDatagrams == 0)
    }

    @Test("a fingerprint swapped on its way is refused, and nothing is opened")
    func swappedFingerprint() throws {
        let pair = try EnginePair(isSwapped: true)
        _ = try pair.left.open("control", now: pair.now)
        #expect(!pair.connect())
        #expect(pair.right.end == .dtls(.fingerprintMismatch))
        #expect(!pair.left.isSecured)
        #expect(pair.right.channel("control") == nil)
    }

    @Test("the fingerprint is the one that DTLS saw, whatever a later agreement names")
    func verifiedFingerprint() throws {
        let pair = try EnginePair()
        #expect(pair.left.verifiedFingerprint == nil)
        #expect(pair.connect())
        let shown = pair.leftSession.transport.remoteFingerprint
        #expect(pair.left.verifiedFingerprint == shown)
        var other = pair.leftSession
        other.transport.remoteFingerprint = try Certificate.make().fingerprint
        pair.left.apply(other, now: pair.now)
        #expect(pair.left.verifiedFingerprint == shown)
        pair.left.close(now: pair.now)
        #expect(pair.left.verifiedFingerprint == nil)
    }

    @Test("a handshake that overtakes the answer is kept until the answer is there")
    func earlyHandshake() throws {
        let pair = try EnginePair()
        pair.connectRightFirst()
        #expect(pair.ends.run(for: .milliseconds(100)) { pair.left.isSecured && pair.right.isSecured })
        // Nothing had to be repeated: the held datagrams were enough.
        #expect(pair.right.counters.droppedEarlyDTLS == 0)
    }

    @Test("closing tells the other end")
    func close() throws {
        let pair = try EnginePair()
        _ = try pair.left.open("control", now: pair.now)
        pair.connect()
        pair.ends.run(for: .seconds(1)) { pair.right.channel("control") != nil }
        pair.left.close(now: pair.now)
        pair.ends.drain()
        #expect(pair.left.datagramsAfterEnd == 0)
        #expect(pair.ends.run(for: .seconds(1)) { pair.right.end != nil })
        #expect(pair.right.end == .closedByPeer)
        #expect(pair.left.end == .closed)
        pair.ends.run(for: .seconds(60))
        #expect(pair.left.nextTimeout == nil)
        #expect(pair.right.nextTimeout == nil)
    }
}
