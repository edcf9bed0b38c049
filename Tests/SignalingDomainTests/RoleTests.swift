import SignalingDomain
import SignalingProtocol
import Testing
import Wire

@Suite("Who may do what")
struct RoleTests {
    static let session = ClientMessage.SessionReference(session: SessionID(rawValue: "x"))
    static let attempt = ClientMessage.AttemptReference(attempt: AttemptID(rawValue: "x"))

    @Test(
        "A customer can do nothing of a host's",
        arguments: [
            ClientMessage.startSession(ClientMessage.StartSession()),
            .resumeSession(ClientMessage.ResumeSession(session: session.session)), .renewNumber(session),
            .makeInvitation(session), .endSession(session), .admit(attempt), .decline(attempt),
            .burnInvitation(ClientMessage.InvitationReference(invitation: InvitationID(rawValue: "x"))),
        ])
    func customer(message: ClientMessage) {
        let board = Board()
        board.say(message, from: Board.customer)
        #expect(board.read(Board.customer).refusal == .notAllowed)
    }

    @Test("Another host can neither take up, steer nor end a session, nor admit into it")
    func otherHost() throws {
        let board = Board()
        let session = try #require(board.startSession())
        let invitation = try #require(board.makeInvitation(to: session.session))
        let attempt = try #require(board.knock(session.number))
        let other = ConnectionID(serial: 7)
        board.connect(
            other, as: .host(Account(id: AccountID(rawValue: 2), name: "mallory", displayName: "Mallory")))
        let tries: [(ClientMessage, ServiceMessage.Refused.Code)] = [
            (.resumeSession(session.resumption), .unknownSession), (.renewNumber(session.reference), .unknownSession),
            (.makeInvitation(session.reference), .unknownSession), (.endSession(session.reference), .unknownSession),
            (.admit(attempt.reference), .unknownAttempt), (.decline(attempt.reference), .unknownAttempt),
            (.leave(attempt.reference), .unknownAttempt),
            (.relay(ClientMessage.Relay(attempt: attempt, payload: "AA")), .unknownAttempt),
            (.burnInvitation(ClientMessage.InvitationReference(invitation: invitation)), .notAllowed),
        ]
        for (message, code) in tries {
            board.say(message, from: other)
            #expect(board.read(other).refusal == code)
        }
        #expect(board.switchboard.sizes.sessions == 1)
        #expect(board.switchboard.sizes.attempts == 1)
    }

    @Test("A customer can neither speak in nor end another's attempt")
    func otherCustomer() throws {
        let board = Board()
        let session = try #require(board.startSession())
        let attempt = try #require(board.knock(session.number))
        board.say(.admit(attempt.reference), from: Board.host)
        _ = board.read(Board.host)
        let other = ConnectionID(serial: 7)
        board.connect(other, as: .customer)
        board.say(.relay(ClientMessage.Relay(attempt: attempt, payload: "AA")), from: other)
        board.say(.leave(attempt.reference), from: other)
        #expect(board.read(other).count == 2)
        #expect(board.read(Board.host).isEmpty)
    }

    @Test("A host's new connection takes the session from the old one")
    func takeover() throws {
        let board = Board()
        let session = try #require(board.startSession())
        let second = ConnectionID(serial: 7)
        board.connect(second, as: .host(Board.grace))
        board.say(.resumeSession(session.resumption), from: second)
        board.say(.renewNumber(session.reference), from: Board.host)
        #expect(board.read(Board.host).refusal == .unknownSession)
        board.disconnect(Board.host)
        #expect(board.knock(session.number) != nil)
        #expect(board.read(Board.customer).isEmpty, "the host is not away")
    }

    @Test("A session that no connection holds can be ended by its account, and by no other")
    func endOfAnAbandonedSession() throws {
        let board = Board()
        let session = try #require(board.startSession())
        let attempt = try #require(board.knock(session.number))
        board.disconnect(Board.host)
        #expect(board.read(Board.customer) == [.hostAway(attempt.ended)])
        let other = ConnectionID(serial: 7)
        board.connect(
            other, as: .host(Account(id: AccountID(rawValue: 2), name: "mallory", displayName: "Mallory")))
        board.say(.endSession(session.reference), from: other)
        #expect(board.read(other).refusal == .unknownSession)
        let back = ConnectionID(serial: 8)
        board.connect(back, as: .host(Board.grace))
        board.say(.endSession(session.reference), from: back)
        let ended = ServiceMessage.SessionEnded(session: session.session, reason: .byHost)
        #expect(board.read(Board.customer) == [.sessionEnded(ended)])
        #expect(board.switchboard.sizes.sessions == 0)
    }

    @Test("A connection that is gone can do nothing")
    func gone() {
        let board = Board()
        board.disconnect(Board.host)
        #expect(board.startSession() == nil)
        #expect(board.switchboard.sizes.sessions == 0)
    }

    @Test("Redaction: no identifier or address prints its value")
    func redaction() {
        #expect("\(SourceAddress.ipv4(1))" == "‹redacted›")
        #expect("\(SessionNumber(rawValue: "012345678"))" == "‹redacted›")
    }
}
