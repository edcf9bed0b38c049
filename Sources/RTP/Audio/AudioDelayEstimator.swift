import Wire

/// How much later than the fastest packets the others come, and so how long sound must wait for them.
///
///     transit = arrival − timestamp      relative delay = transit − least transit of the last 4 s
///
/// The most delayed packet of each 100 ms is one entry of a histogram that forgets. Entries count time rather than packets:
/// the hundred packets that wait behind one outage of 2 s are one entry, and do not make the listener wait from then on.
struct AudioDelayEstimator: Sendable {
    /// How long the fastest packet counts; a change of path is noticed after it, and a drift of 200 ppm moves 0.8 ms.
    private static let baseWindow = Duration.seconds(4)
    private static let entryInterval = Duration.milliseconds(100)
    private static let bucketNanoseconds: Int64 = 5_000_000
    /// 1 s and more is one bucket.
    private static let bucketCount = 200
    /// One entry's weight: it is forgotten with a time constant of 10 s, and with the quantile below it takes five in that time
    /// to move the delay.
    private static let entryWeight = 0.01
    /// With five packets in an entry about 99 % of the packets are in time, and more with the margin of the buffer.
    private static let quantile = 0.95

    /// When the fastest packet of the window comes this much later than before, the path has changed, and jitter measured
    /// against the old one is none.
    private static let pathChange: Int64 = 20_000_000

    /// Ascending in both; the first is the least of the window.
    private var minima: [(arrival: Instant, transit: Int64)] = []
    private var current: (begin: Instant, relativeDelay: Int64)?
    private var weights = [Double](repeating: 0, count: Self.bucketCount)
    /// Entries so far.
    private(set) var entryCount = 0
    /// What delays all but the latest packets, beyond the fastest; zero at first.
    private(set) var jitter = Duration.zero

    /// The least transit time of the window in nanoseconds of the two clocks' difference; `nil` before the first packet.
    var base: Int64? { minima.first?.transit }

    /// Takes a packet's transit time.
    mutating func handle(transit: Int64, now: Instant) {
        let before = base ?? transit
        while let last = minima.last, last.transit >= transit { minima.removeLast() }
        minima.append((now, transit))
        while minima.count > 1, minima[0].arrival + Self.baseWindow < now { minima.removeFirst() }
        let relativeDelay = transit &- (base ?? transit)
        let risen = (base ?? transit) &- before
        if risen >= Self.pathChange {
            shift(by: Int(clamping: risen / Self.bucketNanoseconds))
            current = nil
        }
        guard let current else {
            self.current = (now, relativeDelay)
            return
        }
        if now - current.begin < Self.entryInterval {
            self.current?.relativeDelay = max(current.relativeDelay, relativeDelay)
        } else {
            add(current.relativeDelay)
            self.current = (now, relativeDelay)
        }
    }

    private mutating func add(_ relativeDelay: Int64) {
        entryCount += 1
        let weight = max(Self.entryWeight, 1 / Double(entryCount))
        for index in weights.indices { weights[index] *= 1 - weight }
        weights[min(Int(relativeDelay / Self.bucketNanoseconds), Self.bucketCount - 1)] += weight
        findQuantile()
    }

    /// Counts what was measured from a base that much higher.
    private mutating func shift(by count: Int) {
        var shifted = [Double](repeating: 0, count: Self.bucketCount)
        for (index, weight) in weights.enumerated() { shifted[max(0, index - count)] += weight }
        weights = shifted
        if entryCount > 0 { findQuantile() }
    }

    private mutating func findQuantile() {
        var sum = 0.0
        var index = 0
        while index < Self.bucketCount - 1 {
            sum += weights[index]
            guard sum < Self.quantile else { break }
            index += 1
        }
        jitter = .nanoseconds(Int64(index + 1) * Self.bucketNanoseconds)
    }
}
