package import SignalingProtocol
package import Wire

/// The rules of the service: who knocks where, who may speak to whom, what is refused. No transport, clock or store.
///
/// After every mutating call, poll outputs until `nil`; then sleep until `nextTimeout` and call `handleTimeout`. Changes
/// that are polled are stored before the messages polled after them are sent; where that fails, `handleNotStored`.
///
/// ```text
///          knock                 admit                leave, disconnect
/// customer ─────▶ knocking ─────────▶ admitted ─────────────▶ (gone)
///                  │    ▲                 relay in both directions, rejoin after a disconnect
///       host drops ▼    │ resumeSession
///                 hostAway
/// ```
package struct Switchboard: ~Copyable, Sendable {
    let configuration: SwitchboardConfiguration
    let iceServers: any ICEServerPolicy
    /// The clients whose first message was accepted.
    var connections: [ConnectionID: Client] = [:]
    /// The sessions that run, also while their host is away.
    var sessions: [SessionID: Session] = [:]
    /// The numbers that work or have just expired; the deadline in the session decides.
    var sessionOfNumber: [SessionNumber: SessionID] = [:]
    /// The links that work or have just expired; the deadline in the session decides.
    var sessionOfInvitation: [InvitationID: SessionID] = [:]
    /// Those who knock or pair. They are not stored: a restart ends them.
    var attempts: [AttemptID: Attempt] = [:]
    /// Numbers given out in the last day, and when they may be given out again.
    var restingNumbers: [SessionNumber: Instant] = [:]
    /// Of wrong knocks; sign-ins have their own.
    var limiter: TryLimiter
    /// Not polled yet, oldest first.
    var outputs: [SwitchboardOutput] = []
    /// Refusals on their way. The delay is one constant, so the first is always the next.
    var delayedRefusals: [DelayedRefusal] = []
    private var nextSweep: Instant

    /// What happened so far.
    package internal(set) var counters = Counters()

    /// How often expired things are looked for. Use checks expiry itself; the sweep tells people and frees memory.
    private static let sweepInterval = Duration.seconds(15)

    /// Takes up what a restart left: every restored session waits for its host for the whole of `hostAbsence` again.
    package init(
        configuration: SwitchboardConfiguration = SwitchboardConfiguration(), iceServers: any ICEServerPolicy,
        restored: RestoredState = RestoredState(), now: Moment
    ) {
        self.configuration = configuration
        self.iceServers = iceServers
        limiter = TryLimiter(policy: configuration.tries)
        nextSweep = now.instant + Self.sweepInterval
        for record in restored.sessions {
            sessions[record.id] = Session(
                record: record, numberDeadline: now.instant(of: record.numberExpiresAt), hostAwaySince: now.instant)
            if let number = record.number { sessionOfNumber[number] = record.id }
        }
        for record in restored.invitations where sessions[record.session] != nil {
            sessions[record.session]?.invitations[record.id] = now.instant(of: record.expiresAt)
            sessionOfInvitation[record.id] = record.session
        }
        for record in restored.usedNumbers { restingNumbers[record.number] = now.instant(of: record.until) }
    }

    /// A client's first message was accepted.
    package mutating func connect(_ connection: ConnectionID, as role: ClientRole, from source: SourceAddress) {
        connections[connection] = Client(role: role, source: source)
    }

    /// A connection is gone, for whatever reason.
    package mutating func disconnect(_ connection: ConnectionID, now: Moment) {
        guard let client = connections.removeValue(forKey: connection) else { return }
        for session in client.sessions { hostWentAway(from: session, now: now) }
        for attempt in client.attempts { customerWentAway(from: attempt, on: connection, now: now) }
        delayedRefusals.removeAll { $0.connection == connection }
    }

    /// A message arrived that `validated()` has passed.
    package mutating func handle(
        _ message: ClientMessage, from connection: ConnectionID, now: Moment, random: inout some RandomNumberGenerator
    ) {
        guard let client = connections[connection] else { return }
        if case .host(let host) = client.role {
            handle(message, fromHost: host, on: connection, now: now, random: &random)
        } else {
            handle(message, fromCustomerOn: connection, now: now, random: &random)
        }
    }

    /// Sends refusals whose time has come and ends what has expired.
    package mutating func handleTimeout(now: Moment) {
        let due = delayedRefusals.prefix { $0.at <= now.instant }
        for refusal in due { send(.refused(refusal.refused), to: refusal.connection) }
        delayedRefusals.removeFirst(due.count)
        guard nextSweep <= now.instant else { return }
        nextSweep = now.instant + Self.sweepInterval
        sweep(now: now)
    }

    /// When `handleTimeout` has something to do.
    package var nextTimeout: Instant {
        min(nextSweep, delayedRefusals.first?.at ?? nextSweep)
    }

    /// The next output, oldest first; `nil` when there is none.
    package mutating func pollOutput() -> SwitchboardOutput? {
        outputs.isEmpty ? nil : outputs.removeFirst()
    }

    /// Who invites by this link, for the page that the link opens; `nil` when the link does not work.
    package func hostDisplayName(ofInvitation invitation: InvitationID, now: Moment) -> String? {
        guard let id = sessionOfInvitation[invitation], let session = sessions[id],
            let deadline = session.invitations[invitation], deadline > now.instant
        else { return nil }
        return session.record.host.displayName
    }

    /// The numbers of connections, sessions and attempts now.
    package var sizes: (connections: Int, sessions: Int, attempts: Int) {
        (connections.count, sessions.count, attempts.count)
    }

    /// A message was refused before it came here: it was malformed, or its sender was not accepted.
    package mutating func countRefusal(_ code: ServiceMessage.Refused.Code) {
        counters.messagesRefused &+= 1
        if code == .unsupportedVersion { counters.versionsRefused &+= 1 }
    }

    // MARK: - Shared by the roles

    /// Queues a message; one to a connection that is gone is lost silently.
    mutating func send(_ message: ServiceMessage, to connection: ConnectionID) {
        outputs.append(.send(message, to: connection))
    }

    /// Refuses a message, and names the attempt it was about.
    mutating func refuse(
        _ code: ServiceMessage.Refused.Code, about attempt: AttemptID? = nil, to connection: ConnectionID
    ) {
        countRefusal(code)
        send(.refused(ServiceMessage.Refused(code: code, attempt: attempt)), to: connection)
    }

    /// Passes a payload on when the attempt is admitted and the sender is one of its two sides.
    mutating func relay(_ message: ClientMessage.Relay, from connection: ConnectionID) {
        guard var attempt = attempts[message.attempt], attempt.phase == .admitted,
            let session = sessions[attempt.session]
        else { return refuse(.unknownAttempt, about: message.attempt, to: connection) }
        if connection == session.host {
            relay(message, to: attempt)
        } else if connection != attempt.customer {
            refuse(.unknownAttempt, about: message.attempt, to: connection)
        } else if let host = session.host {
            counters.relayedMessages &+= 1
            send(.relayed(message), to: host)
        } else if attempt.heldRelays.count < configuration.maximumHeldRelays {
            attempt.heldRelays.append(message)
            attempts[message.attempt] = attempt
        } else {
            counters.relaysDropped &+= 1
            refuse(.unavailable, about: message.attempt, to: connection)
        }
    }

    /// Passes a payload to the customer, or keeps it while their connection is away; what is beyond the limit is lost.
    private mutating func relay(_ message: ClientMessage.Relay, to attempt: Attempt) {
        if attempt.customerAwaySince == nil {
            counters.relayedMessages &+= 1
            send(.relayed(message), to: attempt.customer)
        } else if attempt.relaysHeldForCustomer.count < configuration.maximumHeldRelays {
            attempts[message.attempt]?.relaysHeldForCustomer.append(message)
        } else {
            counters.relaysDropped &+= 1
        }
    }

    /// Removes an attempt and tells the side that did not end it.
    mutating func end(_ id: AttemptID, leftBy connection: ConnectionID) {
        guard let attempt = attempts.removeValue(forKey: id) else { return }
        connections[attempt.customer]?.attempts.remove(id)
        sessions[attempt.session]?.attempts.removeAll { $0 == id }
        let host = sessions[attempt.session]?.host
        if let other = connection == attempt.customer ? host : attempt.customer {
            send(.left(ServiceMessage.AttemptReference(attempt: id)), to: other)
        }
    }
}

/// What the switchboard asks its shell to do, in this order.
package enum SwitchboardOutput: Equatable, Sendable {
    /// To be durable before a message polled later is sent.
    case store(StoreChange)
    /// To be dropped where the connection is gone.
    case send(ServiceMessage, to: ConnectionID)
}

/// What somebody may do.
package enum ClientRole: Hashable, Sendable {
    /// Signed in: may hold sessions, and may not knock.
    case host(Account)
    /// Anybody.
    case customer
}
