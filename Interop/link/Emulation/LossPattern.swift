/// Which packets vanish on the way.
package enum LossPattern: Equatable, Sendable {
    case none
    /// Each packet with the same probability, 0 to 1.
    case random(Double)
    /// The model of Gilbert and Elliott: bursts begin and end with a probability for each packet, and within a burst
    /// packets vanish with another. All 0 to 1.
    case burst(begin: Double, end: Double, loss: Double)
}

/// Decides for one packet after the other.
struct LossProcess {
    private var isInBurst = false

    /// Draws for the next packet; only a burst pattern remembers the packets before.
    mutating func isLost(_ pattern: LossPattern, random: inout SeededGenerator) -> Bool {
        switch pattern {
        case .none: return false
        case .random(let probability): return random.nextIsWithin(probability)
        case .burst(let begin, let end, let loss):
            isInBurst = isInBurst ? !random.nextIsWithin(end) : random.nextIsWithin(begin)
            return isInBurst && random.nextIsWithin(loss)
        }
    }
}
