package import Wire

/// When a missing packet is asked for again, and when it is given up.
package struct RetransmissionPolicy: Sendable {
    /// How long a gap may be reordering. 10 ms: longer than the reordering seen on paths that do reorder, shorter
    /// than a frame.
    package var reorderTolerance: Duration
    /// Requests for one packet; after the last one's interval it is given up. 0 where NACK was not negotiated.
    package var maximumTries: Int
    /// The shortest time between two requests for the same packet; a longer round trip time counts instead.
    package var minimumInterval: Duration
    /// How far behind the newest packet a missing one may be; what is older is given up.
    package var window: Int

    package init(
        reorderTolerance: Duration = .milliseconds(10), maximumTries: Int = 10,
        minimumInterval: Duration = .milliseconds(20), window: Int = 1_000
    ) {
        self.reorderTolerance = reorderTolerance
        self.maximumTries = maximumTries
        self.minimumInterval = minimumInterval
        self.window = window
    }

    /// Waits for reordering alone.
    package static let withoutRequests = RetransmissionPolicy(
        reorderTolerance: .milliseconds(50), maximumTries: 0)
}

/// Notices gaps in a stream's sequence, says which packets to ask for, and which to give up.
///
/// Call `handle`, then `poll` until the next `nextTimeout`.
/// Source: RFC 4585 §6.2.1 <https://www.rfc-editor.org/rfc/rfc4585#section-6.2.1>
package struct NACKGenerator: Sendable {
    /// What a poll finds.
    package struct Result: Equatable, Sendable {
        /// To be asked for now, in ascending order.
        package var requested: [Int64] = []
        /// The highest that is given up.
        package var abandoned: Int64?
    }

    private struct Missing {
        var tries = 0
        var deadline: Instant
    }

    private let policy: RetransmissionPolicy
    private var highest: Int64?
    private var missing: [Int64: Missing] = [:]
    /// The highest number that fell out of the window since the last poll.
    private var overflowed: Int64?
    /// No entry is due before; kept so that a packet in order costs nothing.
    private var earliestDeadline: Instant?

    package init(policy: RetransmissionPolicy) {
        self.policy = policy
    }

    /// May come early, when what was due has arrived meanwhile.
    package var nextTimeout: Instant? { missing.isEmpty ? nil : earliestDeadline }

    /// Takes a packet that arrived, the first time or repeated.
    package mutating func handle(sequence: Int64, now: Instant) {
        missing[sequence] = nil
        guard let highest else {
            self.highest = sequence
            return
        }
        guard sequence > highest else { return }
        self.highest = sequence
        guard sequence > highest + 1 else { return }
        let windowStart = sequence - Int64(policy.window)
        if let oldest = missing.keys.min(), oldest < windowStart { giveUp(before: windowStart) }
        if highest + 1 < windowStart { overflowed = windowStart - 1 }
        let deadline = now + policy.reorderTolerance
        for number in max(highest + 1, windowStart)..<sequence { missing[number] = Missing(deadline: deadline) }
        earliestDeadline = min(earliestDeadline ?? deadline, deadline)
    }

    /// What is to be asked for, and what is given up, at `now`.
    /// - Parameter roundTripTime: a packet is not asked for again sooner than this.
    package mutating func poll(now: Instant, roundTripTime: Duration) -> Result {
        var result = Result(abandoned: overflowed)
        overflowed = nil
        guard let earliestDeadline, earliestDeadline <= now else { return result }
        let interval = max(policy.minimumInterval, roundTripTime)
        for (number, entry) in missing where entry.deadline <= now {
            if entry.tries < policy.maximumTries {
                missing[number] = Missing(tries: entry.tries + 1, deadline: now + interval)
                result.requested.append(number)
            } else {
                missing[number] = nil
                result.abandoned = max(result.abandoned ?? number, number)
            }
        }
        self.earliestDeadline = missing.values.map(\.deadline).min()
        result.requested.sort()
        return result
    }

    /// Forgets what is missing before a packet, because a key frame makes it needless.
    package mutating func forget(before sequence: Int64) {
        missing = missing.filter { $0.key >= sequence }
    }

    private mutating func giveUp(before sequence: Int64) {
        overflowed = missing.keys.filter { $0 < sequence }.max()
        forget(before: sequence)
    }
}
