/// What happened since the start, as numbers without names: what a peer can cause is counted, not logged.
package struct Counters: Hashable, Sendable {
    /// Sessions of this run; those taken up after a restart are not counted.
    package var sessionsStarted = 0
    package var sessionsEnded = 0
    /// Knocks that the limiter let through, right or wrong.
    package var knocks = 0
    /// Knocks on a wrong, expired, used or full target, and those whose link was burnt while they waited.
    package var knocksRefused = 0
    /// Knocks that came before their sender's wait was over; they are not in `knocks`.
    package var triesHeldBack = 0
    package var admissions = 0
    package var declines = 0
    /// Payloads that were handed on.
    package var relayedMessages = 0
    /// Payloads beyond what is kept for a side that is away.
    package var relaysDropped = 0
    /// Messages answered by `refused`, but for knocks.
    package var messagesRefused = 0
    /// First messages of clients that speak another version; `messagesRefused` counts them too.
    package var versionsRefused = 0

    package init() {}
}
