// The customer goes on in another program, in the same session.
extension HostSession {
    /// Whether the customer is in a browser and could be asked to go on in Support Manager.
    package var canOfferSwitch: Bool { customer?.participant.hello?.software == .browser && !isSwitchOffered }

    /// Asks the customer to go on in Support Manager.
    /// - Parameter link: a way into this session that was used by nobody, with its secret.
    package mutating func offerSwitch(link: String) {
        guard canOfferSwitch else { return }
        isSwitchOffered = true
        send(.offerSwitch(ControlMessage.SwitchOffer(link: link)))
        setChanged()
    }

    /// Takes the customer's answer; `nil` when nothing was asked.
    mutating func handle(_ answer: ControlMessage.SwitchAnswer) -> NoticeKey? {
        guard isSwitchOffered else { return nil }
        switch answer.answer {
        // Until the other program is connected, and as often as the person presses.
        case .accepted: return .switchAccepted
        case .declined:
            isSwitchOffered = false
            return .switchDeclined
        case .unavailable:
            isSwitchOffered = false
            return .switchUnavailable
        }
    }
}
