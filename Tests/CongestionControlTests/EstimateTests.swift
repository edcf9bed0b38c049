import RTP
import Testing
import Wire

@testable import CongestionControl

@Suite("Parts of the estimate")
struct EstimateTests {
    private let start = Instant.origin + .seconds(100)

    private func arrival(
        _ number: Int64, sent: Duration, arrived: Duration, byteCount: Int = 1_000, cluster: ProbeClusterID? = nil
    ) -> PacketArrival {
        PacketArrival(
            number: number, sent: start + sent, arrival: start + arrived, byteCount: byteCount, cluster: cluster)
    }

    @Test("What left within 5 ms is one group; groups are compared by their last packets")
    func groups() {
        var groups = PacketGroups()
        #expect(groups.add(arrival(1, sent: .zero, arrived: .milliseconds(20))) == nil)
        #expect(groups.add(arrival(2, sent: .milliseconds(4), arrived: .milliseconds(26))) == nil)
        #expect(groups.add(arrival(3, sent: .milliseconds(20), arrived: .milliseconds(45))) == nil)
        // One that was overtaken does not count.
        #expect(groups.add(arrival(0, sent: .milliseconds(2), arrived: .milliseconds(46))) == nil)
        let variation = groups.add(arrival(4, sent: .milliseconds(40), arrived: .milliseconds(70)))
        #expect(variation?.sent == .milliseconds(16))
        #expect(variation?.arrived == .milliseconds(19))
        // A burst behind a stall belongs to the group that it stalled with.
        #expect(groups.add(arrival(5, sent: .milliseconds(60), arrived: .milliseconds(71))) == nil)
    }

    /// The usages that a queue shows which grows by so much with each group of 10 ms.
    private func usages(growth: Double, count: Int, _ trend: inout DelayTrend) -> Set<String> {
        var seen: Set<String> = []
        for index in 0..<count {
            trend.add(
                PacketGroups.Variation(
                    sent: .milliseconds(10), arrived: .seconds((10 + growth) / 1_000),
                    arrival: start + .milliseconds(index * 10)))
            seen.insert("\(trend.usage)")
        }
        return seen
    }

    @Test("A queue that grows is overuse, one that shrinks underuse, one that stays neither")
    func trend() {
        var trend = DelayTrend()
        #expect(usages(growth: 0, count: 100, &trend) == ["normal"])
        #expect(usages(growth: 1, count: 60, &trend).contains("overuse"))
        trend.reset()
        #expect(usages(growth: -1, count: 60, &trend).contains("underuse"))
        #expect(DelayTrend.thresholds.contains(trend.threshold))
    }

    @Test("The threshold grows with what is usual and shrinks again")
    func threshold() {
        var trend = DelayTrend()
        _ = usages(growth: 0, count: 300, &trend)
        let low = trend.threshold
        #expect(low == 6)
        _ = usages(growth: 0.3, count: 300, &trend)
        #expect(trend.threshold > low)
    }

    @Test(
        "A probe that arrives as it left is carried; one that draws apart shows the path",
        arguments: [
            (1.0, 1_900...2_100), (2.0, 900...1_050), (0.2, 0...0),
        ])
    func probe(stretch: Double, kilobits: ClosedRange<Int>) {
        var results = ProbeResults()
        let cluster = ProbeCluster(id: ProbeClusterID(rawValue: 1), bitrate: .kilobits(2_000))
        results.expect(cluster)
        var found = 0.0
        for index in 0..<15 {
            let packet = arrival(
                Int64(index), sent: .milliseconds(index), arrived: .seconds(0.03 + Double(index) * stretch / 1_000),
                byteCount: 250, cluster: cluster.id)
            if let result = results.add(packet) { found = result.bitrate.bitsPerSecond }
        }
        #expect(kilobits ~= Int(found / 1_000))
    }

    @Test(
        "A large first packet of a probe does not make a narrow path look wide, nor a wide one narrow",
        arguments: [
            (0.5e6, 300...600), (4e6, 900...1_100),
        ])
    func unevenProbe(bitsPerSecond: Double, kilobits: ClosedRange<Int>) {
        var results = ProbeResults()
        let cluster = ProbeCluster(id: ProbeClusterID(rawValue: 1), bitrate: .kilobits(1_000))
        results.expect(cluster)
        var (found, sent, free) = (0.0, 0.0, 0.0)
        for index in 0..<8 {
            let byteCount = index == 0 ? 1_200 : 150
            free = max(free, sent) + Double(byteCount) * 8 / bitsPerSecond
            let packet = arrival(
                Int64(index), sent: .seconds(sent), arrived: .seconds(0.02 + free), byteCount: byteCount,
                cluster: cluster.id)
            sent += Double(byteCount) * 8 / 1e6
            if let result = results.add(packet) { found = result.bitrate.bitsPerSecond }
        }
        #expect(kilobits ~= Int(found / 1_000))
    }

    /// Lets a monitor see intervals with a share of loss each; gives those in which it saw congestion.
    private func congestion(_ shares: [Double]) -> [Int] {
        var monitor = LossMonitor()
        var result: [Int] = []
        var now = start
        for (interval, share) in shares.enumerated() {
            for _ in 0..<10 {
                now += .milliseconds(21)
                var news = FeedbackNews()
                let lost = Int((share * 20).rounded())
                news.lost = Array(repeating: now, count: lost)
                news.received = (0..<20 - lost).map { _ in
                    PacketArrival(number: 0, sent: now, arrival: now, byteCount: 1_000, cluster: nil)
                }
                if monitor.add(news, now: now) != nil { result.append(interval) }
            }
        }
        return result
    }

    @Test("Loss that stays after a cut is the path's own; loss that went with it and comes again is not")
    func loss() {
        #expect(congestion(Array(repeating: 0.2, count: 20)).count == 1)
        #expect(congestion([0, 0, 0, 0.4, 0, 0, 0, 0.4, 0]).count == 2)
        #expect(congestion(Array(repeating: 0.05, count: 20)).isEmpty)
        // It creeps up with the rate.
        #expect(!congestion((0..<12).map { 0.05 * Double($0) / 2 }).isEmpty)
    }

    @Test("What arrives is told once, and what a lost report held is neither lost nor in flight")
    func sentPackets() {
        var sent = SentPackets()
        var counters = FeedbackCounters()
        for index in 0..<10 {
            sent.insert(65_530 &+ UInt16(index), byteCount: 100, cluster: nil, now: start + .milliseconds(index))
        }
        #expect(sent.inFlightByteCount == 1_000)
        func report(_ base: UInt16, _ statuses: [TransportFeedback.Status]) -> FeedbackNews {
            sent.take(
                TransportFeedback(
                    senderSSRC: SSRC(rawValue: 1), mediaSSRC: SSRC(rawValue: 2), baseSequenceNumber: base,
                    referenceTime: 0, feedbackCount: 0, statuses: statuses), base: start, counters: &counters)
        }
        let first = report(65_530, [.received(delta: 4), .notReceived, .received(delta: 8)])
        #expect(first.received.map(\.number) == [65_530, 65_532])
        #expect(first.received.map(\.arrival) == [start + .milliseconds(1), start + .milliseconds(3)])
        #expect(first.lost == [start + .milliseconds(1)])
        #expect(sent.inFlightByteCount == 700)
        // 65,533 to 65,535 were in a report that did not come.
        let third = report(0, [.received(delta: 40)])
        #expect(third.received.map(\.number) == [65_536])
        #expect(third.received.map(\.isBehindGap) == [true])
        #expect(third.lost.isEmpty)
        #expect(sent.inFlightByteCount == 300)
        // It comes late, and says that one was lost.
        let second = report(65_533, [.received(delta: 20), .notReceived, .received(delta: 4)])
        #expect(second.received.count == 2 && second.lost.count == 1)
        #expect(sent.inFlightByteCount == 300)
        #expect(report(65_533, [.received(delta: 20)]) == FeedbackNews())
        #expect(counters.duplicatePackets == 1)
        #expect(report(100, [.received(delta: 1), .notReceived]) == FeedbackNews())
        #expect(counters.unknownPackets == 1)
    }

    @Test("What a lost report held is not missing from the rate at which packets arrive")
    func acknowledgedBehindGap() throws {
        var acknowledged = AcknowledgedBitrate()
        for index in 0..<60 where !(20..<40).contains(index) {
            var packet = arrival(Int64(index), sent: .milliseconds(index * 4), arrived: .milliseconds(index * 4))
            packet.isBehindGap = index == 40
            acknowledged.add(packet, queueDelay: .zero)
        }
        #expect(abs(try #require(acknowledged.bitrate).bitsPerSecond - 2e6) < 1_000)
        #expect(acknowledged.bottleneckBitrate == nil)
    }

    @Test("Packets that stood behind each other tell the bottleneck's rate, whatever left before")
    func bottleneck() throws {
        var acknowledged = AcknowledgedBitrate()
        for index in 0..<50 {
            acknowledged.add(
                arrival(Int64(index), sent: .milliseconds(index * 2), arrived: .milliseconds(index * 2)),
                queueDelay: .zero)
        }
        // From here on each takes 16 ms.
        for index in 1...4 {
            acknowledged.add(
                arrival(
                    Int64(50 + index), sent: .milliseconds(98 + index * 2), arrived: .milliseconds(98 + index * 16)),
                queueDelay: .milliseconds(index * 14))
        }
        #expect(abs(try #require(acknowledged.latestBottleneckBitrate).bitsPerSecond - 500_000) < 1_000)
        #expect(try #require(acknowledged.bitrate).bitsPerSecond > 2e6)
    }

    /// Updates once in 50 ms for so many seconds.
    private func update(_ control: inout RateControl, _ facts: RateControl.Facts, seconds: Int) {
        for index in 0..<seconds * 20 { _ = control.update(facts, now: start + .milliseconds(index * 50)) }
    }

    @Test("The rate grows by 8 % a second, to one and a half times what arrives, and not while little is sent")
    func growth() {
        let range = Bitrate.kilobits(50)...Bitrate.kilobits(20_000)
        var facts = RateControl.Facts(
            usage: .normal, acknowledged: .kilobits(1_000), isApplicationLimited: false,
            responseTime: .milliseconds(100))
        var control = RateControl(start: .kilobits(1_000), range: range)
        update(&control, facts, seconds: 2)
        #expect(abs(control.bitrate.bitsPerSecond - 1_166_000) < 15_000)
        update(&control, facts, seconds: 60)
        #expect(control.bitrate == .kilobits(1_510))
        facts.isApplicationLimited = true
        facts.acknowledged = .kilobits(5_000)
        update(&control, facts, seconds: 10)
        #expect(control.bitrate == .kilobits(1_510))
        facts.usage = .overuse
        facts.acknowledged = .kilobits(800)
        update(&control, facts, seconds: 1)
        #expect(control.bitrate == .kilobits(680))
    }
}
