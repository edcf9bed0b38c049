import Wire

/// Tells whether less is sent than might be, so that the estimate neither grows on what was never tried nor falls.
///
/// A bucket fills at a share of the estimate and sending empties it:
///
///     empty ─── 0.5 ─── 0.8 ─── full
///       busy ◀─┤         ├─▶ limited by the application
struct ApplicationLimit: Sendable {
    /// A sender that uses less of the estimate is limited by what it has to send.
    static let usage = 0.65
    /// How long the bucket takes to fill.
    static let window = Duration.milliseconds(500)
    private static let (begin, end) = (0.8, 0.5)

    private var level = 1.0
    private var lastUpdate: Instant?
    private(set) var isLimited = true

    /// Takes what is sent, or only the passing of time.
    mutating func update(sent byteCount: Int = 0, bitrate: Bitrate, now: Instant) {
        let capacity = Double(max(bitrate.byteCount(in: Self.window), 1)) * Self.usage
        if let last = lastUpdate { level += min(max(0, (now - last).inSeconds / Self.window.inSeconds), 2) }
        lastUpdate = now
        level = min(max(min(level, 1) - Double(byteCount) / capacity, -1), 1)
        if level > Self.begin { isLimited = true }
        if level < Self.end { isLimited = false }
    }
}
