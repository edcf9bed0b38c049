import SignalingDomain
import SignalingProtocol
import Testing
import Wire

@testable import SignalingService

@Suite("Refusals name the attempt that they are about")
struct RefusalTests {
    private static let attempt = AttemptID(rawValue: "YXR0ZW1wdC1hdHRlbXB0LQ")
    private static let reference = ClientMessage.AttemptReference(attempt: attempt)
    private static let host = ClientRole.host(
        Account(id: AccountID(rawValue: 1), name: "grace", displayName: "Grace"))

    private static let rows: [(ClientRole, ClientMessage, ServiceMessage.Refused.Code)] = [
        (host, .admit(reference), .unknownAttempt),
        (host, .decline(reference), .unknownAttempt), (host, .leave(reference), .unknownAttempt),
        (host, .relay(ClientMessage.Relay(attempt: attempt, payload: "e30")), .unknownAttempt),
        (.customer, .admit(reference), .notAllowed), (.customer, .decline(reference), .notAllowed),
        (.customer, .leave(reference), .unknownAttempt),
        (.customer, .relay(ClientMessage.Relay(attempt: attempt, payload: "e30")), .unknownAttempt),
    ]

    @Test(
        "A message about an attempt that there is not, or that the role may not send",
        arguments: rows)
    func aboutAnAttempt(role: ClientRole, message: ClientMessage, code: ServiceMessage.Refused.Code) {
        #expect(answers(to: message, from: role) == [ServiceMessage.Refused(code: code, attempt: Self.attempt)])
    }

    @Test("Other messages name none")
    func aboutNone() {
        let message = ClientMessage.endSession(
            ClientMessage.SessionReference(session: SessionID(rawValue: "c2Vzc2lvbg")))
        #expect(answers(to: message, from: Self.host) == [ServiceMessage.Refused(code: .unknownSession)])
        #expect(answers(to: message, from: .customer) == [ServiceMessage.Refused(code: .notAllowed)])
    }

    private func answers(to message: ClientMessage, from role: ClientRole) -> [ServiceMessage.Refused] {
        let now = ServiceClock().now
        var random = SystemRandomNumberGenerator()
        var switchboard = Switchboard(iceServers: ICEServers(turnURLs: []), now: now)
        let connection = ConnectionID(serial: 1)
        switchboard.connect(connection, as: role, from: .local)
        switchboard.handle(message, from: connection, now: now, random: &random)
        var refusals: [ServiceMessage.Refused] = []
        while let output = switchboard.pollOutput() {
            if case .send(.refused(let refused), _) = output { refusals.append(refused) }
        }
        return refusals
    }
}
