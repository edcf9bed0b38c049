import SCTP
import TestSupport
import Testing
import Wire

@testable import DataChannel

@Suite("Opening data channels")
struct OpeningTests {
    @Test("channels opened before the role is known get even numbers at the client and odd ones at the server")
    func parity() throws {
        let pair = DataChannelPair()
        let first = try pair.left.endpoint.open(DataChannelConfiguration(label: "control"), now: pair.now)
        let second = try pair.left.endpoint.open(DataChannelConfiguration(label: "chat"), now: pair.now)
        let other = try pair.right.endpoint.open(DataChannelConfiguration(label: "file"), now: pair.now)
        #expect(pair.connect())
        #expect(pair.settle())
        #expect(pair.left.endpoint.stream(of: first) == StreamID(rawValue: 0))
        #expect(pair.left.endpoint.stream(of: second) == StreamID(rawValue: 2))
        #expect(pair.right.endpoint.stream(of: other) == StreamID(rawValue: 1))
        #expect(pair.right.opened.filter { $0.origin == .remote }.map(\.configuration.label) == ["control", "chat"])
        #expect(pair.left.opened.map(\.configuration.label) == ["control", "chat", "file"])
        #expect(pair.left.endpoint.counters == DataChannelCounters())
        #expect(pair.right.endpoint.counters == DataChannelCounters())
    }

    @Test("messages from before the connection leave first, in order, each once")
    func earlyMessages() throws {
        let pair = DataChannelPair()
        let chat = try pair.left.endpoint.open(DataChannelConfiguration(label: "chat"), now: pair.now)
        try pair.left.endpoint.send(.text("one"), on: chat, now: pair.now)
        try pair.left.endpoint.send(.text(""), on: chat, now: pair.now)
        #expect(pair.left.endpoint.bufferedAmount(of: chat) == 3)
        #expect(pair.connect())
        try pair.left.endpoint.send(.text("three"), on: chat, now: pair.now)
        #expect(pair.settle())
        let remote = try #require(pair.right.opened.first { $0.origin == .remote }?.id)
        #expect(pair.right.messages(on: remote) == [.text("one"), .text(""), .text("three")])
        #expect(pair.left.endpoint.bufferedAmount(of: chat) == 0)
    }

    @Test("too much before the connection is refused, and what the peer does not take ends its channel")
    func tooMuchEarly() throws {
        let pair = DataChannelPair()
        let file = try pair.left.endpoint.open(DataChannelConfiguration(label: "file"), now: pair.now)
        #expect(throws: DataChannelError.association(.messageTooLong(limit: 65_536))) {
            try pair.left.endpoint.send(
                .binary([UInt8](repeating: 1, count: 65_537)), on: file, now: pair.now)
        }
        for _ in 0..<16 {
            try pair.left.endpoint.send(.binary([UInt8](repeating: 1, count: 65_536)), on: file, now: pair.now)
        }
        #expect(throws: DataChannelError.association(.sendBufferFull(limit: 1 << 20))) {
            try pair.left.endpoint.send(.text("more"), on: file, now: pair.now)
        }
        pair.left.endpoint.peerMaximumMessageSize = 1_000
        #expect(pair.connect())
        #expect(pair.settle())
        #expect(pair.left.endpoint.channelCount == 0)
    }

    @Test("carries label, protocol, order, reliability and priority to the other side")
    func properties() throws {
        let pair = DataChannelPair()
        let configuration = DataChannelConfiguration(
            label: "zeiger ✓", subprotocol: "nearhand.1", isOrdered: false, reliability: .maximumRetransmissions(2),
            priority: 1024)
        #expect(pair.connect())
        _ = try pair.left.endpoint.open(configuration, now: pair.now)
        #expect(pair.settle())
        #expect(pair.right.opened.map(\.configuration) == [configuration])
    }

    @Test("negotiated channels say nothing on the wire")
    func negotiated() throws {
        let pair = DataChannelPair()
        let configuration = DataChannelConfiguration(label: "n", negotiatedStream: StreamID(rawValue: 7))
        let left = try pair.left.endpoint.open(configuration, now: pair.now)
        let right = try pair.right.endpoint.open(configuration, now: pair.now)
        #expect(throws: DataChannelError.streamInUse(StreamID(rawValue: 7))) {
            _ = try pair.left.endpoint.open(configuration, now: pair.now)
        }
        #expect(pair.connect())
        try pair.left.endpoint.send(.text("to the right"), on: left, now: pair.now)
        try pair.right.endpoint.send(.text("to the left"), on: right, now: pair.now)
        #expect(pair.settle())
        #expect(pair.right.messages(on: right) == [.text("to the right")])
        #expect(pair.left.messages(on: left) == [.text("to the left")])
        #expect(pair.left.opened.count == 1)
    }

    @Test("messages of an unordered channel do not overtake its OPEN")
    func noOvertaking() throws {
        let path = NetemConfiguration(latency: .milliseconds(10), loss: 0.2, reordering: 0.3)
        for seed in 1...30 as ClosedRange<UInt64> {
            let pair = DataChannelPair(seed: seed, path: path)
            #expect(pair.connect())
            let id = try pair.left.endpoint.open(
                DataChannelConfiguration(label: "u", isOrdered: false), now: pair.now)
            // Each fills a packet, so that OPEN can be lost alone.
            for _ in 0..<20 {
                let message = DataChannelMessage.binary([UInt8](repeating: 1, count: 1100))
                try pair.left.endpoint.send(message, on: id, now: pair.now)
            }
            #expect(pair.settle())
            let remote = try #require(pair.right.remoteChannels.first)
            #expect(pair.right.messages(on: remote).count == 20)
            #expect(pair.right.endpoint.counters.messagesWithoutChannel == 0)
        }
    }

    @Test("an OPEN on a used stream closes the channel there")
    func usedStream() throws {
        let pair = DataChannelPair()
        #expect(pair.connect())
        let id = try pair.left.endpoint.open(DataChannelConfiguration(label: "a"), now: pair.now)
        #expect(pair.settle())
        let remote = try #require(pair.right.remoteChannels.first)
        try inject(.open(DataChannelOpenMessage(DataChannelConfiguration(label: "b"))), stream: 0, pair)
        #expect(pair.settle())
        #expect(pair.right.endpoint.counters.opensOnUsedStreams == 1)
        #expect(pair.left.isClosed(id))
        #expect(pair.right.isClosed(remote))
        #expect(pair.left.endpoint.channelCount == 0)
    }

    @Test("an ACK without an OPEN is counted and changes nothing")
    func strayAck() throws {
        let pair = DataChannelPair()
        #expect(pair.connect())
        try inject(.ack, stream: 4, pair)
        #expect(pair.settle())
        #expect(pair.right.endpoint.counters.acksWithoutOpen == 1)
        #expect(pair.right.endpoint.channelCount == 0)
    }

    @Test("a damaged establishment message is counted and its stream reset")
    func damaged() throws {
        let pair = DataChannelPair()
        #expect(pair.connect())
        try pair.left.endpoint.association.send(
            [3, 9], on: StreamID(rawValue: 6), payloadProtocol: .establishment, now: pair.now)
        #expect(pair.settle())
        #expect(pair.right.endpoint.counters.malformedEstablishmentMessages == 1)
        let id = try pair.left.endpoint.open(DataChannelConfiguration(label: "next"), now: pair.now)
        #expect(pair.settle())
        #expect(pair.left.endpoint.channelCount == 1)
        #expect(!pair.left.isClosed(id))
    }

    @Test("no more channels than the limit are taken")
    func limit() throws {
        let pair = DataChannelPair()
        #expect(pair.connect())
        for number in 0..<DataChannelEndpoint.maximumChannels {
            _ = try pair.left.endpoint.open(DataChannelConfiguration(label: "\(number)"), now: pair.now)
        }
        #expect(throws: DataChannelError.noStreamLeft) {
            _ = try pair.left.endpoint.open(DataChannelConfiguration(label: "more"), now: pair.now)
        }
        #expect(pair.settle())
        let open = EstablishmentMessage.open(DataChannelOpenMessage(DataChannelConfiguration(label: "more")))
        try inject(open, stream: 1000, pair)
        #expect(pair.settle())
        #expect(pair.right.endpoint.counters.opensBeyondLimit == 1)
        #expect(pair.right.endpoint.channelCount == DataChannelEndpoint.maximumChannels)
    }

    /// Sends an establishment message from the left end behind its endpoint's back.
    private func inject(_ message: EstablishmentMessage, stream: UInt16, _ pair: DataChannelPair) throws {
        try pair.left.endpoint.association.send(
            message.serialized(), on: StreamID(rawValue: stream), payloadProtocol: .establishment, now: pair.now)
    }
}
