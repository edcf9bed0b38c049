import Wire

/// What the delay says of the path.
enum PathUsage: Equatable, Sendable {
    /// Queues stay as they are.
    case normal
    /// Queues grow: more is sent than the path carries.
    case overuse
    /// Queues shrink.
    case underuse
}

/// Fits a line through the delays of the last groups; a slope above an adaptive threshold is overuse.
///
/// The draft's Kalman filter has given way to this line everywhere: it reacts as fast and knows no noise model.
/// Source: <https://datatracker.ietf.org/doc/html/draft-ietf-rmcat-gcc-02#section-5.4>
struct DelayTrend: Sendable {
    /// Groups in the line.
    static let windowCount = 20
    /// Weight of the sum so far against the new delay.
    static let smoothing = 0.9
    /// What makes a slope comparable with the threshold, together with the number of groups.
    static let gain = 4.0
    /// The number of groups counts up to here.
    static let maximumGroupCount = 60
    /// *overuse_time_th*: how long the slope must be above the threshold.
    static let overuseTime = 10.0
    /// *K_u* and *K_d* of §5.4, per millisecond, with the values that libwebrtc has come to: the draft's 0.01 and 0.00018
    /// keep the threshold high for long after a disturbance.
    static let (growth, decay) = (0.0087, 0.039)
    /// Where the threshold may lie (§5.4).
    static let thresholds = 6.0...600.0
    /// A trend further beyond the threshold does not move it (§5.4).
    static let maximumOffset = 15.0

    private struct Point {
        let time: Double
        let delay: Double
    }

    private var points: [Point] = []
    private var firstArrival: Instant?
    private var sum = 0.0
    private var smoothed = 0.0
    private var groupCount = 0
    private(set) var threshold = 12.5
    private var lastThresholdUpdate: Instant?
    private var timeAbove: Double?
    private var countAbove = 0
    private var previousTrend = 0.0
    /// What the latest group showed.
    private(set) var usage = PathUsage.normal

    /// Takes the comparison of two groups.
    mutating func add(_ variation: PacketGroups.Variation) {
        let arrived = variation.arrived.inMillisecondsFraction
        let sent = variation.sent.inMillisecondsFraction
        groupCount = min(groupCount + 1, 1_000)
        let first = firstArrival ?? variation.arrival
        firstArrival = first
        sum += arrived - sent
        smoothed = Self.smoothing * smoothed + (1 - Self.smoothing) * sum
        points.append(Point(time: (variation.arrival - first).inMillisecondsFraction, delay: smoothed))
        if points.count > Self.windowCount { points.removeFirst() }
        let slope = points.count == Self.windowCount ? (slope ?? previousTrend) : previousTrend
        detect(slope: slope, sent: sent, at: variation.arrival)
    }

    /// Forgets the delays, after a silence or a leap of the peer's clock; the threshold stays.
    mutating func reset() {
        points = []
        firstArrival = nil
        sum = 0
        smoothed = 0
        groupCount = 0
        timeAbove = nil
        countAbove = 0
        previousTrend = 0
        lastThresholdUpdate = nil
        usage = .normal
    }

    private var slope: Double? {
        let count = Double(points.count)
        let meanTime = points.reduce(0) { $0 + $1.time } / count
        let meanDelay = points.reduce(0) { $0 + $1.delay } / count
        var (numerator, denominator) = (0.0, 0.0)
        for point in points {
            numerator += (point.time - meanTime) * (point.delay - meanDelay)
            denominator += (point.time - meanTime) * (point.time - meanTime)
        }
        return denominator > 0 ? numerator / denominator : nil
    }

    private mutating func detect(slope: Double, sent: Double, at arrival: Instant) {
        defer { previousTrend = slope }
        guard groupCount >= 2 else { return }
        let trend = Double(min(groupCount, Self.maximumGroupCount)) * slope * Self.gain
        if trend > threshold {
            // At the first sight of it, it has lasted for half of the time since the group before.
            timeAbove = timeAbove.map { $0 + sent } ?? sent / 2
            countAbove += 1
            if let time = timeAbove, time > Self.overuseTime, countAbove > 1, slope >= previousTrend {
                timeAbove = 0
                countAbove = 0
                usage = .overuse
            }
        } else {
            timeAbove = nil
            countAbove = 0
            usage = trend < -threshold ? .underuse : .normal
        }
        adaptThreshold(to: abs(trend), at: arrival)
    }

    private mutating func adaptThreshold(to trend: Double, at arrival: Instant) {
        defer { lastThresholdUpdate = arrival }
        guard let last = lastThresholdUpdate, trend <= threshold + Self.maximumOffset else { return }
        let rate = trend < threshold ? Self.decay : Self.growth
        let elapsed = min(max(0, (arrival - last).inMillisecondsFraction), 100)
        threshold += rate * (trend - threshold) * elapsed
        threshold = min(max(threshold, Self.thresholds.lowerBound), Self.thresholds.upperBound)
    }
}

extension Duration {
    /// The whole duration in milliseconds, with its fraction.
    var inMillisecondsFraction: Double { Double(inNanoseconds) / 1e6 }
}
