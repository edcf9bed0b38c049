import CongestionControl
import Testing
import Wire

@Suite("A link that falls and returns")
struct FallingLinkTests {
    static let fall = Duration.seconds(15)
    static let end = Duration.seconds(30)

    /// 4 Mbit/s, 0.5 Mbit/s between the two times, 4 Mbit/s again. The seed shifts the fall between reports and frames.
    private func call(seed: Int, interval: Int = 50, configure: (inout PathConditions) -> Void = { _ in }) -> Call {
        var usual = PathConditions()
        configure(&usual)
        var narrow = usual
        narrow.bitsPerSecond = 0.5e6
        let (fall, end) = (Self.fall + .milliseconds(seed * 7), Self.end + .milliseconds(seed * 7))
        let call = Call(feedbackInterval: .milliseconds(interval), seed: UInt64(seed)) { [usual, narrow] time in
            fall <= time && time < end ? narrow : usual
        }
        call.run(until: .seconds(40))
        return call
    }

    @Test("4 to 0.5 Mbit/s: the queue under 100 ms within 1.5 s, the return found within 8 s", arguments: 0..<15)
    func settlesAndRecovers(seed: Int) throws {
        let call = call(seed: seed)
        let (fall, end) = (Self.fall + .milliseconds(seed * 7), Self.end + .milliseconds(seed * 7))
        #expect(call.settled(below: .milliseconds(100), from: fall, until: Self.end) <= .milliseconds(1_500))
        // Not by silence: most of what is left is used.
        #expect(call.received(fall + .seconds(2)..<Self.end) > 0.75 * 0.5e6)
        #expect(call.changes.contains { $0.time > fall && $0.bitrate.reason == .delay })
        #expect(try #require(call.reached(0.8 * 4e6, after: end)) <= .seconds(8))
        #expect(call.changes.contains { $0.time > end && $0.bitrate.reason == .probe })
    }

    @Test("With reports each 100 ms too; then the queue is short for 95 % of the time", arguments: 0..<8)
    func rareReports(seed: Int) throws {
        let call = call(seed: seed, interval: 100)
        let (fall, end) = (Self.fall + .milliseconds(seed * 7), Self.end + .milliseconds(seed * 7))
        let late = call.queueDelays(fall + .milliseconds(1_600)..<Self.end)
        #expect(late[late.count * 95 / 100] <= .milliseconds(100))
        #expect(try #require(call.reached(0.8 * 4e6, after: end)) <= .seconds(8))
    }

    @Test("A short queue at the bottleneck drops, and the rate falls as soon", arguments: [12_000, 25_000, 100_000])
    func shortQueue(byteLimit: Int) throws {
        let call = call(seed: 3) { $0.queueByteLimit = byteLimit }
        #expect(call.target(.seconds(18)..<Self.end) < 0.6e6)
        #expect(call.received(.seconds(18)..<Self.end) > 0.75 * 0.5e6)
        #expect(try #require(call.reached(0.8 * 4e6, after: Self.end)) <= .seconds(8))
        // Loss that is congestion is not taken for the path's own: the steady rate is near the link's.
        #expect(call.target(.seconds(5)..<Self.fall) < 1.1 * 4e6)
    }

    @Test("A path of 10 to 200 ms", arguments: [10, 100, 200])
    func roundTrips(milliseconds: Int) throws {
        let call = call(seed: 2) { $0.delay = .milliseconds(milliseconds / 2) }
        let fall = Self.fall + .milliseconds(14)
        // The sooner the sender can know, the sooner the queue is gone; what it stored meanwhile has to pass.
        let stored = Double(milliseconds + 100) / 1_000 * 7
        let late = call.queueDelays(fall + .seconds(stored + 1)..<Self.end)
        #expect(late[late.count * 95 / 100] <= .milliseconds(100))
        #expect(try #require(call.reached(0.8 * 4e6, after: Self.end)) <= .seconds(8))
    }

    @Test("A path that becomes eight times wider is used within seconds")
    func widens() throws {
        let call = Call { PathConditions(bitsPerSecond: $0 < .seconds(20) ? 1e6 : 8e6) }
        call.run(until: .seconds(40))
        #expect(call.target(.seconds(10)..<(.seconds(20))) < 1.1e6)
        #expect(try #require(call.reached(0.8 * 8e6, after: .seconds(20))) <= .seconds(17))
    }

    @Test("What was sent but is not told of is not answered by sending on, and one lost report is no fall")
    func blackout() throws {
        let call = Call { PathConditions(loss: .seconds(10) < $0 && $0 < .seconds(12) ? 1 : 0) }
        call.run(until: .seconds(11))
        let before = call.sentBytes
        call.run(until: .seconds(12))
        #expect(call.sentBytes - before < 20_000)
        call.run(until: .seconds(22))
        #expect(call.changes.contains { $0.bitrate.reason == .silence })
        #expect(try #require(call.reached(0.8 * 4e6, after: .seconds(12))) <= .seconds(8))
    }
}
