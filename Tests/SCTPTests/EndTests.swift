import TestSupport
import Testing
import Wire

@testable import SCTP

@Suite("The end of an association")
struct EndTests {
    @Test("a shutdown delivers everything first, whatever is lost", arguments: [0, 0.05, 0.2])
    func shutdown(loss: Double) throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            let pair = SCTPPair(seed: seed, path: NetemConfiguration(latency: .milliseconds(10), loss: loss))
            #expect(pair.connect())
            for _ in 0..<30 {
                try pair.left.send([UInt8](repeating: 1, count: 5000), now: pair.now)
                try pair.right.send([UInt8](repeating: 1, count: 5000), now: pair.now)
            }
            pair.left.association.shutdown(now: pair.now)
            #expect(throws: SCTPError.closed) { try pair.left.send([1], now: pair.now) }
            #expect(pair.run(for: .seconds(300)) { pair.left.closeReason != nil && pair.right.closeReason != nil })
            #expect(pair.left.closeReason == .shutdown)
            #expect(pair.left.messageCount == 30)
            #expect(pair.right.messageCount == 30)
            // The last packet of a shutdown has no answer: where it is lost, the other side waits until it gives up.
            if loss == 0 { #expect(pair.right.closeReason == .shutdown) }
            #expect(pair.left.association.nextTimeout == nil)
            #expect(pair.right.association.nextTimeout == nil)
        }
    }

    @Test("both sides may shut down at once")
    func simultaneousShutdown() throws {
        let pair = SCTPPair()
        #expect(pair.connect())
        pair.left.association.shutdown(now: pair.now)
        pair.right.association.shutdown(now: pair.now)
        pair.run(for: .seconds(10))
        #expect(pair.left.closeReason == .shutdown)
        #expect(pair.right.closeReason == .shutdown)
        #expect(pair.nextInstant == nil)
    }

    @Test("an abort is told to the peer, and nothing is left")
    func abort() throws {
        let pair = SCTPPair()
        #expect(pair.connect())
        try pair.left.send([UInt8](repeating: 1, count: 60_000), now: pair.now)
        pair.drain()
        pair.left.association.abort(now: pair.now)
        pair.run(for: .seconds(10))
        #expect(pair.left.closeReason == .aborted)
        #expect(pair.right.closeReason == .abortedByPeer(.userInitiatedAbort))
        #expect(pair.nextInstant == nil)
        #expect(pair.left.isIdle)
        #expect(pair.right.isIdle)
    }

    @Test("the packet that tells the end is polled before the event that tells it")
    func order() throws {
        let pair = SCTPPair()
        #expect(pair.connect())
        pair.left.association.abort(now: pair.now)
        var outputs: [AssociationOutput] = []
        while let output = pair.left.association.pollOutput() { outputs.append(output) }
        #expect(outputs.count == 2)
        #expect(outputs.last == .event(.closed(.aborted)))
    }

    @Test("messages held back by a pause are handed over when the association ends")
    func paused() throws {
        let pair = SCTPPair()
        #expect(pair.connect())
        pair.right.association.isDeliveryPaused = true
        try pair.left.send([1], now: pair.now)
        #expect(pair.settle())
        #expect(pair.right.messageCount == 0)
        pair.left.association.abort(now: pair.now)
        pair.run(for: .seconds(1))
        #expect(pair.right.messageCount == 1)
        #expect(pair.right.events.last == .closed(.abortedByPeer(.userInitiatedAbort)))
    }

    @Test("what comes after the end is ignored")
    func afterwards() {
        let pair = SCTPPair()
        #expect(pair.connect())
        pair.left.association.abort(now: pair.now)
        pair.left.association.connect(now: pair.now)
        pair.left.association.shutdown(now: pair.now)
        pair.left.association.resetStream(StreamID(rawValue: 1), now: pair.now)
        pair.left.association.handlePathRestored(now: pair.now)
        pair.left.association.handleTimeout(now: pair.now)
        pair.run(for: .seconds(10))
        #expect(pair.left.events == [.established, .closed(.aborted)])
        #expect(pair.nextInstant == nil)
    }
}
