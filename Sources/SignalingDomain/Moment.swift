package import Wire

/// Now, on both clocks: time-outs are measured by `instant`, what people see and what is stored by `wallClock`.
package struct Moment: Hashable, Sendable {
    /// Monotonic.
    package var instant: Instant
    /// May jump.
    package var wallClock: WallClockTime

    package init(instant: Instant, wallClock: WallClockTime) {
        self.instant = instant
        self.wallClock = wallClock
    }

    /// The same moment later, for tests that count time by hand.
    package func advanced(by duration: Duration) -> Moment {
        Moment(
            instant: instant + duration,
            wallClock: wallClock.advanced(bySeconds: duration.inNanoseconds / 1_000_000_000))
    }

    /// The instant at which the calendar will show `time`, if it does not jump before.
    func instant(of time: WallClockTime) -> Instant {
        instant + .seconds(time.secondsSince1970 &- wallClock.secondsSince1970)
    }
}
