import SignalingProtocol
import Wire

extension Switchboard {
    /// Takes a message of somebody without an account. What only a host may send is refused with `notAllowed`.
    mutating func handle(
        _ message: ClientMessage, fromCustomerOn connection: ConnectionID, now: Moment,
        random: inout some RandomNumberGenerator
    ) {
        switch message {
        case .knock(let message):
            knock(
                on: connection, name: message.name, target: .number(message.number), now: now, random: &random)
        case .knockByInvitation(let message):
            knock(
                on: connection, name: message.name, target: .invitation(message.invitation), now: now, random: &random)
        case .relay(let message): relay(message, from: connection)
        case .leave(let message):
            guard attempts[message.attempt]?.customer == connection else {
                return refuse(.unknownAttempt, about: message.attempt, to: connection)
            }
            end(message.attempt, leftBy: connection)
        case .rejoin(let message): rejoin(message.attempt, on: connection, now: now)
        case .ping: send(.pong, to: connection)
        case .startSession, .resumeSession, .renewNumber, .makeInvitation, .burnInvitation, .admit, .decline,
            .endSession, .signIn, .resume, .visit, .saveNotes:
            refuse(.notAllowed, about: message.attempt, to: connection)
        }
    }

    /// Gives an attempt's relay to the customer's new connection. The attempt's identifier, which nobody but the two and
    /// the service knows, is all that is asked for: what is relayed is sealed.
    private mutating func rejoin(_ id: AttemptID, on connection: ConnectionID, now: Moment) {
        guard var attempt = attempts[id], attempt.phase == .admitted else {
            return refuse(.unknownAttempt, about: id, to: connection)
        }
        // A connection that the service has not yet noticed to be dead loses the attempt to the new one.
        connections[attempt.customer]?.attempts.remove(id)
        let held = attempt.relaysHeldForCustomer
        attempt.customer = connection
        attempt.customerAwaySince = nil
        attempt.relaysHeldForCustomer = []
        attempts[id] = attempt
        connections[connection]?.attempts.insert(id)
        send(.admitted(admitted(id, to: attempt.session, now: now)), to: connection)
        for relay in held {
            counters.relayedMessages &+= 1
            send(.relayed(relay), to: connection)
        }
    }

    private enum KnockTarget {
        case number(SessionNumber)
        case invitation(InvitationID)

        var refusal: ServiceMessage.Refused.Code {
            switch self {
            case .number: .numberDoesNotWork
            case .invitation: .invitationDoesNotWork
            }
        }

        var invitation: InvitationID? {
            switch self {
            case .number: nil
            case .invitation(let invitation): invitation
            }
        }
    }

    /// Lets somebody knock, or refuses after a constant delay, whether the target is wrong, expired, used or full.
    private mutating func knock(
        on connection: ConnectionID, name: String, target: KnockTarget, now: Moment,
        random: inout some RandomNumberGenerator
    ) {
        guard let client = connections[connection] else { return }
        var subjects = client.source.subjects
        if case .number(let number) = target { subjects.append((.number(number), 1)) }
        if let wait = limiter.wait(for: subjects, now: now.instant) {
            counters.triesHeldBack &+= 1
            let seconds = Int(clamping: (wait.inNanoseconds + 999_999_999) / 1_000_000_000)
            return refuseLater(
                ServiceMessage.Refused(code: .tooManyTries, retryAfter: seconds), to: connection, now: now)
        }
        counters.knocks &+= 1
        // Who knocks again has given up the earlier attempt.
        for earlier in client.attempts { end(earlier, leftBy: connection) }
        guard let id = liveSession(of: target, now: now), var session = sessions[id],
            session.attempts.count < configuration.maximumAttemptsPerSession
        else {
            counters.knocksRefused &+= 1
            limiter.recordFailure(of: subjects, now: now.instant)
            return refuseLater(ServiceMessage.Refused(code: target.refusal), to: connection, now: now)
        }
        let attemptID = AttemptID(rawValue: IdentifierGenerator.makeIdentifier(random: &random))
        let attempt = Attempt(session: id, customer: connection, name: name, invitation: target.invitation)
        attempts[attemptID] = attempt
        session.attempts.append(attemptID)
        sessions[id] = session
        connections[connection]?.attempts.insert(attemptID)
        send(.waiting(waiting(attemptID, in: session)), to: connection)
        if let host = session.host {
            send(.knocked(attempt.knocked(as: attemptID)), to: host)
        } else {
            send(.hostAway(ServiceMessage.AttemptReference(attempt: attemptID)), to: connection)
        }
    }

    private func liveSession(of target: KnockTarget, now: Moment) -> SessionID? {
        switch target {
        case .number(let number):
            guard let id = sessionOfNumber[number], let session = sessions[id], session.numberDeadline > now.instant
            else { return nil }
            return id
        case .invitation(let invitation):
            guard let id = sessionOfInvitation[invitation], let deadline = sessions[id]?.invitations[invitation],
                deadline > now.instant
            else { return nil }
            return id
        }
    }

    /// What the customer is told when the knock arrived, and again when the host is back.
    func waiting(_ attempt: AttemptID, in session: Session) -> ServiceMessage.Waiting {
        ServiceMessage.Waiting(
            attempt: attempt, session: session.record.id, hostDisplayName: session.record.host.displayName)
    }

    private mutating func refuseLater(_ refused: ServiceMessage.Refused, to connection: ConnectionID, now: Moment) {
        delayedRefusals.append(
            DelayedRefusal(at: now.instant + configuration.refusalDelay, connection: connection, refused: refused))
    }
}
