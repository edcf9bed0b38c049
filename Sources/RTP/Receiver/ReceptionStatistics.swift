package import Wire

/// Counts what arrives of one stream, for its report block.
/// Source: RFC 3550 appendix A.1, A.3 and A.8 <https://www.rfc-editor.org/rfc/rfc3550#appendix-A>
package struct ReceptionStatistics: Sendable {
    /// Hertz.
    private let clockRate: Int64
    private var firstSequence: Int64?
    private var highestSequence: Int64 = 0
    private var receivedCount: Int64 = 0
    private var expectedBefore: Int64 = 0
    private var receivedBefore: Int64 = 0
    private var lastTransit: Int64?
    /// Sixteenths of a tick.
    private var scaledJitter: Int64 = 0
    private var lastSenderReport: (middle: UInt32, arrival: Instant)?
    /// How the stream's timestamps stand to its sender's clock; `nil` before the first report.
    package private(set) var senderClock: SenderClock?

    /// - Parameter clockRate: ticks of the stream's timestamps in a second.
    package init(clockRate: UInt32) {
        self.clockRate = Int64(clockRate)
    }

    /// Packets that are missing so far; negative when duplicates outnumber them.
    package var cumulativeLost: Int64 { expectedCount - receivedCount }

    /// Counts a packet of the stream, duplicates included.
    /// - Parameter sequence: the unwrapped number.
    package mutating func handle(sequence: Int64, timestamp: RTPTimestamp, now: Instant) {
        if firstSequence == nil {
            firstSequence = sequence
            highestSequence = sequence
        }
        highestSequence = max(highestSequence, sequence)
        receivedCount += 1
        updateJitter(timestamp: timestamp, now: now)
    }

    /// Notes when a sender's report came, for the delay that the next report tells.
    package mutating func handle(_ report: SenderReport, now: Instant) {
        lastSenderReport = (report.ntpTimestamp.middle, now)
        senderClock = SenderClock(report, clockRate: clockRate)
    }

    /// The report since the one before; `nil` until a packet came.
    package mutating func makeReport(ssrc: SSRC, now: Instant) -> ReportBlock? {
        guard firstSequence != nil else { return nil }
        let expected = expectedCount - expectedBefore
        let lost = expected - (receivedCount - receivedBefore)
        expectedBefore = expectedCount
        receivedBefore = receivedCount
        let fraction = expected > 0 && lost > 0 ? min(255, lost * 256 / expected) : 0
        let delay = lastSenderReport.map { max(0, (now - $0.arrival).inNanoseconds) } ?? 0
        return ReportBlock(
            ssrc: ssrc, fractionLost: UInt8(clamping: fraction), cumulativeLost: Int32(clamping: cumulativeLost),
            extendedHighestSequenceNumber: UInt32(truncatingIfNeeded: highestSequence),
            jitter: UInt32(clamping: scaledJitter >> 4), lastSenderReport: lastSenderReport?.middle ?? 0,
            delaySinceLastSenderReport: UInt32(clamping: Int64(Double(delay) * 65_536 / 1e9)))
    }

    private var expectedCount: Int64 { firstSequence.map { highestSequence - $0 + 1 } ?? 0 }

    /// RFC 3550 §6.4.1: J += (|D| − J) / 16, D the difference of two transit times.
    private mutating func updateJitter(timestamp: RTPTimestamp, now: Instant) {
        // Whole seconds apart: their ticks may wrap, as the timestamp does, and the rest has room for any rate.
        let (seconds, rest) = now.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let arrival = seconds &* clockRate &+ rest * clockRate / 1_000_000_000
        let transit = arrival &- Int64(timestamp.rawValue)
        defer { lastTransit = transit }
        guard let lastTransit else { return }
        // The timestamp wraps at 32 bits, and so does the difference.
        let difference = Int64(Int32(truncatingIfNeeded: transit &- lastTransit).magnitude)
        scaledJitter += difference - ((scaledJitter + 8) >> 4)
    }
}
