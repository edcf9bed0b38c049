import CongestionControl
import RTP
import TestSupport
import Testing
import Wire

@Suite("Feedback that is lost, late, double or false")
struct FeedbackTests {
    @Test("A third of the reports lost, others late or double: the estimate stays")
    func badReturnPath() {
        for seed in 1...3 {
            let call = Call(seed: UInt64(seed)) { _ in PathConditions() }
            call.feedbackFate = { _, random in
                if random.chance(0.3) { return [] }
                if random.chance(0.2) { return [.milliseconds(80)] }
                return random.chance(0.2) ? [.zero, .milliseconds(30)] : [.zero]
            }
            call.run(until: .seconds(30))
            #expect(call.target(.seconds(5)..<(.seconds(30))) > 0.75 * 4e6)
            #expect(call.received(.seconds(5)..<(.seconds(30))) > 0.7 * 4e6)
            let counters = call.controller.statistics(now: call.now).counters
            #expect(counters.duplicatePackets > 0)
            #expect(counters.unknownPackets == 0)
        }
    }

    @Test("Numbers wrap, several times")
    func wraps() {
        // 20 Mbit/s are 2,000 packets a second.
        let call = Call(firstNumber: 65_530) { _ in PathConditions(bitsPerSecond: 50e6) }
        call.run(until: .seconds(80))
        #expect(call.sentBytes / 1_200 > 2 * 65_536)
        #expect(call.target(.seconds(5)..<(.seconds(80))) > 0.95 * 20e6)
        #expect(call.controller.statistics(now: call.now).counters == FeedbackCounters())
    }

    @Test("The peer's reference time wraps after 12 days")
    func referenceTimeWraps() {
        let call = Call { _ in PathConditions() }
        // Begins 10 s before the wrap: the harness's clock stands at 1,000 s.
        call.receiverClock = { _ in .milliseconds(64) * (0x100_0000 - 1_010_000 / 64) }
        call.run(until: .seconds(20))
        #expect(call.controller.statistics(now: call.now).counters.clockJumps == 0)
        #expect(call.target(.seconds(8)..<(.seconds(20))) > 0.8 * 4e6)
    }

    @Test(
        "The peer's clock leaps by half a minute, by 15 minutes back, and by a third of a second",
        arguments: [
            Duration.seconds(32), .seconds(-896), .milliseconds(320), .milliseconds(-320),
        ])
    func clockJumps(leap: Duration) {
        let call = Call { _ in PathConditions() }
        call.receiverClock = { $0 < .seconds(10) ? .zero : leap }
        call.run(until: .seconds(20))
        let isLarge = leap > .seconds(2) || leap < .seconds(-2)
        #expect(call.controller.statistics(now: call.now).counters.clockJumps == (isLarge ? 1 : 0))
        #expect(call.target(.seconds(10)..<(.seconds(20))) > 0.6 * 4e6)
        #expect(call.received(.seconds(12)..<(.seconds(20))) > 0.6 * 4e6)
    }

    @Test("Arrivals of packets that were never sent are counted, and change nothing")
    func neverSent() {
        let call = Call { _ in PathConditions() }
        call.run(until: .seconds(10))
        let before = call.controller.statistics(now: call.now)
        let false_ = TransportFeedback(
            senderSSRC: SSRC(rawValue: 1), mediaSSRC: SSRC(rawValue: 2),
            baseSequenceNumber: call.nextNumber &+ 100, referenceTime: call.reports.last?.referenceTime ?? 0,
            feedbackCount: 0, statuses: Array(repeating: .received(delta: 1), count: 500))
        call.controller.handle(false_, now: call.now)
        let after = call.controller.statistics(now: call.now)
        #expect(after.counters.unknownPackets == 500)
        #expect(after.bitrate == before.bitrate)
        #expect(after.roundTripTime == before.roundTripTime)
    }

    @Test("A report that comes again changes nothing")
    func replayed() {
        let call = Call { _ in PathConditions() }
        call.run(until: .seconds(10))
        let before = call.controller.statistics(now: call.now)
        for report in call.reports.suffix(100).dropLast(5) { call.controller.handle(report, now: call.now) }
        let after = call.controller.statistics(now: call.now)
        #expect(after.counters.duplicatePackets > 500)
        #expect(after.bitrate == before.bitrate)
    }

    @Test("Whatever a peer reports, nothing traps and the estimate stays within its bounds", arguments: 0..<20)
    func arbitrary(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let configuration = CongestionControlConfiguration()
        var controller = MediaSendController<Int>(configuration: configuration)
        var now = Instant.origin + .seconds(5)
        var number = UInt16.random(in: .min ... .max, using: &random)
        for _ in 0..<400 {
            now += .milliseconds(Int.random(in: 0...200, using: &random))
            for packet in 0..<Int.random(in: 0...12, using: &random) {
                controller.enqueue(packet, .video, byteCount: 1_000, now: now)
            }
            while let output = controller.pollOutput(now: now) {
                guard case .packet(_, let mediaClass, let cluster) = output else { continue }
                controller.handleSent(number, byteCount: 1_000, mediaClass: mediaClass, cluster: cluster, now: now)
                number &+= UInt16.random(in: 1...2, using: &random)
            }
            let statuses = (0..<Int.random(in: 0...60, using: &random)).map { _ -> TransportFeedback.Status in
                random.chance(0.3) ? .notReceived : .received(delta: Int16.random(in: .min ... .max, using: &random))
            }
            let feedback = TransportFeedback(
                senderSSRC: SSRC(rawValue: 1), mediaSSRC: SSRC(rawValue: 2),
                baseSequenceNumber: number &- UInt16.random(in: 0...80, using: &random),
                referenceTime: UInt32.random(in: .min ... .max, using: &random), feedbackCount: 0, statuses: statuses)
            controller.handle(feedback, now: now)
            if let timeout = controller.nextTimeout, timeout <= now { controller.handleTimeout(now: now) }
            let estimate = controller.statistics(now: now).bitrate.availableOutgoingBitrate
            #expect(configuration.minimumBitrate <= estimate && estimate <= configuration.maximumBitrate)
        }
    }
}
