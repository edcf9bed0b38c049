import Wire

/// How many bytes more than the bandwidth accounts for one burst of acknowledgements may cover: the window has to hold them
/// on top, or sending stops between bursts.
/// Source: draft-ietf-ccwg-bbr §5.5.9, <https://datatracker.ietf.org/doc/draft-ietf-ccwg-bbr/>
struct AggregationFilter: Sendable {
    private var current = 0
    private var previous = 0
    private var roundsInCurrent = 0
    private var begunAt = Instant.origin
    private var acknowledged = 0

    /// Half of BBR.ExtraAckedFilterLen, in round trips.
    private static let roundsPerHalf = 5

    /// Bytes.
    var maximum: Int { max(current, previous) }

    /// Begins a round trip.
    mutating func beginRound() {
        roundsInCurrent += 1
        guard roundsInCurrent >= Self.roundsPerHalf else { return }
        roundsInCurrent = 0
        previous = current
        current = 0
    }

    /// Takes bytes acknowledged at once.
    /// - Parameters:
    ///   - bandwidth: bytes a second.
    ///   - limit: the most that is believed, in bytes.
    mutating func handle(acknowledged bytes: Int, bandwidth: Double, limit: Int, now: Instant) {
        var expected = Int(bandwidth * (now - begunAt).inSeconds)
        if acknowledged <= expected {
            acknowledged = 0
            begunAt = now
            expected = 0
        }
        acknowledged += bytes
        current = max(current, min(acknowledged - expected, limit))
    }
}
