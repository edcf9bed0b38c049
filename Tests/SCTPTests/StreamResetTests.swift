import TestSupport
import Testing
import Wire

@testable import SCTP

@Suite("Stream reset")
struct StreamResetTests {
    private let stream = StreamID(rawValue: 1)

    @Test("follows what waits on the stream, and starts its numbers again", arguments: [0, 0.1, 0.3])
    func afterData(loss: Double) throws {
        for seed in 1...10 as ClosedRange<UInt64> {
            let pair = SCTPPair(seed: seed, path: NetemConfiguration(latency: .milliseconds(10), loss: loss))
            #expect(pair.connect())
            for number in 0..<30 { try pair.left.send([UInt8](repeating: UInt8(number), count: 3000), now: pair.now) }
            pair.left.association.resetStream(stream, now: pair.now)
            #expect(throws: SCTPError.streamIsResetting(stream)) { try pair.left.send([1], now: pair.now) }
            #expect(pair.run(for: .seconds(60)) { pair.left.events.contains(.outgoingStreamsReset([stream])) })
            #expect(pair.right.messageCount == 30)
            #expect(pair.right.events.last == .incomingStreamsReset([stream]))
            try pair.left.send([7], now: pair.now)
            #expect(pair.settle())
            #expect(pair.right.messages(on: 1).last == [7])
        }
    }

    @Test("waits at the peer for data that was sent before it")
    func deferred() throws {
        let pair = SCTPPair(path: NetemConfiguration(latency: .milliseconds(50)))
        #expect(pair.connect())
        #expect(pair.settle())
        let first = pair.leftToRight.statistics.sent
        pair.leftToRight.filter = { number, _ in number != first }
        try pair.left.send([1], now: pair.now)
        pair.drain()
        pair.left.association.resetStream(stream, now: pair.now)
        pair.run(for: .milliseconds(120))
        #expect(pair.right.events == [.established])
        #expect(pair.left.association.streamResets.isInProgress)
        #expect(pair.run(for: .seconds(5)) { pair.left.events.contains(.outgoingStreamsReset([stream])) })
        #expect(pair.right.events.count == 3)
        #expect(pair.right.events.last == .incomingStreamsReset([stream]))
        #expect(pair.settle())
    }

    @Test("names all streams that close together in one request")
    func many() throws {
        let pair = SCTPPair()
        #expect(pair.connect())
        for number in 0..<200 as Range<UInt16> {
            try pair.left.send([1], on: number, now: pair.now)
            pair.left.association.resetStream(StreamID(rawValue: number), now: pair.now)
        }
        #expect(pair.settle())
        let streams = pair.right.events.reduce(into: Set<StreamID>()) { set, event in
            if case .incomingStreamsReset(let list) = event { set.formUnion(list) }
        }
        #expect(streams.count == 200)
        #expect(pair.right.messageCount == 200)
    }

    @Test("that the peer refuses ends the stream for this side, and no other")
    func refused() throws {
        let pair = SCTPPair()
        #expect(pair.connect())
        try pair.left.send([1], now: pair.now)
        #expect(pair.settle())
        // A peer that waits for another request's number refuses ours.
        pair.right.association.streamResets.expectedRequest = ReconfigurationSequenceNumber(rawValue: 7)
        pair.left.association.resetStream(stream, now: pair.now)
        #expect(pair.settle())
        #expect(pair.left.events.last == .outgoingStreamResetFailed([stream]))
        #expect(throws: SCTPError.streamIsResetting(stream)) { try pair.left.send([2], now: pair.now) }
        pair.left.association.resetStream(stream, now: pair.now)
        try pair.left.send([3], on: 2, now: pair.now)
        #expect(pair.settle())
        #expect(pair.left.events.count { $0 == .outgoingStreamResetFailed([stream]) } == 1)
        #expect(pair.right.messages(on: 1) == [[1]])
        #expect(pair.right.messages(on: 2) == [[3]])
    }

    @Test("fails at once where the peer does not know it")
    func unsupported() {
        let pair = SCTPPair()
        #expect(pair.connect())
        let fields = InitiationFields(
            initiateTag: pair.right.association.local.verificationTag, advertisedReceiverWindow: 1_000_000,
            outboundStreamCount: 10, inboundStreamCount: 10, initialTSN: pair.right.association.local.initialTSN,
            extensions: .forwardTSN)
        pair.left.association.peer = PeerParameters(fields, configuration: SCTPConfiguration())
        pair.left.association.resetStream(stream, now: pair.now)
        pair.run(for: .seconds(1))
        #expect(pair.left.events.last == .outgoingStreamResetFailed([stream]))
        #expect(pair.left.isIdle)
    }

    @Test("streams that are filled and reset over and over lose, repeat and mix nothing", arguments: [true, false])
    func soak(offersInterleaving: Bool) throws {
        var configuration = SCTPConfiguration()
        configuration.offersInterleaving = offersInterleaving
        let pair = SCTPPair(
            seed: 11, path: NetemConfiguration(latency: .milliseconds(5), loss: 0.05, reordering: 0.02),
            configuration: configuration, leftTSN: UInt32.max - 1000)
        #expect(pair.connect())
        var random = SeededRandom(seed: 12)
        var sent: [UInt16: [[UInt8]]] = [:]
        for _ in 0..<150 {
            let streams = (0..<4 as Range<UInt16>).filter { _ in random.chance(0.6) }
            for stream in streams {
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let message = random.bytes(Int.random(in: 1...4000, using: &random))
                    sent[stream, default: []].append(message)
                    try pair.left.send(message, on: stream, now: pair.now)
                }
            }
            for stream in streams { pair.left.association.resetStream(StreamID(rawValue: stream), now: pair.now) }
            #expect(
                pair.run(for: .seconds(60)) {
                    streams.allSatisfy { pair.left.association.canSend(on: StreamID(rawValue: $0)) }
                })
        }
        #expect(pair.settle())
        for stream in 0..<4 as Range<UInt16> { #expect(pair.right.messages(on: stream) == sent[stream]) }
        #expect(pair.left.closeReason == nil)
    }
}
