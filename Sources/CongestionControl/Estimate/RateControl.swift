import Wire

/// Holds the estimate: grows while delay allows, falls to a share of what arrives when it does not.
///
///     overuse ──▶ decrease ──▶ hold ◀── underuse
///                               │ normal
///                               ▼
///                            increase: 8 % a second, near the known capacity a packet for each round trip
///
/// Source: <https://datatracker.ietf.org/doc/html/draft-ietf-rmcat-gcc-02#section-5.5>
struct RateControl: Sendable {
    /// *beta*: what is kept of the rate that arrives.
    static let backOff = 0.85
    /// *eta*: the growth in a second.
    static let growth = 0.08
    /// Near the capacity at least this share is added in a second.
    static let nearGrowth = 0.02
    private static let packetBits = 9_600.0

    private let range: ClosedRange<Bitrate>
    private(set) var bitrate: Bitrate
    private(set) var capacity = LinkCapacity()
    private(set) var lastDecrease: Instant?
    private var lastUpdate: Instant?
    private var hasMeasured = false

    init(start: Bitrate, range: ClosedRange<Bitrate>) {
        self.range = range
        bitrate = start.clamped(to: range)
    }

    /// What is known when a report has come.
    struct Facts {
        var usage: PathUsage
        /// What arrived; `nil` where too little did.
        var acknowledged: Bitrate?
        var isApplicationLimited: Bool
        /// From a packet to the report about it.
        var responseTime: Duration
    }

    /// Follows the delay.
    /// - Returns: why the rate changed; `nil` when it did not.
    mutating func update(_ facts: Facts, now: Instant) -> BitrateReason? {
        let elapsed = lastUpdate.map { min(max(0, (now - $0).inSeconds), 1) } ?? 0
        lastUpdate = now
        if facts.acknowledged != nil { hasMeasured = true }
        switch facts.usage {
        case .overuse: return decrease(facts, now: now)
        case .underuse: return nil
        case .normal:
            guard !facts.isApplicationLimited else { return nil }
            return increase(facts, elapsed: elapsed)
        }
    }

    /// Falls to a rate, if it is below the present one.
    mutating func fall(to next: Bitrate, now: Instant) -> Bool {
        let next = next.clamped(to: range)
        guard next < bitrate else { return false }
        bitrate = next
        lastDecrease = now
        return true
    }

    /// Rises to what a probe has found, if it is above the present rate.
    mutating func rise(to next: Bitrate) -> Bool {
        let next = next.clamped(to: range)
        guard next > bitrate else { return false }
        bitrate = next
        capacity.disprove(by: next)
        return true
    }

    private mutating func decrease(_ facts: Facts, now: Instant) -> BitrateReason? {
        guard let acknowledged = facts.acknowledged else {
            // In the first moments nothing is known of what arrives; later too little was sent to be the cause.
            guard !hasMeasured, isDecreaseDue(facts, now: now) else { return nil }
            return fall(to: bitrate * 0.5, now: now) ? .delay : nil
        }
        let next = acknowledged * Self.backOff
        // One cut for what is in flight, unless it was far too small.
        guard isDecreaseDue(facts, now: now) || next < bitrate * 0.5 else { return nil }
        capacity.add(acknowledged)
        return fall(to: next, now: now) ? .delay : nil
    }

    private func isDecreaseDue(_ facts: Facts, now: Instant) -> Bool {
        guard let lastDecrease else { return true }
        return now - lastDecrease >= min(max(facts.responseTime, .milliseconds(50)), .milliseconds(400))
    }

    private mutating func increase(_ facts: Facts, elapsed: Double) -> BitrateReason? {
        guard let acknowledged = facts.acknowledged else { return nil }
        capacity.disprove(by: acknowledged)
        var step = bitrate * (Self.growth * elapsed)
        if let range = capacity.range, bitrate > range.lowerBound * 0.9 {
            let packets = Self.packetBits / max(facts.responseTime.inSeconds * 2, 0.05)
            step = min(step, Bitrate(bitsPerSecond: max(packets, bitrate.bitsPerSecond * Self.nearGrowth) * elapsed))
        }
        // §5.5: at most one and a half times what arrives, since more was never tried.
        let limit = acknowledged * 1.5 + .kilobits(10)
        return rise(to: min(bitrate + step, max(limit, bitrate))) ? .increase : nil
    }
}
