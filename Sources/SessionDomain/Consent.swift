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
/// Control is a grant of its own: asked for with the view in one prompt, or added to a live one by a second; it ends by
/// itself or with the view.
///
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
        /// Of a question whether one more window is shown: that window. Nobody else is told of the answer.
        var window: ShareableWindow?
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
    /// Control of what is shown, allowed with the view or added to it; never without it.
    private(set) var control: Grant?
    /// The question whether control is added to what is shown.
    private var addition: Prompt?
    /// A request is asked once; one that comes again is a replay.
    private var seenRequests: Set<RequestID> = []

    /// When the open prompt denies by itself.
    var nextTimeout: Instant? { prompt.map { $0.openedAt + Self.promptTimeout } }

    /// The question that the person has before them.
    var prompt: Prompt? {
        if case .prompting(let prompt) = state { prompt } else { addition }
    }

    /// The control that counts now: while something is shown, and no question is open that an injected key could answer.
    var activeControl: Grant? {
        if case .live = state, prompt == nil { control } else { nil }
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
        guard canAsk(scope), seenRequests.count < Self.maximumRequestCount else { return .refused }
        let isFirst = seenRequests.isEmpty
        guard seenRequests.insert(request).inserted else { return .refused }
        let prompt = Prompt(request: request, scope: scope, openedAt: now, isFirst: isFirst)
        if case .idle = state { state = .prompting(prompt) } else { addition = prompt }
        return .prompted
    }

    /// Control of what is shown can be asked for; everything else only while nothing is shown.
    private func canAsk(_ scope: ControlMessage.Scope) -> Bool {
        switch state {
        case .idle: true
        case .live(let grant):
            scope.isControl && scope.view == grant.scope && control == nil && addition == nil
        case .prompting, .starting: false
        }
    }

    /// Asks whether one more window is shown beside those that are; `false` while another question is open.
    mutating func ask(_ request: RequestID, for window: ShareableWindow, now: Instant) -> Bool {
        guard case .live(let grant) = state, grant.scope == .viewApplication, addition == nil,
            seenRequests.count < Self.maximumRequestCount, seenRequests.insert(request).inserted
        else { return false }
        addition = Prompt(
            request: request, scope: .viewApplication, openedAt: now, isFirst: false, window: window)
        return true
    }

    /// What becomes of an answer.
    enum AnswerResult: Equatable {
        /// This window is shown as well, under the grant that stands.
        case windowAdded(ShareableWindow, Grant)
        /// This window is not shown.
        case windowDenied
        /// Capture may begin under this grant, and under no other.
        case granted(Grant)
        /// Input may be injected under this grant, into what is shown already.
        case controlAdded(Grant)
        /// The person said no, or said yes when the time was up.
        case denied
        /// *Allow* came too soon after the prompt opened; the prompt stays open.
        case notArmed
        /// There is no such prompt.
        case unknown
    }

    /// Takes what the person pressed; only *Allow*, in time and not too soon, gives a grant.
    mutating func answer(_ request: RequestID, isAllowed: Bool, now: Instant) -> AnswerResult {
        guard let prompt, prompt.request == request else { return .unknown }
        guard isAllowed, now - prompt.openedAt < Self.promptTimeout else {
            closePrompt()
            return prompt.window == nil ? .denied : .windowDenied
        }
        guard now - prompt.openedAt >= Self.armingDelay else { return .notArmed }
        let isAddition = addition != nil
        closePrompt()
        if let window = prompt.window { return grant.map { .windowAdded(window, $0) } ?? .windowDenied }
        if prompt.scope.isControl { control = Grant(request: request, scope: prompt.scope) }
        if isAddition, let control { return .controlAdded(control) }
        let grant = Grant(request: request, scope: prompt.scope.view)
        state = .starting(grant)
        return .granted(grant)
    }

    /// Closes the prompt of a request that was taken back; `false` when it is not open.
    mutating func withdraw(_ request: RequestID) -> Bool {
        guard let prompt, prompt.request == request, prompt.window == nil else { return false }
        closePrompt()
        return true
    }

    /// The prompt whose time is up, which is thereby denied.
    mutating func handleTimeout(now: Instant) -> Prompt? {
        guard let prompt, now - prompt.openedAt >= Self.promptTimeout else { return nil }
        closePrompt()
        return prompt
    }

    /// Capture runs under a grant; `false` when that grant no longer stands.
    mutating func handleCaptureStarted(_ grant: Grant) -> Bool {
        guard case .starting(grant) = state else { return false }
        state = .live(grant)
        return true
    }

    /// Ends the grant that stands with the control of what it shows, and an open prompt; returns the grant, whose
    /// capture must stop now.
    mutating func revoke() -> Grant? {
        let revoked = grant
        state = .idle
        control = nil
        addition = nil
        return revoked
    }

    /// Ends control alone; returns the grant, under which nothing may be injected any more.
    mutating func revokeControl() -> Grant? {
        defer { control = nil }
        return control
    }

    private mutating func closePrompt() {
        if addition == nil { state = .idle } else { addition = nil }
    }
}
