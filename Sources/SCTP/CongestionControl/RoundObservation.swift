import Wire

/// What one round trip, or several, showed: the lowest of its round trips, which jitter and the bursts of acknowledgements raise least, and
/// how fast data arrived over the whole of it, which they change least.
struct RoundObservation: Sendable {
    /// When the round trip began.
    let begunAt: Instant
    /// `nil` before the first sample.
    private(set) var lowestRoundTrip: Duration?
    private let deliveredBefore: Int
    private var isApplicationLimited = false

    /// The path's jitter, and what pacing sends at once, add less than this share to the lowest round trip.
    private static let queueShare = 8

    /// Begins a round trip.
    /// - Parameter delivered: all bytes ever acknowledged.
    init(delivered: Int = 0, now: Instant = .origin) {
        deliveredBefore = delivered
        begunAt = now
    }

    /// Takes an acknowledgement of this round trip.
    mutating func handle(_ facts: AcknowledgementFacts) {
        if facts.delivery?.isApplicationLimited == true { isApplicationLimited = true }
        guard let sample = facts.roundTripTime else { return }
        lowestRoundTrip = min(lowestRoundTrip ?? sample, sample)
    }

    /// The bytes a second that have arrived since it began.
    /// - Returns: `nil` at its very beginning, or where the sender set the pace.
    func rate(delivered: Int, now: Instant) -> Double? {
        guard !isApplicationLimited, now > begunAt else { return nil }
        return Double(delivered - deliveredBefore) / (now - begunAt).inSeconds
    }

    /// How long data waited all the time; `nil` when the path was empty once.
    /// - Parameter minimum: what the path takes empty; `nil` while that is not known.
    func queue(beyond minimum: Duration?) -> Duration? {
        guard let lowestRoundTrip, let minimum else { return nil }
        let queue = lowestRoundTrip - minimum
        return queue > minimum / Self.queueShare ? queue : nil
    }
}
