package import Wire

/// Notes when packets of the whole transport arrive, and reports it at an interval.
/// Source: draft-holmer-rmcat-transport-wide-cc-extensions-01 §3
package struct TransportFeedbackRecorder: Sendable {
    /// What libwebrtc comes to from 1 Mbit/s on. A sender learns of a path that becomes slower only by these reports, and
    /// stores in its queue what it sends until then. Twenty a second are 10 kbit/s, while something arrives.
    package static let interval = Duration.milliseconds(50)
    /// Packets in one report; with large deltas it stays under an MTU.
    private static let maximumStatusCount = 400
    /// Arrivals kept between two reports.
    private static let maximumArrivalCount = 4_096
    private static let tick: Int64 = 250_000
    /// 64 ms.
    private static let ticksPerReference: Int64 = 256

    private var unwrapper = SequenceUnwrapper()
    /// Arrivals that no report has told yet, by their unwrapped numbers.
    private(set) var arrivals: [Int64: Instant] = [:]
    /// The first number that no report covers yet.
    private var nextSequence: Int64?
    private var feedbackCount: UInt8 = 0
    /// When the next report is due; `nil` while there is nothing to report.
    package private(set) var nextTimeout: Instant?

    private let interval: Duration

    /// - Parameter interval: from the first arrival that was not told to the report about it.
    package init(interval: Duration = Self.interval) {
        self.interval = interval
    }

    /// Notes an arrival; a duplicate, and what exceeds 4,096 arrivals between two reports, is passed over.
    package mutating func handle(transportSequenceNumber number: UInt16, now: Instant) {
        let sequence = unwrapper.unwrap(number)
        guard arrivals.count < Self.maximumArrivalCount, arrivals[sequence] == nil else { return }
        arrivals[sequence] = now
        if nextTimeout == nil { nextTimeout = now + interval }
    }

    /// The reports that are due; several after a burst or a long gap.
    package mutating func poll(senderSSRC: SSRC, mediaSSRC: SSRC, now: Instant) -> [TransportFeedback] {
        guard let nextTimeout, nextTimeout <= now else { return [] }
        self.nextTimeout = nil
        var reports: [TransportFeedback] = []
        while let oldest = arrivals.keys.min() {
            reports.append(makeReport(oldest: oldest, senderSSRC: senderSSRC, mediaSSRC: mediaSSRC))
        }
        return reports
    }

    /// One report from the first unreported packet on; what it covers is forgotten.
    private mutating func makeReport(oldest: Int64, senderSSRC: SSRC, mediaSSRC: SSRC) -> TransportFeedback {
        var base = min(oldest, nextSequence ?? oldest)
        if oldest - base >= Int64(Self.maximumStatusCount) { base = oldest }
        let firstTick = (arrivals[oldest]?.nanoseconds ?? 0) / Self.tick
        let reference = firstTick / Self.ticksPerReference
        var lastTick = reference * Self.ticksPerReference
        let highest = min(arrivals.keys.max() ?? oldest, base + Int64(Self.maximumStatusCount) - 1)
        var statuses: [TransportFeedback.Status] = []
        for sequence in base...highest {
            guard let arrival = arrivals[sequence] else {
                statuses.append(.notReceived)
                continue
            }
            let tick = arrival.nanoseconds / Self.tick
            guard let delta = Int16(exactly: tick - lastTick) else { break }
            statuses.append(.received(delta: delta))
            arrivals[sequence] = nil
            lastTick = tick
        }
        while statuses.last == .notReceived { statuses.removeLast() }
        nextSequence = max(nextSequence ?? base, base + Int64(statuses.count))
        defer { feedbackCount &+= 1 }
        return TransportFeedback(
            senderSSRC: senderSSRC, mediaSSRC: mediaSSRC, baseSequenceNumber: UInt16(truncatingIfNeeded: base),
            referenceTime: UInt32(truncatingIfNeeded: reference), feedbackCount: feedbackCount, statuses: statuses)
    }
}
