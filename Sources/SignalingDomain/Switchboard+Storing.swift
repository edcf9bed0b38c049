import SignalingProtocol
import Wire

// What holds when the store fails. A site needs that nothing runs of which nobody knows, and that what was ended stays
// ended: so what began is taken back, and what ended is stored later.
extension Switchboard {
    /// These changes could not be stored. What began with them, of which nobody was told yet, is taken back: a session, a
    /// link, and a number in favour of the one before. What ended with them stays ended.
    package mutating func handleNotStored(_ changes: [StoreChange]) {
        for change in changes {
            switch change {
            case .sessionStarted(let record): takeBack(record.id)
            case .numberChanged(let session, let number?, _): takeBack(number, of: session)
            case .invitationMade(let record):
                sessionOfInvitation[record.id] = nil
                sessions[record.session]?.invitations[record.id] = nil
            case .numberChanged(_, nil, _), .numberUsed, .invitationEnded, .sessionEnded: break
            }
        }
    }

    private mutating func takeBack(_ id: SessionID) {
        guard var session = sessions[id] else { return }
        counters.sessionsStarted &-= 1
        // The host is told `unavailable`, and not the end of what they never heard of.
        if let host = session.host { connections[host]?.sessions.remove(id) }
        session.host = nil
        sessions[id] = session
        dismiss(id, reason: .expired)
    }

    private mutating func takeBack(_ number: SessionNumber, of id: SessionID) {
        guard var session = sessions[id], session.record.number == number else { return }
        sessionOfNumber[number] = nil
        session.record.number = session.earlierNumber?.number
        if let earlier = session.earlierNumber {
            session.record.numberExpiresAt = earlier.expiresAt
            session.numberDeadline = earlier.deadline
            sessionOfNumber[earlier.number] = id
        }
        sessions[id] = session
    }
}

extension StoreChange {
    /// Whether it says that something is over for good, so that it may be stored at any later time.
    package var isFinal: Bool {
        switch self {
        case .sessionEnded, .invitationEnded: true
        case .sessionStarted, .numberChanged, .numberUsed, .invitationMade: false
        }
    }
}
