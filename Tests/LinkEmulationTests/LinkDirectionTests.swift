import Testing
import Wire

@testable import LinkEmulation

@Suite("One direction of a link, in virtual time")
struct LinkDirectionTests {
    @Test("Without impairments a packet arrives at once")
    func empty() {
        var link = Traffic()
        link.send(at: .zero)
        #expect(link.finish() == [.zero])
    }

    @Test("A packet takes the delay, and the time that the bottleneck's rate needs for it")
    func delayAndRate() throws {
        var link = try Traffic("delay=25ms rate=10mbit")
        link.send(at: .zero)
        link.send(at: .zero)
        // 1,250 bytes at 10 Mbit/s take 1 ms.
        #expect(link.finish() == [.milliseconds(26), .milliseconds(27)])
    }

    @Test("What does not fit into the queue is dropped", arguments: ["queue=10ms", "queue=12500b", "queue=12.5kb"])
    func queue(limit: String) throws {
        var link = try Traffic("rate=10mbit \(limit)")
        for _ in 0..<30 { link.send(at: .zero) }
        #expect(link.finish().count == 10)
        #expect(link.direction.counters.queueDrops == 20)
        #expect(link.direction.queueDelays.percentile(1) == 9)
    }

    @Test("What a packet would wait is what is before it at the present rate")
    func queueDelay() throws {
        var link = try Traffic("rate=4mbit queue=1s")
        let begin = Instant.origin
        #expect(link.direction.queueDelay(now: begin) == .zero)
        for _ in 0..<10 { link.send(at: .zero) }
        // 2.5 ms each.
        #expect(link.direction.queueDelay(now: begin) == .milliseconds(25))
        #expect(link.direction.queueDelay(now: begin + .milliseconds(1)) == .milliseconds(24))
        try link.configure("rate=0.5mbit", at: .zero)
        #expect(link.direction.queueDelay(now: begin) == .milliseconds(200))
    }

    @Test("A new rate is that of what waits already")
    func rateChange() throws {
        var link = try Traffic("rate=4mbit queue=1s")
        for _ in 0..<10 { link.send(at: .zero) }
        try link.configure("rate=0.5mbit", at: .milliseconds(5))
        try link.configure("rate=4mbit", at: .milliseconds(45))
        // 2.5 ms each at 4 Mbit/s, 20 ms at 0.5: two, two, six.
        let arrivals = link.finish()
        #expect(arrivals.first == .milliseconds(2.5))
        #expect(arrivals[3] == .milliseconds(45))
        #expect(arrivals.last == .milliseconds(60))
    }

    @Test("Half a packet that was sent at the old rate is not sent again")
    func rateChangeWithinPacket() throws {
        var link = try Traffic("rate=10mbit")
        link.send(at: .zero)
        try link.configure("rate=1mbit", at: .milliseconds(0.5))
        #expect(link.finish() == [.milliseconds(5.5)])
    }

    @Test("What waits leaves at once when the bottleneck goes")
    func rateGone() throws {
        var link = try Traffic("rate=1mbit queue=1s")
        for _ in 0..<3 { link.send(at: .zero) }
        try link.configure("rate=none", at: .milliseconds(1))
        #expect(link.finish() == [.milliseconds(1), .milliseconds(1), .milliseconds(1)])
    }

    @Test("Random loss has its share, and the same seed loses the same packets")
    func loss() throws {
        let runs = try ([7, 7, 8] as [UInt64]).map { seed in
            var link = try Traffic("loss=10%", seed: seed)
            for index in 0..<10_000 { link.send(at: .microseconds(index)) }
            return link.finish()
        }
        #expect((8_900...9_100).contains(runs[0].count))
        #expect(runs[0] == runs[1])
        #expect(runs[0] != runs[2])
    }

    @Test("Bursts lose packets in a row")
    func bursts() throws {
        var link = try Traffic("burst=1%/10%/100%")
        for index in 0..<100_000 { link.send(at: .microseconds(index)) }
        let arrivals = link.finish()
        let lost = 100_000 - arrivals.count
        // 1 in 11 of the time is within a burst, and a burst has ten packets.
        #expect((8_000...10_000).contains(lost))
        let bursts = zip(arrivals, arrivals.dropFirst()).count { $1 - $0 > .microseconds(1) }
        #expect((8.0...12.0).contains(Double(lost) / Double(bursts)))
    }

    @Test("Jitter keeps the order; reordering does not")
    func order() throws {
        var jittered = try Traffic("delay=10ms jitter=5ms")
        for index in 0..<1_000 { jittered.send(at: .microseconds(100 * index)) }
        _ = jittered.finish()
        #expect(jittered.order == jittered.order.sorted())

        var reordered = try Traffic("delay=10ms reorder=10%/5ms")
        for index in 0..<1_000 { reordered.send(at: .microseconds(100 * index)) }
        _ = reordered.finish()
        #expect(reordered.order != reordered.order.sorted())
        #expect(reordered.order.sorted() == Array(0..<1_000))
        #expect((60...140).contains(reordered.direction.counters.reordered))
    }

    @Test("A doubled packet arrives twice")
    func duplication() throws {
        var link = try Traffic("duplicate=100%")
        link.send(at: .zero)
        #expect(link.finish() == [.zero, .zero])
        #expect(link.direction.counters.delivered == 2)
    }

    @Test("What exceeds the MTU is refused at the entrance")
    func maximumTransmissionUnit() throws {
        var link = try Traffic("mtu=1249")
        #expect(link.send(at: .zero) == .tooBig(1_249))
        try link.configure("mtu=1250", at: .zero)
        #expect(link.send(at: .zero) == .taken)
        #expect(link.finish().count == 1)
        #expect(link.direction.counters.tooBig == 1)
    }

    @Test("Every packet that was taken is given back, once")
    func ownership() throws {
        var link = try Traffic("delay=3ms jitter=9ms loss=20% reorder=9%/2ms duplicate=9% rate=9mbit queue=20ms")
        var taken = 0
        for index in 0..<20_000 where link.send(at: .microseconds(500 * index)) == .taken { taken += 1 }
        _ = link.finish()
        let counters = link.direction.counters
        #expect(counters.lost > 0 && counters.duplicated > 0 && counters.queueDrops > 0)
        #expect(link.givenBack.count == taken)
        #expect(Set(link.givenBack).count == taken)
        #expect(link.direction.nextTimeout == nil)
    }
}
