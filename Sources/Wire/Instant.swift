/// A point on a monotonic clock, in nanoseconds since an origin that the clock's owner chose.
///
/// It is not wall-clock time: two instants compare only when they come from the same clock. Tests count it by hand.
package struct Instant: Hashable, Comparable, Sendable {
    /// Nanoseconds since the clock's origin; enough for 292 years.
    package let nanoseconds: Int64

    @inlinable package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// The clock's origin.
    package static let origin = Instant(nanoseconds: 0)

    @inlinable package static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }

    /// The instant that much later; it wraps beyond 292 years from the origin.
    @inlinable package static func + (instant: Instant, duration: Duration) -> Instant {
        Instant(nanoseconds: instant.nanoseconds &+ duration.inNanoseconds)
    }

    /// The instant that much earlier; it wraps likewise.
    @inlinable package static func - (instant: Instant, duration: Duration) -> Instant {
        Instant(nanoseconds: instant.nanoseconds &- duration.inNanoseconds)
    }

    @inlinable package static func += (instant: inout Instant, duration: Duration) {
        instant = instant + duration
    }

    /// The time from `right` to `left`; negative when `left` came first.
    @inlinable package static func - (left: Instant, right: Instant) -> Duration {
        .nanoseconds(left.nanoseconds &- right.nanoseconds)
    }
}

extension Duration {
    /// The whole duration in nanoseconds, saturated at about 292 years.
    package var inNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return seconds < 0 ? .min : .max }
        let (sum, carried) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        return carried ? (seconds < 0 ? .min : .max) : sum
    }

    /// The whole duration in seconds, as a fraction.
    package var inSeconds: Double { Double(inNanoseconds) / 1e9 }

    /// The whole duration in milliseconds, rounded towards zero.
    package var inMilliseconds: Int64 { inNanoseconds / 1_000_000 }
}

/// A point in calendar time, in seconds since 1970-01-01T00:00:00Z; it may jump, so no time-out is measured by it.
package struct WallClockTime: Hashable, Comparable, Sendable, Codable {
    /// Seconds; negative before 1970.
    package let secondsSince1970: Int64

    package init(secondsSince1970: Int64) {
        self.secondsSince1970 = secondsSince1970
    }

    /// Reads a whole number.
    /// - Throws: `DecodingError` when the value is none.
    package init(from decoder: any Decoder) throws {
        secondsSince1970 = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(secondsSince1970)
    }

    package static func < (left: WallClockTime, right: WallClockTime) -> Bool {
        left.secondsSince1970 < right.secondsSince1970
    }

    /// The time that much later, or earlier where `seconds` is negative.
    package func advanced(bySeconds seconds: Int64) -> WallClockTime {
        WallClockTime(secondsSince1970: secondsSince1970 &+ seconds)
    }
}
