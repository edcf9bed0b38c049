import Testing
import Wire

@Suite("Points in time")
struct TimeTests {
    @Test("Instants and durations add up")
    func arithmetic() {
        let instant = Instant.origin + .milliseconds(1_500)
        #expect(instant.nanoseconds == 1_500_000_000)
        #expect(instant - .seconds(1) == Instant(nanoseconds: 500_000_000))
        #expect(instant - Instant(nanoseconds: 500_000_000) == .seconds(1))
        #expect(Instant.origin - instant == .milliseconds(-1_500))
        #expect(Instant.origin < instant)
    }

    @Test("Durations as numbers; the longest saturate")
    func durations() {
        #expect(Duration.milliseconds(1_234).inMilliseconds == 1_234)
        #expect(Duration.milliseconds(1_500).inSeconds == 1.5)
        #expect(Duration.nanoseconds(-7).inNanoseconds == -7)
        #expect(Duration.seconds(Int64.max).inNanoseconds == .max)
        #expect(Duration.seconds(Int64.min).inNanoseconds == .min)
    }

    @Test("Calendar time is a number of seconds")
    func wallClock() {
        let time = WallClockTime(secondsSince1970: 10)
        #expect(time.advanced(bySeconds: 5) > time)
        #expect(WallClockTime(secondsSince1970: .max).advanced(bySeconds: 1) < time)
    }
}
