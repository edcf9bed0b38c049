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

    /// The span of a burst.
    private static let quantum = 0.001
    /// The largest burst in bytes.
    private static let largestBurst: Double = 131_072
    /// Below this rate in bytes a second packets leave one by one (draft-ietf-ccwg-bbr §5.6.3).
    private static let lowRate: Double = 150_000

    /// When the next packet may leave; `nil` for at once.
    mutating func nextRelease(rate: Double, packetSize: Int, now: Instant) -> Instant? {
        if paidUntil <= now {
            isWaiting = false
            return nil
        }
        if !isWaiting {
            let burst = Self.burstNanoseconds(rate: rate, packetSize: packetSize)
            if paidUntil.nanoseconds &- now.nanoseconds < burst { return nil }
            isWaiting = true
        }
        return paidUntil
    }

    /// Notes a packet that left.
    mutating func handleSent(_ byteCount: Int, rate: Double, packetSize: Int, now: Instant) {
        // What was left unused is made up for by one burst at most: a late timer costs nothing, a silence gives no right.
        let credit = Self.burstNanoseconds(rate: rate, packetSize: packetSize)
        let start = max(paidUntil.nanoseconds, now.nanoseconds &- credit)
        paidUntil = Instant(nanoseconds: start &+ Int64(Double(byteCount) / rate * 1e9))
    }

    private static func burstNanoseconds(rate: Double, packetSize: Int) -> Int64 {
        let smallest = Double(rate < lowRate ? packetSize : 2 * packetSize)
        let bytes = max(smallest, min(largestBurst, rate * quantum))
        return Int64(bytes / rate * 1e9)
    }
}
