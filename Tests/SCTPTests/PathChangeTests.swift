import TestSupport
import Testing
import Wire

@testable import SCTP

@Suite("A path that changes")
struct PathChangeTests {
    @Test("a rate that falls to an eighth is followed without a lasting queue, and so is its return")
    func rate() {
        let bell = Dumbbell(ThroughputTests.link(megabits: 4, roundTrip: 50, queue: 200))
        let flow = bell.add()
        bell.run(for: .seconds(8))
        bell.forward.configuration.bytesPerSecond = 62_500
        bell.forward.configuration.queueLimit = 50_000
        bell.run(for: .seconds(8))
        flow.roundTrips = []
        #expect(bell.run(for: .seconds(10))[0] > 0.4e6)
        #expect(bell.standingQueue(of: flow) < .milliseconds(100), "of 800 that fit")
        bell.forward.configuration.bytesPerSecond = 500_000
        bell.forward.configuration.queueLimit = 100_000
        bell.run(for: .seconds(4))
        #expect(bell.run(for: .seconds(5))[0] > 3.4e6)
        #expect(flow.sender.counters.timeouts == 0)
    }

    @Test("data flows again soon after the path was gone for 3 s, and at its rate", arguments: 1...5)
    func outage(seed: Int) {
        let bell = Dumbbell(
            ThroughputTests.link(megabits: 20, roundTrip: 50, queue: 50), seed: UInt64(clamping: seed))
        let flow = bell.add()
        bell.run(for: .seconds(4) + .milliseconds(37 * seed))
        bell.forward.configuration.loss = 1
        bell.backward.configuration.loss = 1
        bell.run(for: .seconds(3))
        bell.forward.configuration.loss = 0
        bell.backward.configuration.loss = 0
        let back = bell.now
        let before = flow.received
        var first: Duration?
        bell.run(for: .seconds(1)) { now in
            if first == nil, flow.received > before { first = now - back }
        }
        #expect(first ?? .seconds(9) < .milliseconds(300))
        #expect(bell.run(for: .seconds(2))[0] > 16e6)
    }

    @Test("packets that overtake others cost few retransmissions and no time-out")
    func reordering() {
        let bell = Dumbbell(ThroughputTests.link(megabits: 20, roundTrip: 50, queue: 50, reordering: 0.01))
        let flow = bell.add()
        bell.run(for: .seconds(4))
        let before = flow.sender.counters.retransmittedChunks
        #expect(bell.run(for: .seconds(10))[0] > 12e6)
        #expect(flow.sender.counters.retransmittedChunks - before <= 180)
        #expect(flow.sender.counters.timeouts == 0)
    }

    @Test("bursts that lose twenty packets at a time do not stop the flow", arguments: 1...4)
    func bursts(seed: Int) {
        let bell = Dumbbell(ThroughputTests.link(megabits: 50, roundTrip: 50, queue: 50))
        // Twenty in each four hundred: 5 % of all.
        let offset = 97 * seed
        bell.forward.filter = { number, _ in (number + offset) % 400 >= 20 }
        let flow = bell.add()
        bell.run(for: .seconds(5))
        #expect(bell.run(for: .seconds(10))[0] > 8e6)
        #expect(flow.sender.counters.timeouts <= 4)
    }
}
