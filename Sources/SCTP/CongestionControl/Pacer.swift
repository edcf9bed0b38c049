import Wire

/// Spreads packets over time, in bursts of about a millisecond, so that timers need not be finer than that.
///
///     paid for ─────────────▶│
///         now ▶│◀─ at most a quantum ─▶│ more waits until `now` has caught up
///
struct Pacer: Sendable {
    /// Up to when what was sent fills the rate.
    private var paidUntil = Instant.origin
    private var isWaiting = false
    /// Whether the rate alone holds back what waits.
    private var isOnlyLimit = false
    /// Whether the end of a wait was noticed late, and what it cost is not made up for yet.
    private var isLate = false

    /// The span of a burst.
    private static let quantum = 0.001
    /// How much of a wait that took too long is made up for: what a busy machine's timers are late by.
    private static let lateness: Int64 = 5_000_000
    /// Who comes later than this was not waiting for its turn.
    private static let silence: Int64 = 20_000_000
    /// The largest burst in bytes.
    private static let largestBurst: Double = 131_072
    /// Below this rate in bytes a second packets leave one by one (draft-ietf-ccwg-bbr §5.6.3).
    private static let lowRate: Double = 150_000

    /// When the next packet may leave; `nil` for at once.
    mutating func nextRelease(rate: Double, packetSize: Int, now: Instant) -> Instant? {
        if paidUntil <= now {
            if isOnlyLimit { isLate = now.nanoseconds &- paidUntil.nanoseconds <= Self.silence }
            isOnlyLimit = false
            isWaiting = false
            return nil
        }
        if !isWaiting {
            let burst = Self.burstNanoseconds(rate: rate, packetSize: packetSize)
            if paidUntil.nanoseconds &- now.nanoseconds < burst { return nil }
            isWaiting = true
        }
        isOnlyLimit = true
        return paidUntil
    }

    /// Notes that something else holds packets back, or that there are none.
    mutating func noteOtherLimit() {
        isOnlyLimit = false
        isLate = false
    }

    /// Notes a packet that left.
    mutating func handleSent(_ byteCount: Int, rate: Double, packetSize: Int, now: Instant) {
        // What was left unused is made up for by one burst at most, or by the time that a timer was late: a late timer
        // costs nothing, a silence gives no right.
        let burst = Self.burstNanoseconds(rate: rate, packetSize: packetSize)
        let credit = isLate ? max(burst, Self.lateness) : burst
        let start = max(paidUntil.nanoseconds, now.nanoseconds &- credit)
        paidUntil = Instant(nanoseconds: start &+ Int64(Double(byteCount) / rate * 1e9))
        if paidUntil > now { isLate = false }
    }

    private static func burstNanoseconds(rate: Double, packetSize: Int) -> Int64 {
        let smallest = Double(rate < lowRate ? packetSize : 2 * packetSize)
        let bytes = max(smallest, min(largestBurst, rate * quantum))
        return Int64(bytes / rate * 1e9)
    }
}
