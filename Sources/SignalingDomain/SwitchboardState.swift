import SignalingProtocol
import Wire

/// One connection whose first message was accepted.
struct Client: Sendable {
    let role: ClientRole
    /// Where its tries are counted.
    let source: SourceAddress
    /// The sessions that a host's connection holds.
    var sessions: Set<SessionID> = []
    /// The attempts that a customer's connection began.
    var attempts: Set<AttemptID> = []
}

/// A session that runs.
struct Session: Sendable {
    var record: SessionRecord
    /// When `record.number` stops to work, on the clock that does not jump.
    var numberDeadline: Instant
    /// What `record.number` replaced, for the case that the change cannot be stored; `nil` where there was none.
    var earlierNumber: GivenNumber?
    /// The connection of the host's node; `nil` while it is away.
    var host: ConnectionID?
    /// `nil` while a connection holds it; after `hostAbsence` the session ends.
    var hostAwaySince: Instant?
    /// Invitations that are not burnt, with their deadlines.
    var invitations: [InvitationID: Instant] = [:]
    /// In the order of knocking.
    var attempts: [AttemptID] = []
}

/// A number with its time on both clocks.
struct GivenNumber: Sendable {
    let number: SessionNumber
    let expiresAt: WallClockTime
    /// On the clock that does not jump.
    let deadline: Instant
}

/// One customer's way in, from the knock until either side leaves.
struct Attempt: Sendable {
    /// How far it is.
    enum Phase: Sendable {
        /// The host decides.
        case knocking
        /// The two sides pair.
        case admitted
    }

    let session: SessionID
    /// The connection that knocked, or took the attempt up again; it may be gone, see `customerAwaySince`.
    var customer: ConnectionID
    /// Set while the customer's connection is gone; the two may be connected all the same, and need the relay again.
    var customerAwaySince: Instant?
    /// Cleaned; a claim.
    let name: String
    /// The invitation by whose link the person came; `nil` for the number.
    let invitation: InvitationID?
    /// Only goes forward.
    var phase = Phase.knocking
    /// When both sides get other relay credentials; `nil` before the admission, and where no relay has any.
    var relayRenewal: Instant?
    /// What the customer relayed while the host's connection was away.
    var heldRelays: [ClientMessage.Relay] = []
    /// What the host relayed while the customer's connection was away.
    var relaysHeldForCustomer: [ClientMessage.Relay] = []

    /// What the host is told of it.
    func knocked(as id: AttemptID) -> ServiceMessage.Knocked {
        ServiceMessage.Knocked(session: session, attempt: id, invitation: invitation, name: name)
    }
}

/// A refusal that waits, so that its time tells nothing of its reason.
struct DelayedRefusal: Sendable {
    let at: Instant
    let connection: ConnectionID
    let refused: ServiceMessage.Refused
}
