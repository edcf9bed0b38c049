/// The highest bandwidth seen in this probing cycle and the one before.
/// Source: draft-ietf-ccwg-bbr §5.5.5, <https://datatracker.ietf.org/doc/draft-ietf-ccwg-bbr/>
struct BandwidthFilter: Sendable {
    private var current: Double = 0
    private var previous: Double = 0

    /// Bytes a second; 0 before the first sample.
    var maximum: Double { max(current, previous) }

    /// Takes a sample. One that the sender limited counts only when it is the highest.
    mutating func handle(_ sample: DeliverySample) {
        let rate = sample.rate
        guard !sample.isApplicationLimited || rate >= maximum else { return }
        current = max(current, rate)
    }

    /// Forgets a path that is no longer there.
    mutating func reset(to rate: Double) {
        current = rate
        previous = 0
    }

    /// Begins a cycle; one without samples is not counted.
    mutating func beginCycle() {
        guard current > 0 else { return }
        previous = current
        current = 0
    }
}
