// What the host asks to see and to control.
extension HostSession {
    /// Asks to see something, or to control it: with the view, or for what is shown already.
    mutating func requestShare(_ scope: ControlMessage.Scope) {
        guard customer?.participant.hello?.abilities.contains(scope.ability) == true else { return }
        let request = identifiers.make(RequestID.self)
        switch view.share {
        case .none:
            // Where both are asked for, both or neither.
            guard !scope.isControl || control.ask(request), view.ask(request, scope: scope) else { return }
        case .live(_, scope.view, _):
            guard scope.isControl, control.ask(request) else { return }
        case .asked, .starting, .live: return
        }
        send(.requestShare(ControlMessage.RequestShare(request: request, scope: scope)))
        setChanged()
    }

    /// Gives control back; what is shown stays.
    mutating func stopControl() {
        guard let request = control.stop() else { return }
        send(.stopControl(ControlMessage.RequestReference(request: request)))
        setChanged()
    }
}
