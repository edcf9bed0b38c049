import Wire

/// The rates at which the path was full, as mean and deviation.
/// Source: <https://datatracker.ietf.org/doc/html/draft-ietf-rmcat-gcc-02#section-5.5>, "R_hat_max"
struct LinkCapacity: Sendable {
    /// The draft's smoothing coefficient, 0.95.
    private static let weight = 0.05
    /// Bounds of the squared deviation, relative to the mean, in kbit/s.
    private static let variances = 0.4...2.5
    private var mean: Double?
    private var variance = 0.4

    /// Takes what arrived while the path was full.
    mutating func add(_ bitrate: Bitrate) {
        let sample = bitrate.bitsPerSecond / 1_000
        if let range, !range.contains(bitrate) { mean = nil }
        guard let before = mean else {
            mean = sample
            return
        }
        let after = (1 - Self.weight) * before + Self.weight * sample
        mean = after
        let error = before - sample
        variance = (1 - Self.weight) * variance + Self.weight * error * error / max(after, 1)
        variance = min(max(variance, Self.variances.lowerBound), Self.variances.upperBound)
    }

    /// Forgets what is disproved: more arrives than was thought to fit.
    mutating func disprove(by bitrate: Bitrate) {
        if let range, bitrate > range.upperBound { mean = nil }
    }

    /// Three deviations around the mean; `nil` where nothing is known.
    var range: ClosedRange<Bitrate>? {
        guard let mean else { return nil }
        let deviation = 3 * (variance * mean).squareRoot()
        return .kilobits(mean - deviation) ... .kilobits(mean + deviation)
    }
}
