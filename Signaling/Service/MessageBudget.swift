import Wire

/// How many messages one connection may send: a burst, refilled steadily. A pairing needs some dozens.
struct MessageBudget {
    static let burst = 400
    static let perSecond = 50

    private var left = Double(burst)
    private var last: Instant

    init(now: Instant) {
        last = now
    }

    /// Takes one message off; `false` when there is none left.
    mutating func spend(now: Instant) -> Bool {
        left = min(Double(Self.burst), left + (now - last).inSeconds * Double(Self.perSecond))
        last = now
        guard left >= 1 else { return false }
        left -= 1
        return true
    }
}
