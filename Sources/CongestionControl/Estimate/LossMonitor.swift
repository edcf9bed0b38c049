import Wire

/// Tells loss that is congestion from loss that is not.
///
/// Loss that stays when less is sent belongs to the path. So the least share of the last intervals is taken for granted,
/// and only what exceeds it, beyond chance, is a reason to send less. After a cut the share before it counts for granted
/// until a smaller one is seen.
struct LossMonitor: Sendable {
    /// More than this share beyond what is taken for granted makes a cut; draft-ietf-rmcat-gcc-02 §6 cuts at 10 % in all.
    static let tolerance = 0.05
    /// Up to here loss never makes a cut (§6).
    static let harmless = 0.1
    /// No more is ever taken for granted.
    static let maximumInherent = 0.3
    /// Packets and time that an interval holds at least.
    static let (minimumCount, minimumTime) = (20, Duration.milliseconds(200))
    /// Long enough that growth of 8 % a second shows in what is lost.
    private static let intervalCount = 40

    private var receivedCount = 0
    private var lostCount = 0
    private var begun: Instant?
    private var lastCut: Instant?
    private var recent: [Double] = []
    /// The share lost, 0 to 1, over about a second; `nil` before the first interval.
    private(set) var smoothedFraction: Double?

    /// The share of loss that the path has whatever is sent.
    private var inherentFraction: Double { min(recent.min() ?? 0, Self.maximumInherent) }

    /// Takes what a report told.
    /// - Returns: when loss shows congestion, the share that the path loses anyway; `nil` otherwise.
    mutating func add(_ news: FeedbackNews, now: Instant) -> Double? {
        // What left before a cut says nothing of what the cut did.
        receivedCount += news.received.count { isOfNow($0.sent) }
        lostCount += news.lost.count { isOfNow($0) }
        let start = begun ?? now
        begun = start
        let count = receivedCount + lostCount
        guard count >= Self.minimumCount, now - start >= Self.minimumTime else { return nil }
        let fraction = Double(lostCount) / Double(count)
        smoothedFraction = smoothedFraction.map { 0.7 * $0 + 0.3 * fraction } ?? fraction
        (receivedCount, lostCount, begun) = (0, 0, now)
        // What 20 packets say may be chance: one and a half deviations are in doubt.
        let doubt = 1.5 * (fraction * (1 - fraction) / Double(count)).squareRoot()
        let inherent = inherentFraction
        let isCongestion = fraction > Self.harmless && fraction - doubt > inherent + Self.tolerance
        if isCongestion {
            recent = []
            lastCut = now
        }
        recent.append(fraction)
        if recent.count > Self.intervalCount { recent.removeFirst() }
        return isCongestion ? inherent : nil
    }

    private func isOfNow(_ sent: Instant) -> Bool { lastCut.map { sent > $0 } ?? true }
}
