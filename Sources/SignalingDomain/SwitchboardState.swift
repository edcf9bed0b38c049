import SignalingProtocol
import Wire

/// One connection whose first message was accepted.
struct Client: Sendable {
    let role: ClientRole
    let source: SourceAddress
    /// The sessions that a host's connection holds.
    var sessions: Set<SessionID> = []
    /// The attempts that a customer's connection began.
    var attempts: Set<AttemptID> = []
}

struct Session: Sendable {
    var record: SessionRecord
    var numberDeadline: Instant
    /// The connection of the host's node; `nil` while it is away.
    var host: ConnectionID?
    var hostAwaySince: Instant?
    /// Invitations that are not burnt, with their deadlines.
    var invitations: [InvitationID: Instant] = [:]
    /// In the order of knocking.
    var attempts: [AttemptID] = []
}

struct Attempt: Sendable {
    enum Phase: Sendable {
        /// The host decides.
        case knocking
        /// The two sides pair.
        case admitted
    }

    let session: SessionID
    var customer: ConnectionID
    /// Set while the customer's connection is gone; the two may be connected all the same, and need the relay again.
    var customerAwaySince: Instant?
    let name: String
    let invitation: InvitationID?
    var phase = Phase.knocking
    /// What the customer relayed while the host's connection was away.
    var heldRelays: [ClientMessage.Relay] = []
    /// What the host relayed while the customer's connection was away.
    var relaysHeldForCustomer: [ClientMessage.Relay] = []

    func knocked(as id: AttemptID) -> ServiceMessage.Knocked {
        ServiceMessage.Knocked(session: session, attempt: id, invitation: invitation, name: name)
    }
}

struct DelayedRefusal: Sendable {
    let at: Instant
    let connection: ConnectionID
    let refused: ServiceMessage.Refused
}
