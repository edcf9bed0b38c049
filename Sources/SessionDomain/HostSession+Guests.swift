package import Wire

// The invited hosts, and the introductions among all who are here. Everything here is the primary's.
extension HostSession {
    /// 32 bytes of the system's generator.
    package static let makeSystemSecret: @Sendable () -> [UInt8] = {
        var generator = SystemRandomNumberGenerator()
        return (0..<ControlMessage.Introduction.secretByteCount).map { _ in
            UInt8.random(in: .min ... .max, using: &generator)
        }
    }

    /// The invited hosts who are connected.
    package var guests: [RosterEntry] { roster.connected }

    /// Everybody who is connected to this node.
    package var peopleHere: [ParticipantID] {
        (customer == nil ? [] : [Self.customerID]) + roster.connected.map(\.id)
    }

    /// Whether these two were told of each other.
    package func haveMet(_ first: ParticipantID, _ second: ParticipantID) -> Bool {
        introducer.haveMet(first, second)
    }

    /// An invited host's connection is verified and its channels are open.
    /// - Parameters:
    ///   - name: under which they were admitted.
    ///   - account: whom this host invited.
    /// - Throws: `full`; then the connection is to be closed.
    package mutating func handleGuestConnected(
        name: String, account: String?, now: Instant
    ) throws(Introducer.Refusal) -> ParticipantID {
        let id = identifiers.make(ParticipantID.self)
        try introducer.join(id, Introducer.Person(name: name, account: account, role: .host))
        roster.add(id, name: name, account: account, role: .host, isIntroduced: false)
        _ = roster.connect(id, now: now)
        emit(.sendTo(id, .hello(local.hello(as: .host))))
        setChanged()
        return id
    }

    /// An invited host's connection is gone.
    package mutating func handleGuestDisconnected(_ id: ParticipantID) {
        guard roster.remove(id) != nil else { return }
        call.remove(id)
        leaveIntroducer(id)
        setChanged()
    }

    /// Takes a message of an invited host's `control` channel.
    package mutating func handle(_ message: ControlMessage, from guest: ParticipantID, now: Instant) {
        switch roster.handle(message, from: guest, now: now) {
        case .nothing: break
        case .greeted:
            if call.offer != CallOffer() { emit(.sendTo(guest, .callOffered(call.offer))) }
            if call.own != CallPresence() { emit(.sendTo(guest, .callPresence(call.own))) }
            setChanged()
        case .presence(let presence):
            call.handle(presence, of: guest)
            setChanged()
        case .left: endGuest(guest)
        case .otherVersion:
            ignore()
            endGuest(guest)
        case .ofIntroduction(let message): handleIntroduction(message, from: guest, now: now)
        case .ignored: ignore()
        }
    }

    /// Something arrived from an invited host that is no message at all.
    package mutating func handleMalformedMessage(from guest: ParticipantID, now: Instant) {
        roster.noteHeard(guest, now: now)
        ignore()
    }

    /// Brings two people together who are both connected to this node.
    /// - Throws: `unknownPerson`, `alreadyIntroduced`.
    package mutating func introduce(
        _ first: ParticipantID, to second: ParticipantID, now: Instant
    ) throws(Introducer.Refusal) {
        deliver(try introducer.introduce(first, to: second, as: identifiers.make(), now: now))
    }

    /// Takes what one of a pair says of it.
    mutating func handleIntroduction(_ message: ControlMessage, from sender: ParticipantID, now: Instant) {
        switch message {
        case .introductionPrepared(let prepared):
            guard let told = introducer.handle(prepared, from: sender, now: now, makeSecret: makeSecret) else {
                return ignore()
            }
            deliver(told)
        case .introductionRelay(let relay):
            guard let passed = introducer.handle(relay, from: sender, now: now) else { return ignore() }
            deliver([passed])
        case .dismissed(let pair):
            guard let told = introducer.handle(dismissed: pair.participant, from: sender) else { return ignore() }
            deliver(told)
        default: ignore()
        }
    }

    /// The customer can be introduced.
    mutating func joinIntroducer(as name: String) {
        // A place is kept for the customer, so nobody is refused here.
        try? introducer.join(Self.customerID, Introducer.Person(name: name, account: nil, role: .customer))
    }

    /// Whoever was introduced to this person is told that they are gone.
    mutating func leaveIntroducer(_ id: ParticipantID) {
        deliver(introducer.leave(id))
    }

    /// Sends to everybody who is connected.
    mutating func sendToAll(_ message: ControlMessage) {
        send(message)
        for guest in roster.connected { emit(.sendTo(guest.id, message)) }
    }

    /// Switches the call off for everybody; the customer is gone already.
    mutating func resetCall() {
        let (offer, own) = (call.offer, call.own)
        call.reset()
        if offer != call.offer { sendToAll(.callOffered(call.offer)) }
        if own != call.own { sendToAll(.callPresence(call.own)) }
    }

    /// Runs what is due of the invited hosts and of the introductions.
    mutating func handleGuestTimeouts(now: Instant) {
        for happening in roster.handleTimeout(now: now) {
            switch happening {
            case .heartbeat(let heartbeat, let guest): emit(.sendTo(guest, .heartbeat(heartbeat)))
            case .lost(let guest): endGuest(guest)
            }
        }
        deliver(introducer.handleTimeout(now: now))
    }

    /// The session ends for the invited hosts too.
    mutating func endGuests() {
        for guest in roster.connected {
            emit(.sendTo(guest.id, .end))
            endGuest(guest.id)
        }
    }

    private mutating func endGuest(_ id: ParticipantID) {
        emit(.disconnectGuest(id))
        handleGuestDisconnected(id)
    }

    private mutating func deliver(_ envelopes: [Introducer.Envelope]) {
        for envelope in envelopes {
            if envelope.to == Self.customerID {
                send(envelope.message)
            } else if roster[envelope.to] != nil {
                emit(.sendTo(envelope.to, envelope.message))
            }
        }
    }
}
