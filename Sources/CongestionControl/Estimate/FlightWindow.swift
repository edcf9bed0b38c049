import Wire

/// How much may be in flight before anything but sound has to wait.
///
///     on its way to the peer · waits to be told · allowance
///     ◀── round trip ──────▶ ◀─ report ──────▶
///
/// The pacer alone cannot protect a path that has become slower: what an encoder has made is there. With the window it
/// waits here, where it may still be left out, and a queue on the path is empty after the least possible time.
struct FlightWindow: Sendable {
    /// Beyond what is on its way at the estimate, so much may be sent ahead: a burst on a path with room.
    static let allowance = Duration.milliseconds(150)
    /// Likewise within `cautionTime` after the path was full or its queue empty again: what waits here must not become a
    /// queue there.
    static let cautiousAllowance = Duration.milliseconds(40)
    /// How long both make cautious.
    static let cautionTime = Duration.seconds(2)
    /// Likewise while a queue is being emptied.
    static let drainAllowance = Duration.milliseconds(15)
    /// Emptying a queue that long has failed: the path itself has become longer.
    static let maximumDrainTime = Duration.seconds(3)
    /// The window is never smaller, except while a queue is being emptied.
    static let minimumByteCount = 3_600
    /// The bounds of the time after which a closed window lets a packet through.
    static let patience = (first: Duration.milliseconds(100), last: Duration.milliseconds(250))
    /// Reports that are further apart were lost.
    private static let reportIntervals = (first: Duration.milliseconds(20), last: Duration.milliseconds(300))

    /// What bounds the window now.
    struct Facts {
        var bitrate: Bitrate
        var roundTripTime: Duration
        /// Since the estimate fell or a queue was emptied; `nil` where neither happened.
        var sinceFull: Duration?
    }

    private var longestInterval = WindowedExtreme.maximum(over: .seconds(2))
    private var drainBegun: Instant?
    /// When the last queue was empty.
    private(set) var drainEnded: Instant?

    /// Whether a queue is being emptied.
    var isDraining: Bool { drainBegun != nil }

    /// The time between two reports, the longest of the last seconds.
    var reportInterval: Duration { longestInterval.value ?? .milliseconds(100) }

    /// Bytes that may be in flight.
    func byteCount(_ facts: Facts) -> Int {
        let isCautious = facts.sinceFull.map { $0 < Self.cautionTime } ?? false
        let allowance = isDraining ? Self.drainAllowance : isCautious ? Self.cautiousAllowance : Self.allowance
        let bytes = facts.bitrate.byteCount(in: facts.roundTripTime + reportInterval + allowance)
        return isDraining ? bytes : max(bytes, Self.minimumByteCount)
    }

    /// How long reports may stay away before a closed window lets a packet through.
    func patience(roundTripTime: Duration) -> Duration {
        min(max(roundTripTime + reportInterval * 2, Self.patience.first), Self.patience.last)
    }

    /// Takes the time between two reports while packets were in flight.
    mutating func handleReport(after interval: Duration, now: Instant) {
        longestInterval.add(
            min(max(interval, Self.reportIntervals.first), Self.reportIntervals.last), now: now)
    }

    /// Begins to empty the queue.
    mutating func beginDrain(now: Instant) {
        if drainBegun == nil { drainBegun = now }
    }

    /// Ends it, when the queue is empty or it has gone on for too long.
    /// - Returns: whether it was in vain.
    mutating func endDrain(isEmptied: Bool, now: Instant) -> Bool {
        guard let begun = drainBegun, isEmptied || now - begun > Self.maximumDrainTime else { return false }
        drainBegun = nil
        drainEnded = now
        return !isEmptied
    }
}
