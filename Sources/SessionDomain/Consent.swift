import Wire

/// The right that a person gave to show something, for one request.
///
/// Only `Consent`, in this file, makes one; whoever captures or injects takes it as an argument and asks
/// `CustomerSession.permits` again for every frame.
package struct Grant: Equatable, Sendable {
    /// The request that was allowed.
    package let request: RequestID
    /// What may be shown or done.
    package let scope: ControlMessage.Scope

    fileprivate init(request: RequestID, scope: ControlMessage.Scope) {
        self.request = request
        self.scope = scope
    }
}

/// The customer's consent: a request becomes a prompt, a prompt an answer, an allowed one a grant, until it is revoked.
///
/// ```text
/// idle ─ask→ prompting ─answer(allow)→ granted(starting) ─captureStarted→ granted(live)
///   ^           │ deny, 60 s, withdrawn        │ revoke              │ revoke
///   └───────────┴──────────────────────────────┴─────────────────────┘
/// ```
/// The default is *deny*: silence, a lost link and a repeated request lower rights and never raise them.
struct Consent: ~Copyable {
    /// How long a prompt waits before it denies by itself.
    static let promptTimeout: Duration = .seconds(60)
    /// How long *Allow* does nothing after the prompt opened, so that a click meant for something else allows nothing.
    static let armingDelay: Duration = .milliseconds(500)
    /// Requests in one session; more are refused, because each one's identifier is remembered.
    static let maximumRequestCount = 1_000

    /// An open prompt.
    struct Prompt: Equatable, Sendable {
        /// The request that an answer must name.
        let request: RequestID
        let scope: ControlMessage.Scope
        /// From which `armingDelay` and `promptTimeout` count.
        let openedAt: Instant
        /// The first of the session, which carries the warning about scams.
        let isFirst: Bool
    }

    /// What was asked and answered.
    enum State: Equatable, Sendable {
        /// Nothing is asked for and nothing is shown.
        case idle
        /// The person has the question before them; nothing may be shown.
        case prompting(Prompt)
        /// Allowed; capture has been asked for and no frame has come yet.
        case starting(Grant)
        /// Capture runs under the grant.
        case live(Grant)
    }

    /// Changed by the transitions alone.
    private(set) var state: State = .idle
    /// A request is asked once; one that comes again is a replay.
    private var seenRequests: Set<RequestID> = []

    /// When the open prompt denies by itself.
    var nextTimeout: Instant? {
        if case .prompting(let prompt) = state { prompt.openedAt + Self.promptTimeout } else { nil }
    }

    /// The grant that stands.
    var grant: Grant? {
        switch state {
        case .starting(let grant), .live(let grant): grant
        case .idle, .prompting: nil
        }
    }

    /// What becomes of a request.
    enum AskResult: Equatable {
        /// The prompt is open, and `nextTimeout` says until when.
        case prompted
        /// A replay, or something is already asked for or granted.
        case refused
    }

    /// Opens a prompt for a request that was never seen before.
    mutating func ask(_ request: RequestID, scope: ControlMessage.Scope, now: Instant) -> AskResult {
        guard case .idle = state, seenRequests.count < Self.maximumRequestCount else { return .refused }
        let isFirst = seenRequests.isEmpty
        guard seenRequests.insert(request).inserted else { return .refused }
        state = .prompting(Prompt(request: request, scope: scope, openedAt: now, isFirst: isFirst))
        return .prompted
    }

    /// What becomes of an answer.
    enum AnswerResult: Equatable {
        /// Capture may begin under this grant, and under no other.
        case granted(Grant)
        /// The person said no, or said yes when the time was up.
        case denied
        /// *Allow* came too soon after the prompt opened; the prompt stays open.
        case notArmed
        /// There is no such prompt.
        case unknown
    }

    /// Takes what the person pressed; only *Allow*, in time and not too soon, gives a grant.
    mutating func answer(_ request: RequestID, isAllowed: Bool, now: Instant) -> AnswerResult {
        guard case .prompting(let prompt) = state, prompt.request == request else { return .unknown }
        guard isAllowed, now - prompt.openedAt < Self.promptTimeout else {
            state = .idle
            return .denied
        }
        guard now - prompt.openedAt >= Self.armingDelay else { return .notArmed }
        let grant = Grant(request: prompt.request, scope: prompt.scope)
        state = .starting(grant)
        return .granted(grant)
    }

    /// Closes the prompt of a request that was taken back; `false` when it is not open.
    mutating func withdraw(_ request: RequestID) -> Bool {
        guard case .prompting(let prompt) = state, prompt.request == request else { return false }
        state = .idle
        return true
    }

    /// The prompt whose time is up, which is thereby denied.
    mutating func handleTimeout(now: Instant) -> Prompt? {
        guard case .prompting(let prompt) = state, now - prompt.openedAt >= Self.promptTimeout else { return nil }
        state = .idle
        return prompt
    }

    /// Capture runs under a grant; `false` when that grant no longer stands.
    mutating func handleCaptureStarted(_ grant: Grant) -> Bool {
        guard case .starting(grant) = state else { return false }
        state = .live(grant)
        return true
    }

    /// Ends the grant that stands, and an open prompt; returns the grant, whose capture must stop now.
    mutating func revoke() -> Grant? {
        let revoked = grant
        state = .idle
        return revoked
    }
}
