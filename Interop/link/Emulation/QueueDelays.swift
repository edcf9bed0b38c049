import Wire

/// How long packets waited at the bottleneck, in steps of 0.1 ms up to 2 s.
package struct QueueDelays: Sendable {
    private static let step = 100_000
    private static let stepCount = 20_000

    private var counts = [Int](repeating: 0, count: stepCount)
    private var total = 0

    package init() {}

    /// Counts one packet's wait; 2 s and more count as the last step.
    mutating func add(_ delay: Duration) {
        counts[min(Self.stepCount - 1, max(0, Int(delay.inNanoseconds) / Self.step))] += 1
        total += 1
    }

    /// The delay in milliseconds that this share of packets did not exceed; 0 before any packet.
    /// - Parameter share: 0 to 1.
    package func percentile(_ share: Double) -> Double {
        let wanted = max(1, Int((Double(total) * share).rounded(.up)))
        var seen = 0
        for (index, count) in counts.enumerated() {
            seen += count
            if seen >= wanted { return Double(index * Self.step) / 1e6 }
        }
        return 0
    }
}
