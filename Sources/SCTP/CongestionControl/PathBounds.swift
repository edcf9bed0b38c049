/// What loss has shown of the path, and how much was lost in this round trip.
/// Source: draft-ietf-ccwg-bbr §5.5.10, <https://datatracker.ietf.org/doc/draft-ietf-ccwg-bbr/>
struct PathBounds: Sendable {
    /// Bytes in flight beyond which too much was lost while probing; `nil` for none known.
    var flightSizeHigh: Int?
    /// What is held back from until the next probe, because too much was lost without probing.
    private(set) var flightSizeLow: Int?
    /// Bytes a second that are believed until the next probe, because more lost too much or stood in a queue; `nil` for none.
    private(set) var bandwidthLow: Double?

    private var lost = 0
    private var isExcessive = false
    private var latestBandwidth: Double = 0
    private var latestVolume = 0
    private var slowRounds = 0
    private var growth = 0.0

    /// BBR.LossThresh: the share of a flight whose loss is too much.
    private static let lossThreshold = 0.02
    /// The same while no queue shows: what is lost then is rather the path's own loss, and the end of a queue so short that
    /// it cannot be seen is met by probing alone, which loses more than this.
    private static let lossThresholdWithoutQueue = 0.08
    /// Losses that say nothing: in a small flight one packet is more than any share.
    static let tolerated = 2
    /// BBR.Beta.
    static let reduction = 0.7
    /// A rate below this share of the believed one is another path's.
    private static let collapse = 0.5
    private static let slowRoundLimit = 2
    /// BBR.Headroom.
    private static let headroom = 0.15
    /// How much of what is acknowledged the upper bound grows by in the first round trip of a probe; it doubles each.
    private static let firstGrowth = 0.25

    /// The most bytes in flight that the bounds allow; `nil` for any.
    /// - Parameter withHeadroom: whether room is left for other flows.
    func flightSizeLimit(withHeadroom: Bool) -> Int? {
        let high = flightSizeHigh.map { withHeadroom ? Int(Double($0) * (1 - Self.headroom)) : $0 }
        guard let low = flightSizeLow else { return high }
        return min(low, high ?? .max)
    }

    /// Takes a sample of the present round trip.
    mutating func handle(_ sample: DeliverySample) {
        latestBandwidth = max(latestBandwidth, sample.rate)
        latestVolume = max(latestVolume, sample.volume)
    }

    /// Takes a loss; answers whether this one makes it too much.
    mutating func handle(_ loss: LossFacts, hasQueue: Bool, packetSize: Int) -> Bool {
        lost += loss.lostBytes
        let threshold = hasQueue ? Self.lossThreshold : Self.lossThresholdWithoutQueue
        let share = Int(Double(loss.flightSizeAtTransmission) * threshold)
        guard !isExcessive, lost > share + Self.tolerated * packetSize else { return false }
        isExcessive = true
        return true
    }

    /// Bytes lost since the round trip began.
    var lostInRound: Int { lost }

    /// Ends a round trip: too much loss without probing lowers what is believed.
    /// - Parameters:
    ///   - bandwidth: the highest known, in bytes a second.
    ///   - hasQueue: whether the path showed a queue.
    /// - Returns: the rate, when it fell to less than half under a queue and stays there: that is another path.
    mutating func beginRound(isProbing: Bool, bandwidth: Double, hasQueue: Bool) -> Double? {
        defer {
            lost = 0
            isExcessive = false
            latestBandwidth = 0
            latestVolume = 0
        }
        let believed = bandwidthLow ?? bandwidth
        slowRounds = hasQueue && latestBandwidth > 0 && latestBandwidth < believed * Self.collapse ? slowRounds + 1 : 0
        if slowRounds >= Self.slowRoundLimit {
            slowRounds = 0
            clearLow()
            return latestBandwidth
        }
        if isExcessive, !isProbing {
            bandwidthLow = max(latestBandwidth, believed * Self.reduction)
            flightSizeLow = max(latestVolume, Int(Double(flightSizeLow ?? latestVolume) * Self.reduction))
        }
        return nil
    }

    /// Believes no more than this until the next probe.
    /// - Parameter rate: bytes a second; `nil` for no bound.
    mutating func boundBandwidth(to rate: Double?) { bandwidthLow = rate }

    /// Forgets what a probe is about to find out anew.
    mutating func clearLow() {
        flightSizeLow = nil
        bandwidthLow = nil
    }

    /// Begins a probe.
    mutating func beginGrowth() { growth = Self.firstGrowth }

    /// Raises the upper bound while probing meets it without loss.
    mutating func grow(_ facts: AcknowledgementFacts, isRoundStart: Bool) {
        if isRoundStart { growth = min(1, growth * 2) }
        guard let high = flightSizeHigh, facts.flightSizeBefore >= high * 9 / 10 else { return }
        flightSizeHigh = high + Int(Double(facts.acknowledgedBytes) * growth)
    }
}
