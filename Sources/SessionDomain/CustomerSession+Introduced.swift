package import Wire

// The people whom the primary host introduces. None of them gets a right by it: what was granted names the primary alone.
extension CustomerSession {
    /// Those whom the primary host introduced, whether they are connected yet or not.
    package var introducedPeople: [RosterEntry] { roster.entries }

    /// Whether anybody verified is connected.
    package var hasCompany: Bool { isConnected || !roster.connected.isEmpty }

    /// The certificate of a pair is made.
    /// - Parameter fingerprint: its SHA-256, 32 bytes.
    package mutating func handlePrepared(_ id: ParticipantID, fingerprint: [UInt8]) {
        send(
            .introductionPrepared(ControlMessage.IntroductionPrepared(participant: id, fingerprint: fingerprint)))
    }

    /// The pair's pairing has a payload for the other side.
    ///
    /// The primary carries it; once the pair is connected its own channel does too, because the primary may be gone when
    /// another path is looked for. What arrives second is a repeat, which the pairing passes over.
    package mutating func handleRelay(_ payload: String, of id: ParticipantID) {
        guard introduced.relays(id) else { return }
        let relay = ControlMessage.introductionRelay(.init(participant: id, payload: payload))
        send(relay)
        if roster[id]?.isConnected == true { emit(.sendTo(id, relay)) }
    }

    /// The pair's connection is verified and its channels are open.
    package mutating func handleConnected(_ id: ParticipantID, now: Instant) {
        guard introduced.connect(id, now: now), roster.connect(id, now: now), let entry = roster[id] else {
            return emit(.part(id))
        }
        call.withhold(from: id)
        emit(.sendTo(id, .hello(local.hello(as: local.role))))
        emit(.notice(.introduced, values: ["host": hostName, "name": entry.title]))
        setChanged()
    }

    /// The pair's connection is gone, or never came to be.
    package mutating func handleDisconnected(_ id: ParticipantID) {
        giveUp(id, isClosed: true)
    }

    /// Takes a message of the pair's `control` channel.
    package mutating func handle(_ message: ControlMessage, from id: ParticipantID, now: Instant) {
        switch roster.handle(message, from: id, now: now) {
        case .nothing: break
        case .greeted:
            if call.own != CallPresence() { emit(.sendTo(id, .callPresence(call.own))) }
            setChanged()
        case .presence(let presence):
            call.handle(presence, of: id)
            setChanged()
        case .left: _ = part(from: id)
        case .otherVersion:
            ignore()
            _ = part(from: id)
        case .ofIntroduction(.introductionRelay(let relay)) where relay.participant == id:
            if introduced.takesDirectly(id, now: now) { handle(relay) } else { ignore() }
        // Only the primary introduces.
        case .ofIntroduction, .ignored: ignore()
        }
    }

    /// Something arrived on the pair's channels that is no message at all.
    package mutating func handleMalformedMessage(from id: ParticipantID, now: Instant) {
        roster.noteHeard(id, now: now)
        ignore()
    }

    /// The primary asks for a certificate.
    mutating func prepare(_ id: ParticipantID, now: Instant) {
        guard introduced.prepare(id, now: now) else { return ignore() }
        emit(.prepareIntroduction(id))
    }

    /// The primary says who the other of a prepared pair is.
    mutating func handle(_ introduction: ControlMessage.Introduction, now: Instant) {
        let id = introduction.participant
        guard introduced.introduce(id, now: now) else { return ignore() }
        roster.add(
            id, name: introduction.name, account: introduction.account, role: introduction.role, isIntroduced: true)
        emit(.meet(introduction))
        setChanged()
    }

    /// The primary, or the pair's own channel, brings a payload of the other's.
    mutating func handle(_ relay: ControlMessage.IntroductionRelay) {
        guard introduced.relays(relay.participant),
            relay.payload.utf8.count <= ControlMessage.IntroductionRelay.maximumPayloadCount
        else { return ignore() }
        emit(.relayed(relay.payload, of: relay.participant))
    }

    /// Ends a pair for good; `false` where there is none.
    /// - Parameter isClosed: its connection is already gone.
    mutating func part(from id: ParticipantID, isClosed: Bool = false) -> Bool {
        guard introduced.dismiss(id) else { return false }
        forget(id)
        emit(.part(id))
        if case .withoutHost = connection, roster.connected.isEmpty { end(.connectionLost, isClosed: true) }
        setChanged()
        return true
    }

    /// The session ends at this side: every pair does too.
    mutating func partFromAll() {
        for id in introduced.current {
            if roster[id]?.isConnected == true { emit(.sendTo(id, .leave)) }
            _ = introduced.dismiss(id)
            forget(id)
            emit(.part(id))
        }
    }

    /// The primary host is gone, and every right and offer with it. Where others are still here they stay; what was not
    /// connected by then never will be.
    mutating func loseHost(_ reason: CustomerSnapshot.EndReason, isClosed: Bool = false) {
        guard isConnected, !roster.connected.isEmpty else { return end(reason, isClosed: isClosed) }
        if let grant = consent.revoke() { emit(.stopCapture(grant)) }
        monitors = nil
        for transfer in files.reset() { emit(.suspendDownload(transfer)) }
        call.remove(Self.hostID)
        for id in introduced.losePrimary() {
            forget(id)
            emit(.part(id))
        }
        connection = .withoutHost
        if !isClosed { emit(.disconnect(reason)) }
        setChanged()
    }

    /// Sends to everybody who is connected.
    mutating func sendToAll(_ message: ControlMessage) {
        send(message)
        for person in roster.connected { emit(.sendTo(person.id, message)) }
    }

    /// Runs what is due of the pairs.
    mutating func handleIntroducedTimeouts(now: Instant) {
        for happening in roster.handleTimeout(now: now) {
            switch happening {
            case .heartbeat(let heartbeat, let id): emit(.sendTo(id, .heartbeat(heartbeat)))
            case .lost(let id): giveUp(id)
            }
        }
        for id in introduced.late(now: now) { giveUp(id) }
    }

    /// The pair cannot stand: the primary is told, and the person whom they have lost.
    private mutating func giveUp(_ id: ParticipantID, isClosed: Bool = false) {
        let lost = roster[id].flatMap { $0.isConnected ? $0.title : nil }
        guard part(from: id, isClosed: isClosed) else { return }
        send(.dismissed(ControlMessage.PairReference(participant: id)))
        // Who is left alone reads why it ended.
        if let lost, hasCompany { emit(.notice(.personLost, values: ["name": lost])) }
    }

    private mutating func forget(_ id: ParticipantID) {
        _ = roster.remove(id)
        call.remove(id)
    }
}
