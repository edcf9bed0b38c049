/// The host's side of asking to control what it sees.
///
/// It grants nothing: whether anything is injected is decided at the customer's side, this only follows along. Where
/// control is asked for together with the view, `RequestedView` follows the same request.
struct RequestedControl: Sendable {
    /// What the console draws, and the whole state.
    private(set) var control: HostSnapshot.Control = .none
    private var sequence = 0

    /// `false` while control is already asked for or held.
    mutating func ask(_ request: RequestID) -> Bool {
        guard case .none = control else { return false }
        control = .asked(request: request)
        return true
    }

    /// The request that was open, which is thereby taken back.
    mutating func withdraw() -> RequestID? {
        guard case .asked(let request) = control else { return nil }
        control = .none
        return request
    }

    /// The request whose control the host gives back.
    mutating func stop() -> RequestID? {
        guard case .held(let request, _) = control else { return nil }
        control = .none
        return request
    }

    /// Takes the customer's answer to the request that is open.
    mutating func handle(_ answer: ControlMessage.AnswerShare) -> RequestedView.AnswerResult {
        guard case .asked(answer.request) = control else { return .unknown }
        guard answer.answer == .allowed else {
            control = .none
            return .refused(answer.answer.refusalNotice)
        }
        control = .held(request: answer.request, isPaused: false)
        sequence = 0
        return .allowed
    }

    /// Control is over at the customer's side; `false` when it was not held under that request.
    mutating func handle(_ stopped: ControlMessage.ControlStopped) -> Bool {
        guard case .held(stopped.request, _) = control else { return false }
        control = .none
        return true
    }

    /// Somebody uses the customer's own mouse or keyboard, or has stopped doing so; `false` when control is not held.
    mutating func handle(_ paused: ControlMessage.ControlPaused) -> Bool {
        guard case .held(paused.request, _) = control else { return false }
        control = .held(request: paused.request, isPaused: paused.isPaused)
        return true
    }

    /// The message for an act of this host's; `nil` without control.
    mutating func message(_ event: InputEvent) -> InputMessage? {
        guard case .held(let request, _) = control else { return nil }
        sequence += 1
        return InputMessage(request: request, sequence: sequence, event: event)
    }

    /// What it was asked with is over: the view, or the customer's connection.
    mutating func reset() {
        control = .none
    }
}
