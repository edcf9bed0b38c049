import TestSupport
import Testing
import Wire

@testable import SCTP

@Suite("Rate-based congestion control on emulated links")
struct ThroughputTests {
    /// A link of so many megabits a second, with a queue of so many milliseconds.
    static func link(
        megabits: Double, roundTrip: Int, queue: Int, loss: Double = 0, reordering: Double = 0
    ) -> NetemConfiguration {
        let rate = Int(megabits * 125_000)
        return NetemConfiguration(
            latency: .milliseconds(roundTrip / 2), loss: loss, reordering: reordering, bytesPerSecond: rate,
            queueLimit: rate * queue / 1000)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let link: NetemConfiguration
        let least: Double
        let testDescription: String

        init(_ description: String, _ link: NetemConfiguration, least: Double) {
            testDescription = description
            self.link = link
            self.least = least
        }
    }

    @Test(
        "keeps a link full, whatever it loses by chance",
        arguments: [
            Case("50 ms, 1 %", link(megabits: 100, roundTrip: 50, queue: 50, loss: 0.01), least: 85e6),
            Case("100 ms, 1 %", link(megabits: 100, roundTrip: 100, queue: 100, loss: 0.01), least: 80e6),
            Case("50 ms, 5 %", link(megabits: 100, roundTrip: 50, queue: 50, loss: 0.05), least: 50e6),
            Case("50 ms, a queue of 5 ms", link(megabits: 100, roundTrip: 50, queue: 5), least: 80e6),
            Case("200 ms", link(megabits: 100, roundTrip: 200, queue: 200), least: 88e6),
            Case("2 ms", link(megabits: 100, roundTrip: 2, queue: 5), least: 88e6),
        ])
    func goodput(_ each: Case) {
        let bell = Dumbbell(each.link)
        bell.add()
        bell.run(for: .seconds(4))
        let rate = bell.run(for: .seconds(10))[0]
        #expect(rate >= each.least, "\(Int(rate / 1e6)) Mbit/s")
        #expect(bell.flows[0].sender.counters.timeouts == 0)
    }

    @Test("keeps a link full without loss and the queue short", arguments: [50, 200])
    func queue(milliseconds: Int) {
        let bell = Dumbbell(Self.link(megabits: 100, roundTrip: 50, queue: milliseconds))
        let flow = bell.add()
        bell.run(for: .seconds(4))
        flow.roundTrips = []
        let rate = bell.run(for: .seconds(10))[0]
        #expect(rate >= 88e6, "\(Int(rate / 1e6)) Mbit/s")
        #expect(bell.standingQueue(of: flow, percentile: 0.95) <= .milliseconds(25))
        #expect(bell.standingQueue(of: flow) <= .milliseconds(5))
    }

    @Test("reaches a link's rate within a second and a half")
    func start() {
        let bell = Dumbbell(Self.link(megabits: 100, roundTrip: 50, queue: 50))
        bell.add()
        bell.run(for: .milliseconds(1500))
        #expect(bell.run(for: .seconds(1))[0] > 70e6)
    }
}
