import SignalingProtocol
import Wire

extension Switchboard {
    /// Takes a message of a signed-in host. It may touch only the sessions that this very connection holds, except to
    /// end or resume one of the account's own that nobody holds.
    mutating func handle(
        _ message: ClientMessage, fromHost host: Account, on connection: ConnectionID, now: Moment,
        random: inout some RandomNumberGenerator
    ) {
        switch message {
        case .startSession: startSession(of: host, on: connection, now: now, random: &random)
        case .resumeSession(let message): resume(message, of: host, on: connection, now: now)
        case .renewNumber(let message):
            guard holds(connection, message.session) else { return }
            renewNumber(of: message.session, on: connection, now: now, random: &random)
        case .makeInvitation(let message):
            guard holds(connection, message.session) else { return }
            makeInvitation(to: message.session, on: connection, now: now, random: &random)
        case .burnInvitation(let message):
            guard let session = sessionOfInvitation[message.invitation], sessions[session]?.host == connection else {
                return refuse(.notAllowed, to: connection)
            }
            endInvitation(message.invitation, of: session)
            refuseKnocks(by: message.invitation, at: session)
        case .admit(let message): admit(message.attempt, on: connection, now: now)
        case .decline(let message): decline(message.attempt, on: connection)
        case .leave(let message):
            guard let attempt = attempts[message.attempt], sessions[attempt.session]?.host == connection else {
                return refuse(.unknownAttempt, about: message.attempt, to: connection)
            }
            end(message.attempt, leftBy: connection)
        case .relay(let message): relay(message, from: connection)
        case .endSession(let message):
            if !isAway(message.session, of: host), !holds(connection, message.session) { return }
            end(message.session, reason: .byHost)
        case .ping: send(.pong, to: connection)
        // Notes are also written when the session is over, which the store alone remembers: `NotesDesk`.
        case .knock, .knockByInvitation, .rejoin, .signIn, .resume, .visit, .saveNotes:
            refuse(.notAllowed, to: connection)
        }
    }

    /// Whether the connection holds the session; where it does not, the refusal is on its way.
    private mutating func holds(_ connection: ConnectionID, _ session: SessionID) -> Bool {
        if sessions[session]?.host == connection { return true }
        refuse(.unknownSession, to: connection)
        return false
    }

    /// Whether it is the account's own session and no connection holds it.
    private func isAway(_ session: SessionID, of host: Account) -> Bool {
        guard let session = sessions[session] else { return false }
        return session.host == nil && session.record.host.id == host.id
    }

    private mutating func startSession(
        of host: Account, on connection: ConnectionID, now: Moment, random: inout some RandomNumberGenerator
    ) {
        guard sessions.values.count(where: { $0.record.host.id == host.id }) < configuration.maximumSessionsPerHost
        else { return refuse(.notAllowed, to: connection) }
        guard let number = makeNumber(now: now, random: &random) else { return refuse(.unavailable, to: connection) }
        let id = SessionID(rawValue: IdentifierGenerator.makeIdentifier(random: &random))
        let record = SessionRecord(
            id: id, host: host, startedAt: now.wallClock, number: number,
            numberExpiresAt: expiry(after: configuration.numberLifetime, now: now))
        sessions[id] = Session(
            record: record, numberDeadline: now.instant + configuration.numberLifetime, host: connection)
        sessionOfNumber[number] = id
        connections[connection]?.sessions.insert(id)
        counters.sessionsStarted &+= 1
        outputs.append(.store(.sessionStarted(record)))
        rest(number, now: now)
        send(.sessionStarted(started(record, now: now)), to: connection)
    }

    private mutating func resume(
        _ message: ClientMessage.ResumeSession, of host: Account, on connection: ConnectionID, now: Moment
    ) {
        let id = message.session
        guard var session = sessions[id], session.record.host.id == host.id else {
            return refuse(.unknownSession, to: connection)
        }
        // A connection that the service has not yet noticed to be dead loses the session to the new one.
        if let earlier = session.host { connections[earlier]?.sessions.remove(id) }
        session.host = connection
        session.hostAwaySince = nil
        sessions[id] = session
        connections[connection]?.sessions.insert(id)
        send(.sessionStarted(started(session.record, now: now)), to: connection)
        for attemptID in session.attempts {
            guard let attempt = attempts[attemptID] else { continue }
            switch attempt.phase {
            case .knocking:
                send(.knocked(attempt.knocked(as: attemptID)), to: connection)
                send(.waiting(waiting(attemptID, in: session)), to: attempt.customer)
            case .admitted where message.attempts?.contains(attemptID) == false:
                // The node does not know it any more: it lost the pairing with its connection, or it has started anew.
                end(attemptID, leftBy: connection)
            case .admitted:
                // The credentials that the node has may have expired, and what was kept for it may ask for another path.
                if attempt.relayRenewal != nil {
                    send(.admitted(admitted(attemptID, to: id, now: now)), to: connection)
                }
                for relay in attempt.heldRelays {
                    counters.relayedMessages &+= 1
                    send(.relayed(relay), to: connection)
                }
                attempts[attemptID]?.heldRelays = []
            }
        }
    }

    private mutating func renewNumber(
        of id: SessionID, on connection: ConnectionID, now: Moment, random: inout some RandomNumberGenerator
    ) {
        guard let number = makeNumber(now: now, random: &random) else { return refuse(.unavailable, to: connection) }
        guard var session = sessions[id] else { return }
        session.earlierNumber = session.record.number.map {
            GivenNumber(number: $0, expiresAt: session.record.numberExpiresAt, deadline: session.numberDeadline)
        }
        if let earlier = session.record.number { sessionOfNumber[earlier] = nil }
        session.record.number = number
        session.record.numberExpiresAt = expiry(after: configuration.numberLifetime, now: now)
        session.numberDeadline = now.instant + configuration.numberLifetime
        sessions[id] = session
        sessionOfNumber[number] = id
        outputs.append(
            .store(.numberChanged(session: id, number: number, expiresAt: session.record.numberExpiresAt)))
        rest(number, now: now)
        send(.numberRenewed(started(session.record, now: now)), to: connection)
    }

    private mutating func makeInvitation(
        to id: SessionID, on connection: ConnectionID, now: Moment, random: inout some RandomNumberGenerator
    ) {
        guard let count = sessions[id]?.invitations.count, count < configuration.maximumInvitationsPerSession else {
            return refuse(.notAllowed, to: connection)
        }
        let record = InvitationRecord(
            id: InvitationID(rawValue: IdentifierGenerator.makeIdentifier(random: &random)), session: id,
            expiresAt: expiry(after: configuration.invitationLifetime, now: now))
        sessions[id]?.invitations[record.id] = now.instant + configuration.invitationLifetime
        sessionOfInvitation[record.id] = id
        outputs.append(.store(.invitationMade(record)))
        let made = ServiceMessage.InvitationMade(
            session: id, invitation: record.id, expiresAt: record.expiresAt, now: now.wallClock)
        send(.invitationMade(made), to: connection)
    }

    private mutating func admit(_ id: AttemptID, on connection: ConnectionID, now: Moment) {
        guard var attempt = attempts[id], attempt.phase == .knocking, sessions[attempt.session]?.host == connection
        else { return refuse(.unknownAttempt, about: id, to: connection) }
        attempt.phase = .admitted
        attempt.relayRenewal = relayRenewal(now: now)
        attempts[id] = attempt
        counters.admissions &+= 1
        // A number is for one customer: whoever else has it needs another.
        if attempt.invitation == nil { useUpNumber(of: attempt.session) }
        let admitted = admitted(id, to: attempt.session, now: now)
        send(.admitted(admitted), to: attempt.customer)
        send(.admitted(admitted), to: connection)
    }

    private mutating func decline(_ id: AttemptID, on connection: ConnectionID) {
        guard let attempt = attempts[id], sessions[attempt.session]?.host == connection else {
            return refuse(.unknownAttempt, about: id, to: connection)
        }
        remove(id, attempt)
        counters.declines &+= 1
        send(.declined(ServiceMessage.AttemptReference(attempt: id)), to: attempt.customer)
    }

    /// The link was used by somebody else: those who came by it in time are told what latecomers are.
    private mutating func refuseKnocks(by invitation: InvitationID, at session: SessionID) {
        for id in sessions[session]?.attempts ?? [] {
            guard let attempt = attempts[id], attempt.phase == .knocking, attempt.invitation == invitation else {
                continue
            }
            remove(id, attempt)
            counters.knocksRefused &+= 1
            send(.refused(ServiceMessage.Refused(code: .invitationDoesNotWork, attempt: id)), to: attempt.customer)
        }
    }

    private mutating func remove(_ id: AttemptID, _ attempt: Attempt) {
        attempts[id] = nil
        connections[attempt.customer]?.attempts.remove(id)
        sessions[attempt.session]?.attempts.removeAll { $0 == id }
    }

    private func started(_ record: SessionRecord, now: Moment) -> ServiceMessage.SessionStarted {
        ServiceMessage.SessionStarted(
            session: record.id, number: record.number ?? SessionNumber(rawValue: ""),
            numberExpiresAt: record.number == nil ? now.wallClock : record.numberExpiresAt, now: now.wallClock)
    }

    private func expiry(after lifetime: Duration, now: Moment) -> WallClockTime {
        now.wallClock.advanced(bySeconds: lifetime.inNanoseconds / 1_000_000_000)
    }

    private func makeNumber(now: Moment, random: inout some RandomNumberGenerator) -> SessionNumber? {
        IdentifierGenerator.makeNumber(random: &random) { number in
            sessionOfNumber[number] != nil || (restingNumbers[number].map { $0 > now.instant } ?? false)
        }
    }

    /// Notes that a number was given out, so that it is not given to another session soon.
    private mutating func rest(_ number: SessionNumber, now: Moment) {
        restingNumbers[number] = now.instant + configuration.numberRest
        limiter.forget(.number(number))
        let until = expiry(after: configuration.numberRest, now: now)
        outputs.append(.store(.numberUsed(UsedNumberRecord(number: number, until: until))))
    }
}
