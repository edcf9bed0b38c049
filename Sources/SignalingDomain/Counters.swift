/// What happened since the start, as numbers without names: what a peer can cause is counted, not logged.
package struct Counters: Hashable, Sendable {
    package var sessionsStarted = 0
    package var sessionsEnded = 0
    package var knocks = 0
    package var knocksRefused = 0
    package var triesHeldBack = 0
    package var admissions = 0
    package var declines = 0
    package var relayedMessages = 0
    package var relaysDropped = 0
    package var messagesRefused = 0
    /// First messages of clients that speak another version; `messagesRefused` counts them too.
    package var versionsRefused = 0

    package init() {}
}
