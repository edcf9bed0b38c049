package import Wire

/// Lets the pictures of a camera wait for the sound that was recorded with them.
///
/// ```text
/// frame, with how long its sound takes until it is heard ─▶ hold ─▶ poll, when it is due ─▶ decoder
/// ```
/// The wait is brought in and taken back by letting the pictures go slower or faster than they were recorded, so that none
/// is left out, none comes twice and none passes another. Where nothing is heard, none waits.
///
/// After each `hold`, and at `nextTimeout`, call `poll` until it gives `nil`.
package struct LipSync<Frame> {
    /// The longest that a picture waits, however late its sound is.
    package static var longestWait: Duration { .milliseconds(500) }
    /// How many pictures wait: as many as a camera makes in the longest wait, and as many again. One more lets the first
    /// go at once.
    package static var maximumCount: Int { 60 }
    /// By how much pictures are slowed down or hurried: a tenth of their time, which nobody sees.
    static var slew: Int64 { 10 }
    /// A longer step from one picture's timestamp to the next is another beginning.
    static var longestStep: Duration { .seconds(2) }

    private var waiting: [(frame: Frame, due: Instant)] = []
    /// The picture that came last.
    private var last: Last?

    private struct Last {
        let timestamp: RTPTimestamp
        let arrival: Instant
        /// When it would have been due, had it come in time.
        let planned: Instant
        let due: Instant
    }

    package init() {}

    /// When `poll` has something to give; `nil` while nothing waits.
    package var nextTimeout: Instant? { waiting.first?.due }

    /// Takes the next picture in decodable order.
    /// - Parameters:
    ///   - timestamp: the picture's, 90 kHz.
    ///   - wait: how long its sound takes until it is heard, negative when it was heard before; `nil` while that is not known.
    package mutating func hold(_ frame: Frame, timestamp: RTPTimestamp, wait: Duration?, now: Instant) {
        let planned = plan(timestamp, wait, now)
        let due = max(last?.due ?? now, min(max(planned, now), now + Self.longestWait))
        last = Last(timestamp: timestamp, arrival: now, planned: planned, due: due)
        waiting.append((frame, due))
        if waiting.count > Self.maximumCount { waiting[0].due = now }
    }

    /// Takes the next picture that is due.
    package mutating func poll(now: Instant) -> Frame? {
        guard let first = waiting.first, first.due <= now else { return nil }
        waiting.removeFirst()
        return first.frame
    }

    /// When the picture's sound is heard, or as near to it as it may come after the picture before.
    private func plan(_ timestamp: RTPTimestamp, _ wait: Duration?, _ now: Instant) -> Instant {
        guard let last else { return now }
        let ticks = Int64(Int32(bitPattern: last.timestamp.distance(to: timestamp)))
        let step = Duration.nanoseconds(ticks * 100_000 / 9)
        guard step >= .zero, step < Self.longestStep else { return now }
        let slack = Duration.nanoseconds(step.inNanoseconds / Self.slew)
        guard let wait else { return now + max(last.planned - last.arrival - slack, .zero) }
        let even = last.planned + step
        let wanted = now + min(max(wait, .zero - Self.longestWait), Self.longestWait)
        // One that comes too late to wait is not slowed down by a wait that grows.
        return min(max(wanted, even - slack), max(even + slack, now))
    }
}

extension LipSync: Sendable where Frame: Sendable {}
