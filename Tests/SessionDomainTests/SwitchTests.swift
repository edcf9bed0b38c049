import Testing

@testable import SessionDomain

/// The customer in a browser is asked to go on in Support Manager.
struct SwitchTests {
    let link = "https://help.example/j/abc#secret"

    @Test func aNodeIsNotAskedAndSaysSo() {
        let session = Session.connected()
        session.host.offerSwitch(link: link)
        session.deliver()
        #expect(!session.hostSnapshot.isSwitchOffered)
        session.customer.handle(.offerSwitch(.init(link: link)), now: session.now)
        #expect(session.customerOutputs(of: .answerSwitch(.init(answer: .unavailable))) == 0)
        session.deliver()
        // The host has not asked.
        #expect(session.customerOutputs(of: .answerSwitch(.init(answer: .unavailable))) == 1)
        #expect(session.hostIgnoredCount == 1)
    }

    @Test(
        arguments: [
            (ControlMessage.SwitchAnswer.Answer.accepted, NoticeKey.switchAccepted, true),
            (.declined, .switchDeclined, false), (.unavailable, .switchUnavailable, false),
        ] as [(ControlMessage.SwitchAnswer.Answer, NoticeKey, Bool)])
    func theAnswerIsTold(answer: ControlMessage.SwitchAnswer.Answer, notice: NoticeKey, isOpen: Bool) {
        let session = Session()
        session.host.handleConnected(name: "Grace", path: .direct, now: session.now, wallClock: session.wallClock)
        session.host.handle(
            .hello(.init(name: "Grace", role: .customer, software: .browser, system: "Linux", abilities: [])),
            now: session.now)
        session.host.offerSwitch(link: link)
        #expect(session.hostSnapshot.isSwitchOffered)
        session.isPathUp = false
        session.deliver()
        #expect(session.hostOutputs.contains(.send(.offerSwitch(.init(link: link)))))
        session.host.handle(.answerSwitch(.init(answer: answer)), now: session.now)
        session.deliver()
        #expect(session.hostNotices().last == notice && session.hostSnapshot.isSwitchOffered == isOpen)
    }
}

extension Session {
    /// How often the customer has sent a message.
    fileprivate func customerOutputs(of message: ControlMessage) -> Int {
        customerOutputs.count { $0 == .send(message) }
    }
}
