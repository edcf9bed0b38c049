// The customer's mouse and keyboard.
extension HostSession {
    /// Asks for control: with the view, or for what is shown already.
    mutating func requestControl() {
        guard customer?.participant.hello?.abilities.contains(.controlDesktop) == true else { return }
        let request = identifiers.make(RequestID.self)
        switch view.share {
        case .none:
            guard control.ask(request), view.ask(request) else { return }
        case .live:
            guard control.ask(request) else { return }
        case .asked, .starting: return
        }
        send(.requestShare(ControlMessage.RequestShare(request: request, scope: .controlDesktop)))
        setChanged()
    }

    /// Gives control back; what is shown stays.
    mutating func stopControl() {
        guard let request = control.stop() else { return }
        send(.stopControl(ControlMessage.RequestReference(request: request)))
        setChanged()
    }
}
