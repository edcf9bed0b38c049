import Wire

/// Turns the 24-bit reference times of feedback into instants of the peer's clock that do not wrap.
/// Source: <https://datatracker.ietf.org/doc/html/draft-holmer-rmcat-transport-wide-cc-extensions-01#section-3.1>
struct FeedbackClock: Sendable {
    /// Units of the reference time.
    static let unit = Duration.milliseconds(64)
    /// A report may be late or early by that much beside our clock; beyond it the peer's clock was set.
    static let tolerance = Duration.seconds(2)

    private var newest: (reference: UInt32, instant: Instant, told: Instant)?

    /// The instant that a reference time means, and whether the peer's clock leapt: what was known of its times holds no
    /// more then.
    mutating func read(_ reference: UInt32, now: Instant) -> (instant: Instant, didJump: Bool) {
        guard let newest else {
            let instant = Instant.origin + Self.unit * Int(reference & 0xFF_FFFF)
            self.newest = (reference, instant, now)
            return (instant, false)
        }
        let ahead = Int32(bitPattern: (reference &- newest.reference) << 8) >> 8
        let elapsed = Self.unit * Int(ahead)
        let instant = newest.instant + elapsed
        let difference = elapsed - (now - newest.told)
        let didJump = difference > Self.tolerance || difference < .zero - Self.tolerance
        if ahead > 0 || didJump { self.newest = (reference, instant, now) }
        return (instant, didJump)
    }
}
