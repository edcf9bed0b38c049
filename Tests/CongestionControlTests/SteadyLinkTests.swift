import CongestionControl
import Testing
import Wire

@Suite("A link that stays as it is")
struct SteadyLinkTests {
    @Test(
        "Links of 150 kbit/s to 10 Mbit/s are used well, and their queues stay short",
        arguments: [150e3, 300e3, 1e6, 4e6, 10e6])
    func rates(bitsPerSecond: Double) throws {
        let call = Call { _ in PathConditions(bitsPerSecond: bitsPerSecond) }
        call.run(until: .seconds(30))
        let late = Duration.seconds(5)..<Duration.seconds(30)
        #expect(call.received(late) > 0.85 * bitsPerSecond)
        #expect(call.target(late) < 1.05 * bitsPerSecond)
        let delays = call.queueDelays(late)
        // At 150 kbit/s one packet takes 64 ms.
        let packet = Duration.seconds(1_200 * 8 / bitsPerSecond)
        #expect(delays[delays.count * 95 / 100] <= max(.milliseconds(60), packet * 3))
        #expect(try #require(call.reached(0.8 * bitsPerSecond, after: .zero)) <= .seconds(2))
    }

    @Test("Sound is taken off the total, also where little is left")
    func sound() throws {
        let call = Call(configuration: CongestionControlConfiguration(audioBitrate: .kilobits(40))) { _ in
            PathConditions(bitsPerSecond: 150e3, delay: .milliseconds(50))
        }
        call.hasAudio = true
        call.run(until: .seconds(20))
        let last = try #require(call.changes.last).bitrate
        let difference = (last.availableOutgoingBitrate - last.targetBitrate).bitsPerSecond
        #expect(abs(difference - 40_000) < 1)
        #expect(call.longestAudioWait == .zero)
    }

    @Test(
        "Random loss of 5 % costs little, 10 and 20 % more, and none starves",
        arguments: [
            (0.05, 0.75), (0.1, 0.7), (0.2, 0.5),
        ])
    func randomLoss(share: Double, kept: Double) {
        for seed in 1...3 {
            let call = Call(seed: UInt64(seed)) { _ in PathConditions(bitsPerSecond: 2e6, loss: share) }
            call.run(until: .seconds(30))
            #expect(call.target(.seconds(5)..<(.seconds(30))) > kept * 2e6)
        }
    }

    @Test("Loss that begins in the middle is told from congestion")
    func lossBegins() {
        let call = Call { PathConditions(bitsPerSecond: 2e6, loss: $0 < .seconds(10) ? 0 : 0.1) }
        call.run(until: .seconds(30))
        #expect(call.target(.seconds(11)..<(.seconds(30))) > 0.7 * 2e6)
    }

    @Test("500 kbit/s, 10 % loss, 100 ms round trip: usable")
    func badLine() {
        let call = Call { _ in PathConditions(bitsPerSecond: 500e3, delay: .milliseconds(50), loss: 0.1) }
        call.run(until: .seconds(30))
        #expect(call.target(.seconds(5)..<(.seconds(30))) > 0.7 * 500e3)
    }

    @Test("Jitter of 20 and 40 ms without loss is not congestion", arguments: [20, 40], 1...3)
    func jitter(milliseconds: Int, seed: Int) {
        let call = Call(seed: UInt64(seed)) { _ in PathConditions(jitter: .milliseconds(milliseconds)) }
        call.run(until: .seconds(30))
        #expect(call.target(.seconds(5)..<(.seconds(30))) > 0.75 * 4e6)
    }

    @Test("A flow of constant rate that begins gets its room; the rest is used")
    func competition() {
        let call = Call { PathConditions(crossTraffic: $0 < .seconds(10) ? 0 : 2e6) }
        call.run(until: .seconds(40))
        let late = Duration.seconds(12)..<Duration.seconds(40)
        #expect(call.received(late) > 0.75 * 2e6)
        let delays = call.queueDelays(late)
        #expect(delays[delays.count * 95 / 100] <= .milliseconds(100))
        #expect(call.forward.drops == 0)
    }
}
