import SCTP
import TestSupport
import Testing
import Wire

@testable import DataChannel

@Suite("Messages on data channels")
struct MessageTests {
    @Test("text and binary, empty ones too, arrive as they were sent")
    func kinds() throws {
        let pair = DataChannelPair()
        let id = try pair.left.endpoint.open(DataChannelConfiguration(label: "c"), now: pair.now)
        #expect(pair.connect())
        let messages: [DataChannelMessage] = [
            .text("hello"), .text(""), .binary([]), .binary([0]), .text("繁體中文"), .binary([0xFF, 0xFE]), .text("\u{0}"),
        ]
        for message in messages { try pair.left.endpoint.send(message, on: id, now: pair.now) }
        #expect(pair.settle())
        let remote = try #require(pair.right.remoteChannels.first)
        #expect(pair.right.messages(on: remote) == messages)
        for message in messages { try pair.right.endpoint.send(message, on: remote, now: pair.now) }
        #expect(pair.settle())
        #expect(pair.left.messages(on: id) == messages)
        #expect(pair.left.endpoint.bufferedAmount(of: id) == 0)
    }

    @Test("text that is not UTF-8 closes its channel", arguments: ["ff", "c328", "e28281c0", "eda080"])
    func badText(_ hex: String) throws {
        let pair = DataChannelPair()
        let id = try pair.left.endpoint.open(DataChannelConfiguration(label: "c"), now: pair.now)
        #expect(pair.connect())
        let bytes = try #require([UInt8](hexadecimal: hex))
        try pair.left.endpoint.association.send(
            bytes, on: StreamID(rawValue: 0), payloadProtocol: .string, now: pair.now)
        #expect(pair.settle())
        #expect(pair.right.endpoint.counters.textsNotUTF8 == 1)
        #expect(pair.left.isClosed(id))
        #expect(pair.right.endpoint.channelCount == 0)
    }

    @Test("unknown protocols and streams without a channel are counted and dropped")
    func strays() throws {
        let pair = DataChannelPair()
        _ = try pair.left.endpoint.open(DataChannelConfiguration(label: "c"), now: pair.now)
        #expect(pair.connect())
        for (stream, number) in [(0, 52), (0, 54), (0, 0), (0, UInt32.max), (8, 51)] as [(UInt16, UInt32)] {
            try pair.left.endpoint.association.send(
                [1], on: StreamID(rawValue: stream), payloadProtocol: PayloadProtocolIdentifier(rawValue: number),
                now: pair.now)
        }
        #expect(pair.settle())
        #expect(pair.right.endpoint.counters.unknownPayloadProtocols == 4)
        #expect(pair.right.endpoint.counters.messagesWithoutChannel == 1)
        #expect(pair.right.endpoint.channelCount == 1)
    }

    @Test("bufferedAmount falls as messages leave, and tells when it is low")
    func bufferedAmount() throws {
        let pair = DataChannelPair(
            path: NetemConfiguration(latency: .milliseconds(10), bytesPerSecond: 1_000_000))
        let id = try pair.left.endpoint.open(DataChannelConfiguration(label: "file"), now: pair.now)
        #expect(pair.connect())
        #expect(pair.settle())
        pair.left.endpoint.setBufferedAmountLowThreshold(256 * 1024, of: id)
        for _ in 0..<64 {
            try pair.left.endpoint.send(.binary([UInt8](repeating: 1, count: 16 * 1024)), on: id, now: pair.now)
        }
        #expect(pair.left.endpoint.bufferedAmount(of: id) == 1024 * 1024)
        #expect(!pair.left.events.contains(.bufferedAmountLow(id)))
        #expect(pair.run(for: .seconds(10)) { pair.left.events.contains(.bufferedAmountLow(id)) })
        #expect(pair.left.endpoint.bufferedAmount(of: id) <= 256 * 1024)
        #expect(pair.left.endpoint.bufferedAmount(of: id) > 200 * 1024)
        #expect(pair.settle())
        #expect(pair.left.endpoint.bufferedAmount(of: id) == 0)
        #expect(pair.left.events.filter { $0 == .bufferedAmountLow(id) }.count == 1)
    }

    @Test("a channel of a higher class of priority goes first, and a light one is not starved")
    func priority() throws {
        let pair = DataChannelPair(
            path: NetemConfiguration(latency: .milliseconds(10), bytesPerSecond: 1_000_000))
        let heavy = try pair.left.endpoint.open(
            DataChannelConfiguration(label: "heavy", priority: 768), now: pair.now)
        let light = try pair.left.endpoint.open(
            DataChannelConfiguration(label: "light", priority: 256), now: pair.now)
        #expect(pair.connect())
        #expect(pair.settle())
        for _ in 0..<300 {
            let message = DataChannelMessage.binary([UInt8](repeating: 1, count: 4096))
            try pair.left.endpoint.send(message, on: heavy, now: pair.now)
            try pair.left.endpoint.send(message, on: light, now: pair.now)
        }
        let remote = pair.right.remoteChannels
        #expect(remote.count == 2)
        pair.run(for: .seconds(30)) { pair.right.messages(on: remote[0]).count >= 240 }
        let share = pair.right.messages(on: remote[1]).count
        #expect((26...36).contains(share), "the light channel sent \(share) messages to the heavy one's 240")
        #expect(pair.settle())
        #expect(pair.right.messages(on: remote[1]).count == 300)
    }
}
