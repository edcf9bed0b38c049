import Wire

/// Where the search for more bandwidth stands.
struct ProbingCycle: Sendable {
    /// When *down* began.
    var begunAt = Instant.origin
    /// Round trips since the cycle began.
    var rounds = 0
    /// How long after that the next probe is due.
    var wait: Duration = .seconds(2)
    /// The pacing gain of *up*.
    var upGain = ProbingCycle.firstUpGain
    /// The bandwidth that *up* has to surpass, in bytes a second.
    var highest: Double = 0
    /// Round trips of *up* in which `highest` was not surpassed.
    var roundsWithoutGrowth = 0
    /// Round trips since *up* began.
    var upRounds = 0
    /// The round trip when *up* began.
    var roundTripBefore = Duration.zero
    /// Bytes in flight when *up* began.
    var flightSizeBefore = 0
    /// Whether others kept a queue when *up* began: beside them only insisting finds what is ours.
    var beganInQueue = false
    /// Whether *up* has as much in flight as it takes to find bandwidth on an empty path; more would stand in a queue.
    var isPulseSent = false
    /// Whether the bandwidth filter begins its cycle with the next round trip.
    var isFilterDue = false
    private var random: UInt64

    /// BBR.ProbeBW_UP's pacing gain.
    static let firstUpGain = 1.25
    /// The gain once probing has found bandwidth.
    static let nextUpGain = 2.0
    /// What counts as found.
    static let growth = 1.15
    /// BBR.ProbeBW_DOWN's pacing gain.
    static let downGain = 0.9
    /// More round trips than this without growth end *up*.
    static let roundLimit = 3
    /// A queue of this share of the round trip is enough to know that there is no more.
    static let queueShare = 5
    /// What the first round trip of *up* sends is acknowledged in the second.
    static let leastUpRounds = 2
    /// A flow of Reno's grows by as much in as many round trips (draft-ietf-ccwg-bbr §5.3.3.5).
    static let longestWait = 63

    /// - Parameter seed: any number; cycles with different ones wait differently.
    init(seed: UInt64) { random = seed | 1 }

    /// Draws the next wait: 2 to 3 s (draft-ietf-ccwg-bbr §5.3.3.5).
    mutating func drawWait() {
        // The multiplier of Knuth's MMIX: times that differ are all that is asked for.
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        wait = .milliseconds(2000 + Int64(random >> 33) % 1000)
    }
}

/// The cycle down, cruise, refill, up.
/// Source: draft-ietf-ccwg-bbr §5.3.3, <https://datatracker.ietf.org/doc/draft-ietf-ccwg-bbr/>
extension RateBasedCongestionController {
    /// Takes an acknowledgement in one of the four phases.
    mutating func advanceCycle(_ facts: AcknowledgementFacts) {
        switch phase {
        case .down: advanceDown(facts)
        case .cruise: if isProbeDue { beginRefill() }
        case .refill: if isRoundStart { beginUp(facts) }
        case .up: advanceUp(facts)
        case .startup, .drain, .roundTrip: return
        }
    }

    /// Begins a cycle.
    mutating func beginDown() {
        phase = .down
        cycle.begunAt = now
        cycle.rounds = 0
        cycle.isFilterDue = true
        queueWatch = QueueWatch()
        cycle.drawWait()
        roundEnd = delivered
    }

    /// Ends *up* because of loss: what fitted is the bound from now on.
    mutating func endProbe(flightSize: Int) {
        let fitting = Int(Double(min(bandwidthDelayProduct() ?? .max, congestionWindow)) * PathBounds.reduction)
        bounds.flightSizeHigh = max(flightSize, fitting, Self.minimumPackets * packetSize)
        if phase == .up { beginDown() }
    }

    private mutating func advanceDown(_ facts: AcknowledgementFacts) {
        if isRoundStart, cycle.isFilterDue {
            // What *up* found was acknowledged in this round trip and belongs to its cycle.
            cycle.isFilterDue = false
            bandwidth.beginCycle()
        }
        if isProbeDue {
            beginRefill()
            return
        }
        guard let product = bandwidthDelayProduct() else { return }
        let limit = bounds.flightSizeLimit(withHeadroom: true) ?? .max
        if facts.flightSize <= min(product, max(limit, Self.minimumPackets * packetSize)) {
            beginCruise()
        }
    }

    private var isProbeDue: Bool {
        if now - cycle.begunAt >= cycle.wait { return true }
        let packets = (bandwidthDelayProduct() ?? 0) / packetSize
        return cycle.rounds >= min(max(packets, Self.minimumPackets), ProbingCycle.longestWait)
    }

    private mutating func beginRefill() {
        phase = .refill
        bounds.clearLow()
        roundEnd = delivered
    }

    private mutating func beginUp(_ facts: AcknowledgementFacts) {
        phase = .up
        cycle.upGain = ProbingCycle.firstUpGain
        cycle.highest = bandwidth.maximum
        cycle.roundsWithoutGrowth = 0
        cycle.upRounds = 0
        cycle.flightSizeBefore = facts.flightSizeBefore
        cycle.isPulseSent = false
        cycle.roundTripBefore = roundTrip.latest
        cycle.beganInQueue = queueWatch.isStanding
        bounds.beginGrowth()
    }

    private mutating func advanceUp(_ facts: AcknowledgementFacts) {
        if isRoundStart {
            cycle.upRounds += 1
            if bandwidth.maximum >= cycle.highest * ProbingCycle.growth {
                cycle.highest = bandwidth.maximum
                cycle.upGain = ProbingCycle.nextUpGain
                cycle.roundsWithoutGrowth = 0
            } else {
                cycle.roundsWithoutGrowth += 1
            }
        }
        bounds.grow(facts, isRoundStart: isRoundStart)
        let hasGrown = cycle.upGain > ProbingCycle.firstUpGain
        cycle.isPulseSent = !hasGrown && !cycle.beganInQueue && facts.flightSize >= pulse
        if cycle.roundsWithoutGrowth >= (hasGrown ? 1 : ProbingCycle.roundLimit) {
            leaveUp(hasGrown: hasGrown)
        } else if !hasGrown, let minimum = roundTrip.minimum,
            roundTrip.latest > cycle.roundTripBefore + minimum / ProbingCycle.queueShare
        {
            leaveUp(hasGrown: false)
        } else if !hasGrown, cycle.upRounds >= ProbingCycle.leastUpRounds,
            let full = bandwidthDelayProduct(gain: ProbingCycle.firstUpGain), facts.flightSize >= full
        {
            leaveUp(hasGrown: false)
        }
    }

    /// The bytes in flight that show whether there is more bandwidth.
    private var pulse: Int { bandwidthDelayProduct(gain: ProbingCycle.firstUpGain) ?? .max }

    /// A queue as large as the one of *startup* is drained like that one.
    private mutating func leaveUp(hasGrown: Bool) {
        beginDown()
        if hasGrown { phase = .drain }
    }
}
