import Wire

/// How far the search for the bandwidth has come.
struct StartupProgress: Sendable {
    /// Whether the search is over: three round trips brought no growth, or loss ended it.
    private(set) var isPipeFull = false
    private var highest: Double = 0
    private var roundsWithoutGrowth = 0

    /// BBR.StartupPacingGain: 4 ln 2, the least that doubles the rate each round trip.
    static let gain = 2.77
    /// BBR.DrainPacingGain.
    static let drainGain = 0.35
    /// The bandwidth grows as long as a round trip brings this factor.
    private static let growth = 1.25
    private static let roundLimit = 3

    /// Takes the bandwidth at the end of a round trip in which the sender was not the limit.
    mutating func handleRound(bandwidth: Double) {
        if bandwidth >= highest * Self.growth {
            highest = bandwidth
            roundsWithoutGrowth = 0
            return
        }
        roundsWithoutGrowth += 1
        if roundsWithoutGrowth >= Self.roundLimit { isPipeFull = true }
    }

    /// Ends the search because of loss.
    mutating func end() { isPipeFull = true }
}

/// Startup and Drain.
/// Source: draft-ietf-ccwg-bbr §5.3.1 and §5.3.2, <https://datatracker.ietf.org/doc/draft-ietf-ccwg-bbr/>
extension RateBasedCongestionController {
    /// Looks whether the bandwidth still grows.
    mutating func checkFullPipe(_ facts: AcknowledgementFacts) {
        if isRoundStart, let sample = facts.delivery, !sample.isApplicationLimited {
            startup.handleRound(bandwidth: bandwidth.maximum)
        }
        if startup.isPipeFull { phase = .drain }
        checkDrained(facts)
    }

    /// Looks whether the queue of *startup* is gone.
    mutating func checkDrained(_ facts: AcknowledgementFacts) {
        guard phase == .drain, let product = bandwidthDelayProduct(), facts.flightSize <= product else { return }
        beginDown()
    }
}
