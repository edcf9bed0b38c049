package import Wire

// The mouse and keyboard of this computer in the host's hands.
extension CustomerSession {
    /// Whether the host may use the mouse and keyboard of what is shown.
    package var isControlled: Bool { consent.control != nil }

    /// Whether input may be injected under `grant` now.
    package func permitsInput(_ grant: Grant) -> Bool { consent.activeControl == grant }

    /// Takes a message of the `input` or `motion` channel: it is injected only under the control that stands, while
    /// something is shown and no question is open.
    /// - Parameter isReliable: whether it came by the `input` channel.
    package mutating func handle(_ message: InputMessage, isReliable: Bool, now: Instant) {
        guard isConnected, participant?.hello != nil, let control = consent.control, control.request == message.request
        else { return ignore() }
        switch inputOrder.take(message, isReliable: isReliable) {
        case .taken: if permitsInput(control) { emit(.inject(message.event, under: control)) }
        case .late: break
        case .refused: ignore()
        }
    }

    /// Somebody uses this computer's own mouse or keyboard, or has stopped: the host is told why nothing happens.
    package mutating func handleLocalUse(_ isUsed: Bool, under grant: Grant) {
        guard permits(grant), let control = consent.control else { return }
        send(.controlPaused(ControlMessage.ControlPaused(request: control.request, isPaused: isUsed)))
    }

    /// Input may come under `grant` from now on.
    mutating func startControl(_ grant: Grant) {
        inputOrder = InputOrder()
        emit(.startControl(grant))
    }

    /// Ends control alone, if there is any: injection stops before anybody is told.
    mutating func stopControl(_ reason: ControlMessage.StopReason) {
        guard let grant = consent.revokeControl() else { return }
        emit(.stopControl(grant))
        if reason == .byCustomer {
            send(.controlStopped(ControlMessage.ControlStopped(request: grant.request, reason: reason)))
        }
        emit(.notice(reason == .byHost ? .controlStoppedByHost : .controlStopped, values: [:]))
        setChanged()
    }

    /// The host went silent, or is heard again.
    mutating func pauseControl(_ isPaused: Bool) {
        if consent.control != nil { emit(.pauseControl(isPaused)) }
    }
}

extension ControlMessage.Scope {
    /// What a side must be able to do to be asked for it.
    var ability: ControlMessage.Ability {
        switch self {
        case .viewDesktop: .shareDesktop
        case .controlDesktop: .controlDesktop
        case .viewApplication: .shareApplication
        case .controlApplication: .controlApplication
        }
    }
}
