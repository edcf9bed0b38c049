import SignalingDomain
import SignalingProtocol
import Testing
import Wire

@Suite("From the knock to the pairing")
struct KnockTests {
    @Test("By number: knock, admit, relay both ways, leave")
    func byNumber() throws {
        let board = Board()
        let session = try #require(board.startSession())
        let attempt = try #require(board.knock(session.number))
        #expect(
            board.read(Board.host) == [
                .knocked(ServiceMessage.Knocked(session: session.session, attempt: attempt, name: "Ada"))
            ])

        board.say(.relay(ClientMessage.Relay(attempt: attempt, payload: "AAAA")), from: Board.customer)
        #expect(board.read(Board.customer).refusal == .unknownAttempt, "nothing is relayed before the host admits")

        board.say(.admit(attempt.reference), from: Board.host)
        let admitted = ServiceMessage.admitted(
            ServiceMessage.Admitted(attempt: attempt, iceServers: [FixedICEServers.relay]))
        #expect(board.read(Board.customer) == [admitted])
        #expect(board.read(Board.host) == [admitted])

        let toHost = ClientMessage.Relay(attempt: attempt, payload: "AQID")
        let toCustomer = ClientMessage.Relay(attempt: attempt, payload: "BAUG")
        board.say(.relay(toHost), from: Board.customer)
        board.say(.relay(toCustomer), from: Board.host)
        #expect(board.read(Board.host) == [.relayed(toHost)])
        #expect(board.read(Board.customer) == [.relayed(toCustomer)])

        board.say(.leave(attempt.reference), from: Board.customer)
        #expect(board.read(Board.host) == [.left(attempt.ended)])
        #expect(board.switchboard.sizes.attempts == 0)
    }

    @Test("Declined: the customer is told, and may knock again")
    func declined() throws {
        let board = Board()
        let session = try #require(board.startSession())
        let attempt = try #require(board.knock(session.number))
        board.say(.decline(attempt.reference), from: Board.host)
        #expect(board.read(Board.customer) == [.declined(attempt.ended)])
        #expect(board.knock(session.number) != nil)
    }

    @Test("By link: the host learns which link; burnt, it lets nobody knock")
    func byLink() throws {
        let board = Board()
        let session = try #require(board.startSession())
        let invitation = try #require(board.makeInvitation(to: session.session))
        #expect(board.switchboard.hostDisplayName(ofInvitation: invitation, now: board.now) == "Grace")

        let knock = ClientMessage.KnockByInvitation(invitation: invitation, name: "Ada")
        board.say(.knockByInvitation(knock), from: Board.customer)
        guard case .knocked(let knocked)? = board.read(Board.host).first else { throw Missing() }
        #expect(knocked.invitation == invitation)

        board.say(.burnInvitation(ClientMessage.InvitationReference(invitation: invitation)), from: Board.host)
        let second = ConnectionID(serial: 3)
        board.connect(second, as: .customer)
        board.say(.knockByInvitation(knock), from: second)
        board.wait(.seconds(1))
        #expect(board.read(second).refusal == .invitationDoesNotWork)
        #expect(board.switchboard.hostDisplayName(ofInvitation: invitation, now: board.now) == nil)
    }

    @Test("Who knocked in time by a link that somebody else then used is told what latecomers are")
    func burntWhileWaiting() throws {
        let board = Board()
        let session = try #require(board.startSession())
        let invitation = try #require(board.makeInvitation(to: session.session))
        let knock = ClientMessage.KnockByInvitation(invitation: invitation, name: "Ada")
        let second = ConnectionID(serial: 3)
        let byNumber = ConnectionID(serial: 4)
        board.connect(second, as: .customer)
        board.connect(byNumber, as: .customer)
        board.say(.knockByInvitation(knock), from: Board.customer)
        board.say(.knockByInvitation(knock), from: second)
        _ = try #require(board.knock(session.number, from: byNumber))
        guard case .knocked(let first)? = board.read(Board.host).first,
            case .waiting(let waiting)? = board.read(second).first
        else { throw Missing() }
        board.say(.admit(first.attempt.reference), from: Board.host)
        _ = (board.read(Board.customer), board.read(Board.host))

        board.say(.burnInvitation(ClientMessage.InvitationReference(invitation: invitation)), from: Board.host)
        #expect(
            board.read(second) == [
                .refused(ServiceMessage.Refused(code: .invitationDoesNotWork, attempt: waiting.attempt))
            ])
        #expect(board.read(Board.customer).isEmpty, "the one who used it goes on")
        #expect(board.read(byNumber).isEmpty, "and so does who knocks by the number")
        #expect(board.switchboard.sizes.attempts == 2)
    }

    @Test("A host's node that has started anew ends the pairings that it does not know; who waits goes on waiting")
    func startedAnew() throws {
        let board = Board()
        let session = try #require(board.startSession())
        let forgotten = try #require(board.knock(session.number))
        let other = ConnectionID(serial: 3)
        board.connect(other, as: .customer)
        let waiting = try #require(board.knock(session.number, from: other))
        board.say(.admit(forgotten.reference), from: Board.host)
        _ = board.read(Board.customer)
        board.disconnect(Board.host)
        _ = board.read(other)

        let back = ConnectionID(serial: 4)
        board.connect(back, as: .host(Board.grace))
        board.say(
            .resumeSession(ClientMessage.ResumeSession(session: session.session, attempts: [])), from: back)
        #expect(board.read(Board.customer) == [.left(forgotten.ended)])
        #expect(board.read(back).count(where: { if case .knocked = $0 { true } else { false } }) == 1)
        guard case .waiting(let again)? = board.read(other).first else { throw Missing() }
        #expect(again.attempt == waiting)
        #expect(board.switchboard.sizes.attempts == 1)
    }

    @Test("A pairing that the host's node names stands over a blink of its connection")
    func namedAttempt() throws {
        let board = Board()
        let session = try #require(board.startSession())
        let attempt = try #require(board.knock(session.number))
        board.say(.admit(attempt.reference), from: Board.host)
        _ = board.read(Board.customer)
        board.disconnect(Board.host)
        let back = ConnectionID(serial: 4)
        board.connect(back, as: .host(Board.grace))
        board.say(
            .resumeSession(ClientMessage.ResumeSession(session: session.session, attempts: [attempt])), from: back)
        let relay = ClientMessage.Relay(attempt: attempt, payload: "AQID")
        _ = board.read(back)
        board.say(.relay(relay), from: Board.customer)
        #expect(board.read(back) == [.relayed(relay)])
        #expect(board.read(Board.customer).isEmpty)
    }

    @Test("The host drops and comes back: the knock stands and is sent again")
    func hostAwayAndBack() throws {
        let board = Board()
        let session = try #require(board.startSession())
        let attempt = try #require(board.knock(session.number))
        _ = board.read(Board.host)

        board.disconnect(Board.host)
        #expect(board.read(Board.customer) == [.hostAway(attempt.ended)])
        let late = ConnectionID(serial: 3)
        board.connect(late, as: .customer)
        #expect(board.knock(session.number, from: late) != nil)
        #expect(board.read(late).count == 1, "who knocks meanwhile is told that the host is away")

        let back = ConnectionID(serial: 4)
        board.connect(back, as: .host(Board.grace))
        board.say(.resumeSession(session.resumption), from: back)
        let messages = board.read(back)
        #expect(messages.count == 3)
        guard case .sessionStarted(let resumed)? = messages.first else { throw Missing() }
        #expect(resumed.number == session.number)
        guard case .waiting(let waiting)? = board.read(Board.customer).first else { throw Missing() }
        #expect(waiting.attempt == attempt)
        board.say(.admit(attempt.reference), from: back)
        #expect(board.read(Board.customer).count == 1)
    }

    @Test("What a customer relays while the host's connection is away is kept for it, up to a limit")
    func heldRelays() throws {
        let board = Board()
        let session = try #require(board.startSession())
        let attempt = try #require(board.knock(session.number))
        board.say(.admit(attempt.reference), from: Board.host)
        _ = board.read(Board.customer)
        board.disconnect(Board.host)
        #expect(board.read(Board.customer).isEmpty, "a pairing goes on when the connection blinks")
        let relay = ClientMessage.Relay(attempt: attempt, payload: "AQID")
        for _ in 0..<33 { board.say(.relay(relay), from: Board.customer) }
        #expect(board.read(Board.customer).refusal == .unavailable)

        let back = ConnectionID(serial: 4)
        board.connect(back, as: .host(Board.grace))
        board.say(.resumeSession(session.resumption), from: back)
        #expect(board.read(back).count(where: { $0 == .relayed(relay) }) == 32)
        board.say(.relay(relay), from: Board.customer)
        #expect(board.read(back) == [.relayed(relay)])
        #expect(board.switchboard.counters.relayedMessages == 33)
        #expect(board.switchboard.counters.relaysDropped == 1)
    }

    @Test("A customer who is gone is reported, and frees the place")
    func customerGone() throws {
        let board = Board()
        let session = try #require(board.startSession())
        let attempt = try #require(board.knock(session.number))
        _ = board.read(Board.host)
        board.disconnect(Board.customer)
        #expect(board.read(Board.host) == [.left(attempt.ended)])
        board.say(.admit(attempt.reference), from: Board.host)
        #expect(board.read(Board.host).refusal == .unknownAttempt)
    }

    @Test("The end of the session reaches everybody in it, and frees everything")
    func endOfSession() throws {
        let board = Board()
        let session = try #require(board.startSession())
        _ = try #require(board.makeInvitation(to: session.session))
        _ = try #require(board.knock(session.number))
        _ = board.read(Board.host)
        board.say(.endSession(session.reference), from: Board.host)
        let ended = ServiceMessage.sessionEnded(
            ServiceMessage.SessionEnded(session: session.session, reason: .byHost))
        #expect(board.read(Board.host) == [ended])
        #expect(board.read(Board.customer) == [ended])
        #expect(board.switchboard.sizes.sessions == 0)
        #expect(board.switchboard.sizes.attempts == 0)
        #expect(board.stored.last == .sessionEnded(session.session))
    }

    @Test("A session ends when its host stays away for two hours, and not before")
    func abandoned() throws {
        let board = Board()
        let session = try #require(board.startSession())
        board.disconnect(Board.host)
        board.wait(.seconds(2 * 3_600 - 60))
        #expect(board.switchboard.sizes.sessions == 1)
        board.wait(.seconds(120))
        #expect(board.switchboard.sizes.sessions == 0)
        #expect(board.stored.contains(.sessionEnded(session.session)))
    }
}

/// An expected message did not come.
struct Missing: Error {}
