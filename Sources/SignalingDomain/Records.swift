package import Wire

/// Names one account; its row's number in the store. It is not the name that a person signs in with.
package struct AccountID: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }
}

/// A host's account, without its password.
package struct Account: Hashable, Sendable {
    package var id: AccountID
    /// What the person signs in with.
    package var name: String
    /// What customers see.
    package var displayName: String

    package init(id: AccountID, name: String, displayName: String) {
        self.id = id
        self.name = name
        self.displayName = displayName
    }
}

/// A session as the store keeps it.
package struct SessionRecord: Hashable, Sendable {
    package var id: SessionID
    /// Who may resume it; no other account can.
    package var host: Account
    package var startedAt: WallClockTime
    /// The number that works now; `nil` when it is used up or expired.
    package var number: SessionNumber?
    /// When `number` stops to work, or stopped.
    package var numberExpiresAt: WallClockTime

    package init(
        id: SessionID, host: Account, startedAt: WallClockTime, number: SessionNumber?, numberExpiresAt: WallClockTime
    ) {
        self.id = id
        self.host = host
        self.startedAt = startedAt
        self.number = number
        self.numberExpiresAt = numberExpiresAt
    }
}

/// An invitation as the store keeps it. The link's secret is not in it: the service never sees that.
package struct InvitationRecord: Hashable, Sendable {
    package var id: InvitationID
    package var session: SessionID
    /// By the service's clock.
    package var expiresAt: WallClockTime

    package init(id: InvitationID, session: SessionID, expiresAt: WallClockTime) {
        self.id = id
        self.session = session
        self.expiresAt = expiresAt
    }
}

/// A number that was given out, and until when it is not given out again.
package struct UsedNumberRecord: Hashable, Sendable {
    package var number: SessionNumber
    /// By the service's clock.
    package var until: WallClockTime

    package init(number: SessionNumber, until: WallClockTime) {
        self.number = number
        self.until = until
    }
}

/// What a host wrote on a session.
package struct NotesRecord: Hashable, Sendable {
    package var session: SessionID
    /// Rises with each change; the same one again is the same text.
    package var revision: Int
    /// Bounded, and without controls: `ClientMessage.validated()` has passed it.
    package var text: String
    package var savedAt: WallClockTime

    package init(session: SessionID, revision: Int, text: String, savedAt: WallClockTime) {
        self.session = session
        self.revision = revision
        self.text = text
        self.savedAt = savedAt
    }
}

/// Which notes a report has.
package struct NotesReceipt: Hashable, Sendable {
    package var revision: Int
    /// By the service's clock.
    package var savedAt: WallClockTime

    package init(revision: Int, savedAt: WallClockTime) {
        self.revision = revision
        self.savedAt = savedAt
    }
}

/// What the switchboard takes up again after a restart.
package struct RestoredState: Hashable, Sendable {
    /// Their hosts are away until they come back.
    package var sessions: [SessionRecord] = []
    /// Those of a session that is not among `sessions` are passed over.
    package var invitations: [InvitationRecord] = []
    package var usedNumbers: [UsedNumberRecord] = []

    package init() {}
}

/// A change that must be stored before anybody is told of it.
package enum StoreChange: Hashable, Sendable {
    /// With its first number, which `numberUsed` tells of as well.
    case sessionStarted(SessionRecord)
    /// `nil` when the number is used up or expired.
    case numberChanged(session: SessionID, number: SessionNumber?, expiresAt: WallClockTime)
    /// Not to be given out again until then, also to another session.
    case numberUsed(UsedNumberRecord)
    case invitationMade(InvitationRecord)
    /// Burnt or expired.
    case invitationEnded(InvitationID)
    case sessionEnded(SessionID)
}
