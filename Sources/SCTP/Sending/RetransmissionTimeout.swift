/// The retransmission time-out, from measured round trips.
/// Source: RFC 9260 §6.3.1, <https://www.rfc-editor.org/rfc/rfc9260#section-6.3.1>
package struct RetransmissionTimeout: Sendable {
    /// RTO.Initial: the time-out before the first measurement.
    package let initial: Duration
    /// RTO.Min: no measurement lowers the time-out below.
    package let minimum: Duration
    /// RTO.Max: neither a measurement nor back-off raises it beyond.
    package let maximum: Duration
    /// The smoothed round-trip time; `nil` before the first measurement.
    package private(set) var smoothedRoundTripTime: Duration?
    private var variation: Duration = .zero
    private var measured: Duration
    private var expiries = 0

    /// Expiries before the time-out doubles. RFC 9260 §6.3.3, E2 doubles at once; a person whose path was gone for some
    /// seconds waits for the next try, and one packet in each time-out burdens no path.
    private static let constantExpiries = 16

    /// Begins at `initial`.
    package init(initial: Duration, minimum: Duration, maximum: Duration) {
        self.initial = initial
        self.minimum = minimum
        self.maximum = maximum
        measured = initial
    }

    /// How long to wait for an answer now, back-off included.
    package var current: Duration {
        min(maximum, measured * (1 << min(max(0, expiries - Self.constantExpiries), 16)))
    }

    /// Takes a measurement of a chunk that was sent only once (Karn's rule, C5) and ends the back-off.
    package mutating func handle(roundTripTime sample: Duration) {
        let sample = max(sample, .microseconds(1))
        if let smoothed = smoothedRoundTripTime {
            let difference = smoothed > sample ? smoothed - sample : sample - smoothed
            variation = variation * 3 / 4 + difference / 4
            smoothedRoundTripTime = smoothed * 7 / 8 + sample / 8
        } else {
            variation = sample / 2
            smoothedRoundTripTime = sample
        }
        measured = min(maximum, max(minimum, (smoothedRoundTripTime ?? sample) + variation * 4))
        expiries = 0
    }

    /// Takes what another protocol measured, for as long as nothing was measured here: the first answer comes after one
    /// such round trip, and as much again is room for what the path's queue adds.
    package mutating func expect(roundTripTime: Duration) {
        guard smoothedRoundTripTime == nil else { return }
        measured = min(initial, max(minimum, roundTripTime * 2))
    }

    /// Takes an expiry (E2).
    package mutating func backOff() {
        expiries += 1
    }

    /// Ends the back-off without a measurement, when the peer has shown that it is there.
    package mutating func endBackoff() {
        expiries = 0
    }
}
