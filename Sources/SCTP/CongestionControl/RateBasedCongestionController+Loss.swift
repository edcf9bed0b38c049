/// What loss does.
/// Source: draft-ietf-ccwg-bbr §5.5.10, <https://datatracker.ietf.org/doc/draft-ietf-ccwg-bbr/>
extension RateBasedCongestionController {
    /// Takes lost chunks: too many of them end *startup*, *refill* and *up*, and what fitted is the bound from then on.
    package mutating func handleLoss(_ facts: LossFacts) {
        now = facts.now
        guard bounds.handle(facts, hasQueue: roundTrip.showsQueue, packetSize: packetSize) else { return }
        let fitting = facts.flightSizeAtTransmission - bounds.lostInRound
        switch phase {
        case .startup:
            startup.end()
            endProbe(flightSize: fitting)
            phase = .drain
        case .refill, .up: endProbe(flightSize: fitting)
        case .drain, .down, .cruise, .roundTrip: return
        }
    }
}
