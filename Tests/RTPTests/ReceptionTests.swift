import Testing
import Wire

@testable import RTP

@Suite("Counting what arrives")
struct ReceptionTests {
    private func report(_ statistics: inout ReceptionStatistics, now: Instant) throws -> ReportBlock {
        let report = statistics.makeReport(ssrc: SSRC(1), now: now)
        return try #require(report)
    }

    @Test("Loss since the last report and in total")
    func loss() throws {
        var statistics = ReceptionStatistics(clockRate: 90_000)
        let none = statistics.makeReport(ssrc: SSRC(1), now: .origin)
        #expect(none == nil)
        for sequence in Int64(65_530)..<65_630 where sequence % 4 != 0 {
            statistics.handle(sequence: sequence, timestamp: RTPTimestamp(rawValue: 0), now: .origin)
        }
        let first = try report(&statistics, now: .origin)
        #expect(first.cumulativeLost == 25)
        #expect(first.fractionLost == 64)
        #expect(first.extendedHighestSequenceNumber == 65_629)
        for sequence in Int64(65_630)..<65_640 {
            statistics.handle(sequence: sequence, timestamp: RTPTimestamp(rawValue: 0), now: .origin)
        }
        let second = try report(&statistics, now: .origin)
        #expect(second.fractionLost == 0)
        #expect(second.cumulativeLost == 25)
    }

    @Test(
        "Even arrivals have no jitter, uneven ones have the mean deviation, also where the clock wraps",
        arguments: [0, 4, 290] as [Int64])
    func jitter(yearsSinceOrigin: Int64) throws {
        let start = Instant.origin + .seconds(yearsSinceOrigin * 365 * 86_400)
        var even = ReceptionStatistics(clockRate: 90_000)
        var uneven = ReceptionStatistics(clockRate: 90_000)
        for index in 0..<1_000 {
            let timestamp = RTPTimestamp(rawValue: UInt32.max - 300_000 &+ UInt32(index) &* 900)
            let now = start + .milliseconds(index * 10)
            even.handle(sequence: Int64(index), timestamp: timestamp, now: now)
            uneven.handle(
                sequence: Int64(index), timestamp: timestamp, now: now + .milliseconds(index.isMultiple(of: 2) ? 0 : 2))
        }
        let evenReport = try report(&even, now: .origin)
        #expect(evenReport.jitter == 0)
        // Two milliseconds are 180 ticks.
        let unevenReport = try report(&uneven, now: .origin)
        #expect(175...180 ~= unevenReport.jitter)
    }

    @Test("The last sender report and the time since")
    func senderReport() throws {
        var statistics = ReceptionStatistics(clockRate: 90_000)
        statistics.handle(sequence: 1, timestamp: RTPTimestamp(rawValue: 0), now: .origin)
        statistics.handle(
            SenderReport(
                senderSSRC: SSRC(1), ntpTimestamp: NTPTimestamp(rawValue: 0x1234_5678_9ABC_DEF0),
                rtpTimestamp: RTPTimestamp(rawValue: 0), packetCount: 1, byteCount: 1), now: .origin + .seconds(1))
        let report = try report(&statistics, now: .origin + .milliseconds(1_500))
        #expect(report.lastSenderReport == 0x5678_9ABC)
        #expect(report.delaySinceLastSenderReport == 32_768)
    }

    @Test("Instants become NTP timestamps")
    func ntp() {
        #expect(NTPTimestamp(.origin + .milliseconds(2_500)).rawValue == 0x0000_0002_8000_0000)
        #expect(NTPTimestamp(.origin + .milliseconds(2_500)).middle == 0x0002_8000)
    }

    @Test("Numbers unwrap to the nearest")
    func unwrap() {
        var unwrapper = SequenceUnwrapper()
        #expect(
            [65_534, 65_535, 0, 65_533, 5, 32_773].map { unwrapper.unwrap($0) } == [
                65_534, 65_535, 65_536, 65_533, 65_541, 32_773,
            ])
    }
}
