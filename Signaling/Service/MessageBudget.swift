import Wire

/// How many messages one connection may send: a burst, refilled steadily. A pairing needs some dozens.
struct MessageBudget {
    /// What a new or long silent connection may send at once; frames of any kind count.
    static let burst = 400
    /// What comes back each second.
    static let perSecond = 50

    private var left = Double(burst)
    private var last: Instant

    /// Begins with the whole burst.
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
