import TestSupport
import Testing
import Wire

@testable import SCTP

@Suite("Rate-based congestion control on paths with jitter")
struct JitterTests {
    /// Jitter makes acknowledgements come in bursts, which raises the highest sample of the bandwidth above it.
    @Test("keeps the queue short, and the link in use", arguments: [0, 3, 6], [1, 2, 3] as [UInt64])
    func queue(milliseconds: Int, seed: UInt64) {
        var link = ThroughputTests.link(megabits: 20, roundTrip: 50, queue: 100)
        link.jitter = .milliseconds(milliseconds)
        let bell = Dumbbell(link, seed: seed)
        bell.backward.configuration.jitter = .milliseconds(milliseconds)
        bell.add()
        bell.run(for: .seconds(3))
        var delays: [Duration] = []
        var next = bell.now
        let rate = bell.run(for: .seconds(15)) { now in
            while next <= now {
                delays.append(bell.forward.queueingDelay(now: now))
                next += .milliseconds(5)
            }
        }[0]
        delays.sort()
        #expect(rate > 15e6, "\(Int(rate / 1e6)) Mbit/s")
        #expect(delays[delays.count / 2] < .milliseconds(5))
        #expect(delays[delays.count * 98 / 100] < .milliseconds(25))
    }

    @Test("measures no rate over a round trip in which the sender set the pace")
    func applicationLimit() {
        func rate(limitedBy application: Bool) -> Double? {
            var round = RoundObservation(delivered: 1000, now: .origin)
            for isLimited in [false, application, false] {
                let sample = DeliverySample(
                    delivered: 2000, priorDelivered: 1000, interval: .milliseconds(50), isApplicationLimited: isLimited)
                round.handle(
                    AcknowledgementFacts(
                        acknowledgedBytes: 1000, flightSizeBefore: 2000, cumulativeTSNAdvanced: true,
                        isInFastRecovery: false, delivery: sample))
            }
            return round.rate(delivered: 2000, now: .origin + .milliseconds(50))
        }
        #expect(rate(limitedBy: false) == 20_000)
        #expect(rate(limitedBy: true) == nil)
    }
}
