import Wire

/// How many payloads one side of an introduced pair may still have passed on; the service bounds its relay in the same way.
struct RelayBudget: Sendable {
    /// Payloads a second, in the long run.
    static let perSecond = 50
    /// Payloads at once.
    static let burst = 200

    private var left = Double(Self.burst)
    private var last: Instant

    /// Full at `now`.
    init(now: Instant) {
        last = now
    }

    /// `false` when there were too many.
    mutating func take(now: Instant) -> Bool {
        left = min(Double(Self.burst), left + (now - last).inSeconds * Double(Self.perSecond))
        last = now
        guard left >= 1 else { return false }
        left -= 1
        return true
    }
}
