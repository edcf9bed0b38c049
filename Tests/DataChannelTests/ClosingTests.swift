import TestSupport
import Testing
import Wire

@testable import DataChannel
@testable import SCTP

@Suite("Closing data channels")
struct ClosingTests {
    @Test("a close delivers what was sent before it, then closes both sides", arguments: [0, 0.05, 0.2])
    func afterMessages(loss: Double) throws {
        for seed in 1...10 as ClosedRange<UInt64> {
            let pair = DataChannelPair(seed: seed, path: NetemConfiguration(latency: .milliseconds(10), loss: loss))
            let id = try pair.left.endpoint.open(DataChannelConfiguration(label: "file"), now: pair.now)
            #expect(pair.connect())
            for number in 0..<50 {
                let message = DataChannelMessage.binary([UInt8](repeating: UInt8(number), count: 16 * 1024))
                try pair.left.endpoint.send(message, on: id, now: pair.now)
            }
            pair.left.endpoint.close(id, now: pair.now)
            #expect(throws: DataChannelError.closing(id)) {
                try pair.left.endpoint.send(.text("late"), on: id, now: pair.now)
            }
            #expect(pair.run(for: .seconds(120)) { pair.left.isClosed(id) && pair.right.endpoint.channelCount == 0 })
            let remote = try #require(pair.right.remoteChannels.first)
            #expect(pair.right.messages(on: remote).count == 50)
            #expect(pair.right.events.last == .closed(remote))
            #expect(pair.settle())
        }
    }

    @Test("both sides may close at once")
    func both() throws {
        let (pair, id) = try DataChannelPair.opened(label: "c")
        let remote = try #require(pair.right.remoteChannels.first)
        pair.left.endpoint.close(id, now: pair.now)
        pair.right.endpoint.close(remote, now: pair.now)
        #expect(pair.settle())
        #expect(pair.left.isClosed(id))
        #expect(pair.right.isClosed(remote))
    }

    @Test("a stream is used again, from number zero, by the next channel", arguments: [0, 0.1])
    func reuse(loss: Double) throws {
        let pair = DataChannelPair(path: NetemConfiguration(latency: .milliseconds(5), loss: loss))
        #expect(pair.connect())
        for round in 0..<100 {
            let id = try pair.left.endpoint.open(DataChannelConfiguration(label: "round \(round)"), now: pair.now)
            #expect(pair.left.endpoint.stream(of: id) == StreamID(rawValue: 0))
            try pair.left.endpoint.send(.text("\(round)"), on: id, now: pair.now)
            try pair.left.endpoint.send(.text("end"), on: id, now: pair.now)
            #expect(pair.settle())
            let remote = try #require(pair.right.remoteChannels.last)
            #expect(pair.right.messages(on: remote) == [.text("\(round)"), .text("end")])
            pair.right.endpoint.close(remote, now: pair.now)
            #expect(pair.run(for: .seconds(60)) { pair.left.isClosed(id) && pair.right.isClosed(remote) })
        }
        #expect(pair.settle())
        #expect(pair.left.endpoint.channelCount == 0)
        #expect(pair.right.endpoint.channelCount == 0)
    }

    @Test("a stream whose reset the peer refuses carries no channel any more")
    func refusedReset() throws {
        let (pair, id) = try DataChannelPair.opened(label: "first")
        let stream = StreamID(rawValue: 0)
        pair.right.endpoint.association.streamResets.expectedRequest = ReconfigurationSequenceNumber(rawValue: 7)
        pair.left.endpoint.close(id, now: pair.now)
        #expect(pair.settle())
        #expect(pair.left.isClosed(id))
        #expect(throws: DataChannelError.streamInUse(stream)) {
            _ = try pair.left.endpoint.open(
                DataChannelConfiguration(label: "n", negotiatedStream: stream), now: pair.now)
        }
        let next = try pair.left.endpoint.open(DataChannelConfiguration(label: "second"), now: pair.now)
        #expect(pair.left.endpoint.stream(of: next) == StreamID(rawValue: 2))
        try pair.left.endpoint.send(.text("hello"), on: next, now: pair.now)
        #expect(pair.settle())
        let remote = try #require(pair.right.remoteChannels.last)
        #expect(pair.right.messages(on: remote) == [.text("hello")])
        #expect(pair.right.endpoint.counters.opensOnUsedStreams == 0)
    }

    @Test("a channel that never had a stream just goes")
    func beforeConnecting() throws {
        let pair = DataChannelPair()
        let id = try pair.left.endpoint.open(DataChannelConfiguration(label: "c"), now: pair.now)
        pair.left.endpoint.close(id, now: pair.now)
        #expect(pair.connect())
        #expect(pair.settle())
        #expect(pair.left.isClosed(id))
        #expect(pair.right.opened.isEmpty)
    }

    @Test("the end of the association closes every channel on both sides, then says so")
    func disconnection() throws {
        let pair = DataChannelPair()
        let id = try pair.left.endpoint.open(DataChannelConfiguration(label: "c"), now: pair.now)
        #expect(pair.connect())
        #expect(pair.settle())
        let remote = try #require(pair.right.remoteChannels.first)
        pair.left.endpoint.abort(now: pair.now)
        pair.run(for: .seconds(1))
        #expect(pair.left.events.suffix(2) == [.closed(id), .disconnected(.aborted)])
        #expect(pair.right.events.suffix(2) == [.closed(remote), .disconnected(.abortedByPeer(.userInitiatedAbort))])
        #expect(throws: DataChannelError.unknownChannel(id)) {
            try pair.left.endpoint.send(.text("late"), on: id, now: pair.now)
        }
        #expect(throws: DataChannelError.association(.closed)) {
            _ = try pair.left.endpoint.open(DataChannelConfiguration(label: "late"), now: pair.now)
        }
        #expect(pair.nextInstant == nil)
    }
}
