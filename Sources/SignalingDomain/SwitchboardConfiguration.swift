/// The figures of the rules, with the product's values as defaults.
package struct SwitchboardConfiguration: Sendable {
    /// How long an unused number works.
    package var numberLifetime = Duration.seconds(15 * 60)
    /// How long a number is not given out again after it was given out.
    package var numberRest = Duration.seconds(24 * 3_600)
    /// How long a link works at most; it ends with its session.
    package var invitationLifetime = Duration.seconds(24 * 3_600)
    /// How long a session waits for its host's connection to come back.
    package var hostAbsence = Duration.seconds(2 * 3_600)
    /// How long an admitted customer whose connection broke may come back to the relay.
    package var customerAbsence = Duration.seconds(120)
    /// When a refused knock is answered, counted from its arrival, whatever the reason: time tells nothing.
    package var refusalDelay = Duration.milliseconds(250)
    /// Those whose host is away count too.
    package var maximumSessionsPerHost = 20
    /// Links that are neither burnt nor expired.
    package var maximumInvitationsPerSession = 20
    /// The most people who knock at one session, pair with its host or are connected to them at the same time: each
    /// keeps a place until either side leaves.
    package var maximumAttemptsPerSession = 8
    /// The most messages kept for a host that is away in the middle of a pairing.
    package var maximumHeldRelays = 32
    /// The limits of wrong knocks.
    package var tries = TryLimiter.Policy()

    package init() {}
}
