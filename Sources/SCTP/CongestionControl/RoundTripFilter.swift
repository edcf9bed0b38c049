import Wire

/// The shortest round trip of the last ten seconds: what the path takes without a queue.
/// Source: draft-ietf-ccwg-bbr §5.3.4.3, <https://datatracker.ietf.org/doc/draft-ietf-ccwg-bbr/>
struct RoundTripFilter: Sendable {
    /// `nil` before the first sample.
    private(set) var minimum: Duration?
    private var minimumAt = Instant.origin
    /// The latest sample; zero before the first.
    private(set) var latest = Duration.zero
    private var recentMinimum = Duration.zero
    private var recentMinimumAt = Instant.origin

    /// BBR.MinRTTFilterLen.
    private static let window: Duration = .seconds(10)
    /// BBR.ProbeRTTInterval: without a sample as low as the lowest for that long, the queue is emptied to see.
    private static let probeInterval: Duration = .seconds(5)

    /// Whether the latest round trip was longer than the empty path's by more than what varies anyway.
    var showsQueue: Bool {
        guard let minimum else { return false }
        return latest > minimum + minimum / 16 + .milliseconds(1)
    }

    /// Takes a sample; answers whether the path is to be measured with an empty queue.
    mutating func handle(_ sample: Duration, now: Instant) -> Bool {
        latest = sample
        guard let lowest = minimum else {
            minimum = sample
            recentMinimum = sample
            minimumAt = now
            recentMinimumAt = now
            return false
        }
        let isProbeDue = now - recentMinimumAt > Self.probeInterval
        if sample <= recentMinimum || isProbeDue {
            recentMinimum = sample
            recentMinimumAt = now
        }
        if recentMinimum <= lowest || now - minimumAt > Self.window {
            minimum = recentMinimum
            minimumAt = recentMinimumAt
        }
        return isProbeDue
    }

    /// Notes that the path was idle, which empties queues as well.
    mutating func noteProbe(now: Instant) {
        recentMinimumAt = now
    }
}
