import CongestionControl
import Testing
import Wire

@Suite("A sender with little to send")
struct ApplicationLimitTests {
    @Test("Minutes of silence change nothing, cost nothing and wake nobody")
    func silence() {
        let call = Call { _ in PathConditions() }
        call.source = { $0 < .seconds(10) || $0 > .seconds(190) ? .video : .idle }
        call.run(until: .seconds(15))
        let (before, sent) = (call.samples.last?.target, call.sentBytes)
        #expect(call.controller.nextTimeout == nil)
        call.run(until: .seconds(189))
        #expect(call.samples.last?.target == before)
        #expect(call.sentBytes == sent)
        #expect(call.controller.nextTimeout == nil)
        // And the first second after it begins where the last one ended.
        call.run(until: .seconds(200))
        #expect(call.target(.seconds(191)..<(.seconds(200))) > 0.8 * 4e6)
        #expect(!call.changes.contains { $0.bitrate.reason == .silence })
    }

    @Test("A path that became narrow during a silence is noticed with the first burst")
    func narrowedInSilence() {
        let call = Call { PathConditions(bitsPerSecond: $0 < .seconds(30) ? 4e6 : 0.5e6) }
        call.source = { $0 < .seconds(10) || $0 > .seconds(60) ? .video : .idle }
        call.run(until: .seconds(70))
        #expect(
            call.settled(below: .milliseconds(100), from: .seconds(60), until: .seconds(70)) <= .milliseconds(2_500))
        #expect(call.target(.seconds(62)..<(.seconds(70))) < 0.55e6)
    }

    @Test("A screen that changes each three seconds finds what the path carries, and keeps to it")
    func bursts() {
        let call = Call { _ in PathConditions() }
        call.source = { _ in .bursts(byteCount: 60_000, every: .seconds(3)) }
        call.hasAudio = true
        call.run(until: .seconds(60))
        #expect(call.target(.seconds(5)..<(.seconds(60))) > 0.75 * 4e6)
        #expect(call.target(.seconds(5)..<(.seconds(60))) < 1.1 * 4e6)
        #expect((call.queueDelays(.seconds(5)..<(.seconds(60))).last ?? .zero) < .milliseconds(150))
        #expect(call.controller.statistics(now: call.now).isApplicationLimited)
    }

    @Test("Jitter is no reason to forget an estimate of which a quarter is used", arguments: 1...4)
    func jitterWhileLimited(seed: Int) {
        let call = Call(seed: UInt64(seed)) { _ in PathConditions(jitter: .milliseconds(30)) }
        call.source = { $0 < .seconds(5) ? .video : .bursts(byteCount: 4_000, every: .milliseconds(33)) }
        call.run(until: .seconds(30))
        let lowest = call.samples.filter { $0.time > .seconds(6) }.map(\.target).min() ?? .zero
        #expect(lowest > .kilobits(3_000))
    }

    @Test("Little is sent on a wide path: probing alone raises the estimate, and costs less than 2 % of it")
    func littleSent() {
        let call = Call { PathConditions(bitsPerSecond: $0 < .seconds(20) ? 1e6 : 10e6) }
        call.source = { _ in .bursts(byteCount: 1_000, every: .milliseconds(100)) }
        call.run(until: .seconds(20))
        #expect(call.target(.seconds(10)..<(.seconds(20))) < 1.3e6)
        call.run(until: .seconds(60))
        #expect(call.target(.seconds(40)..<(.seconds(60))) > 0.8 * 10e6)
        #expect(Double(call.paddingBytes) * 8 / 60 < 0.02 * 10e6)
    }

    @Test("Start-up: 3 and 6 times the first rate, as soon as media leaves")
    func startUp() {
        var estimator = BandwidthEstimator(configuration: CongestionControlConfiguration())
        let now = Instant.origin + .seconds(1)
        estimator.handleSent(1, byteCount: 100, isMedia: false, now: now)
        #expect(estimator.pollProbe() == nil)
        estimator.handleSent(2, byteCount: 1_000, now: now)
        #expect(estimator.pollProbe()?.bitrate == .kilobits(900))
        #expect(estimator.pollProbe()?.bitrate == .kilobits(1_800))
        #expect(estimator.pollProbe() == nil)
    }

    @Test("Each probe that is carried is followed by one of twice the rate, up to what an encoder can use")
    func doubling() throws {
        let call = Call { _ in PathConditions(bitsPerSecond: 50e6, delay: .milliseconds(10)) }
        call.run(until: .seconds(10))
        #expect(try #require(call.reached(20e6, after: .zero)) <= .milliseconds(600))
        let found = call.changes.filter { $0.bitrate.reason == .probe }.map(\.bitrate.availableOutgoingBitrate)
        #expect(found.count >= 4)
        #expect(zip(found, found.dropFirst()).allSatisfy { $1.bitsPerSecond < $0.bitsPerSecond * 2.2 })
        #expect(call.samples.allSatisfy { $0.target <= .kilobits(20_000) })
    }

    @Test("Before media nothing is probed")
    func nothingBeforeMedia() {
        let call = Call { _ in PathConditions() }
        call.source = { _ in .idle }
        call.run(until: .seconds(5))
        #expect(call.sentBytes == 0)
        #expect(call.changes.map(\.bitrate.reason) == [.start])
    }

    @Test("The lost end of a burst before a silence lowers nothing, and is waited for no longer than three seconds")
    func lostEnd() {
        let call = Call { PathConditions(loss: .seconds(10.15) < $0 && $0 < .seconds(11) ? 1 : 0) }
        call.source = { $0 < .seconds(10.2) ? .video : .idle }
        call.run(until: .seconds(10.1))
        let before = call.samples.last?.target ?? .zero
        call.run(until: .seconds(11))
        #expect(call.controller.nextTimeout != nil)
        call.run(until: .seconds(20))
        #expect((call.samples.last?.target ?? .zero) >= before)
        #expect(call.controller.nextTimeout == nil)
    }
}
