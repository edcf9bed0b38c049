/// How much somebody may still do: a burst at once, and so much a second in the long run.
package struct TokenBucket: Sendable {
    /// What a full bucket holds.
    package let burst: Int
    /// What comes back each second.
    package let perSecond: Int
    private var left: Double
    private var last: Instant

    /// Full at `now`.
    package init(burst: Int, perSecond: Int, now: Instant) {
        self.burst = burst
        self.perSecond = perSecond
        left = Double(burst)
        last = now
    }

    /// Takes one; `false` when there is none left.
    package mutating func take(now: Instant) -> Bool {
        left = min(Double(burst), left + (now - last).inSeconds * Double(perSecond))
        last = now
        guard left >= 1 else { return false }
        left -= 1
        return true
    }
}
