/// The host's side of asking to see something.
///
/// ```text
/// none ─ask→ asked ─allowed→ starting ─shareStarted→ live ─shareStopped→ none
///   ^          │ denied, timed out, withdrawn             │ stop
///   └──────────┴──────────────────────────────────────────┘
/// ```
/// It grants nothing: what is shown is decided at the customer's side, this only follows along.
struct RequestedView: Sendable {
    /// What the console draws, and the whole state.
    private(set) var share: HostSnapshot.Share = .none

    /// Whether a picture that arrives belongs to an allowed request. RTP may overtake `shareStarted`.
    var acceptsPicture: Bool {
        switch share {
        case .starting, .live: true
        case .none, .asked: false
        }
    }

    /// `false` while something is already asked for or shown.
    mutating func ask(_ request: RequestID, scope: ControlMessage.Scope) -> Bool {
        guard case .none = share else { return false }
        share = .asked(request: request, scope: scope.view)
        return true
    }

    /// The request that was open, which is thereby taken back.
    mutating func withdraw() -> RequestID? {
        guard case .asked(let request, _) = share else { return nil }
        share = .none
        return request
    }

    /// The request whose picture the host no longer wants.
    mutating func stop() -> RequestID? {
        switch share {
        case .starting(let request, _), .live(let request, _, _):
            share = .none
            return request
        case .none, .asked: return nil
        }
    }

    /// What an answer means.
    enum AnswerResult: Equatable {
        /// The customer allowed it; frames may come from now on.
        case allowed
        /// It is over; the host is told this.
        case refused(NoticeKey)
        /// Nobody asked for this.
        case unknown
    }

    /// Takes the customer's answer to the request that is open.
    mutating func handle(_ answer: ControlMessage.AnswerShare) -> AnswerResult {
        switch (share, answer.answer) {
        case (.asked(answer.request, let scope), .allowed):
            share = .starting(request: answer.request, scope: scope)
            return .allowed
        case (.asked(answer.request, _), _): return refuse(answer.answer.refusalNotice)
        // A picker, or the capture's start, decides after *Allow*.
        case (.starting(answer.request, _), .notShared), (.starting(answer.request, _), .wholeScreen),
            (.starting(answer.request, _), .unable):
            return refuse(answer.answer.refusalNotice)
        default: return .unknown
        }
    }

    /// `false` when this request was not allowed before.
    mutating func handle(_ started: ControlMessage.ShareStarted) -> Bool {
        guard case .starting(started.request, let scope) = share else { return false }
        share = .live(request: started.request, scope: scope, surface: started.surface)
        return true
    }

    /// What to tell the host; `nil` when that request is not being shown.
    mutating func handle(_ stopped: ControlMessage.ShareStopped) -> NoticeKey? {
        switch share {
        case .starting(stopped.request, _), .live(stopped.request, _, _):
            share = .none
            guard stopped.reason == .captureFailed else { return .viewStoppedByCustomer }
            return stopped.failure?.hostNotice ?? .viewFailed
        default: return nil
        }
    }

    /// The customer is gone, and all rights with them; `true` when that ended something.
    mutating func reset() -> Bool {
        guard share != .none else { return false }
        share = .none
        return true
    }

    private mutating func refuse(_ notice: NoticeKey) -> AnswerResult {
        share = .none
        return .refused(notice)
    }
}

extension ControlMessage.Answer {
    /// What the host is told of a request that came to nothing; without meaning for `allowed`.
    var refusalNotice: NoticeKey {
        switch self {
        case .denied, .allowed: .requestDenied
        case .timedOut: .requestTimedOut
        case .notShared: .requestNotShared
        case .wholeScreen: .requestWholeScreen
        case .unable: .requestUnable
        }
    }
}
