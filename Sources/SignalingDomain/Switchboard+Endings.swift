import SignalingProtocol
import Wire

extension Switchboard {
    /// Ends a session for everybody and tells them.
    mutating func end(_ id: SessionID, reason: ServiceMessage.SessionEnded.Reason) {
        guard sessions[id] != nil else { return }
        counters.sessionsEnded &+= 1
        outputs.append(.store(.sessionEnded(id)))
        dismiss(id, reason: reason)
    }

    /// Forgets a session and tells everybody in it; nothing is stored or counted.
    mutating func dismiss(_ id: SessionID, reason: ServiceMessage.SessionEnded.Reason) {
        guard let session = sessions.removeValue(forKey: id) else { return }
        if let number = session.record.number { sessionOfNumber[number] = nil }
        for invitation in session.invitations.keys { sessionOfInvitation[invitation] = nil }
        let ended = ServiceMessage.sessionEnded(ServiceMessage.SessionEnded(session: id, reason: reason))
        if let host = session.host {
            connections[host]?.sessions.remove(id)
            send(ended, to: host)
        }
        for attemptID in session.attempts {
            guard let attempt = attempts.removeValue(forKey: attemptID) else { continue }
            connections[attempt.customer]?.attempts.remove(attemptID)
            send(ended, to: attempt.customer)
        }
    }

    /// The session's number works no more; the session goes on.
    mutating func useUpNumber(of id: SessionID) {
        guard var session = sessions[id], let number = session.record.number else { return }
        sessionOfNumber[number] = nil
        session.record.number = nil
        sessions[id] = session
        outputs.append(
            .store(.numberChanged(session: id, number: nil, expiresAt: session.record.numberExpiresAt)))
    }

    /// Lets nobody else knock by a link; whoever has knocked by it keeps their place.
    mutating func endInvitation(_ invitation: InvitationID, of session: SessionID) {
        sessionOfInvitation[invitation] = nil
        sessions[session]?.invitations[invitation] = nil
        outputs.append(.store(.invitationEnded(invitation)))
    }

    /// The host's connection is gone: the session waits for it, and those who knock are told.
    mutating func hostWentAway(from id: SessionID, now: Moment) {
        guard var session = sessions[id] else { return }
        session.host = nil
        session.hostAwaySince = now.instant
        sessions[id] = session
        for attemptID in session.attempts {
            guard let attempt = attempts[attemptID], attempt.phase == .knocking else { continue }
            send(.hostAway(ServiceMessage.AttemptReference(attempt: attemptID)), to: attempt.customer)
        }
    }

    /// A customer's connection is gone. Who was admitted may be connected to the host, and come back for the relay alone;
    /// the host is told either way.
    mutating func customerWentAway(from id: AttemptID, on connection: ConnectionID, now: Moment) {
        guard let attempt = attempts[id], attempt.phase == .admitted else { return end(id, leftBy: connection) }
        attempts[id]?.customerAwaySince = now.instant
        if let host = sessions[attempt.session]?.host {
            send(.left(ServiceMessage.AttemptReference(attempt: id)), to: host)
        }
    }

    /// Ends what has expired: numbers, links, sessions whose host and attempts whose customer have been away too long.
    mutating func sweep(now: Moment) {
        for (id, session) in sessions {
            if let since = session.hostAwaySince, now.instant - since >= configuration.hostAbsence {
                end(id, reason: .expired)
                continue
            }
            if session.record.number != nil, session.numberDeadline <= now.instant { useUpNumber(of: id) }
            for (invitation, deadline) in session.invitations where deadline <= now.instant {
                endInvitation(invitation, of: id)
            }
        }
        for (id, attempt) in attempts {
            guard let since = attempt.customerAwaySince, now.instant - since >= configuration.customerAbsence else {
                continue
            }
            end(id, leftBy: attempt.customer)
        }
        renewRelays(now: now)
        restingNumbers = restingNumbers.filter { $0.value > now.instant }
        limiter.sweep(now: now.instant)
    }
}
