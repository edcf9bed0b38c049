package import Wire

/// The host's side of a session: who is connected, what is asked for and shown, the chat and the published files.
///
/// It is pure: the node tells it what arrived and what was pressed, then polls until `pollOutput` gives `nil`, then
/// sleeps until `nextTimeout`. Only verified connections reach it; what they bring is hostile all the same. The session
/// outlives its connections: chat and files stay when a customer leaves and knocks again.
package struct HostSession: ~Copyable {
    /// Why the peer connection ends.
    package enum DisconnectReason: Equatable, Sendable {
        /// *End session* was pressed.
        case byHost
        case customerLeft
        /// Nothing was heard for `Liveness.lostAfter`, two minutes.
        case customerLost
        /// The customer's program speaks another version.
        case versionDiffers
    }

    /// The verified customer, while the connection stands.
    struct Customer: Sendable {
        /// The name under which the host admitted the person; a later claim does not change it.
        let name: String
        let connectedAt: WallClockTime
        /// As the node last said; `unknown` until then.
        var path: HostSnapshot.Path
        /// What they said of themselves and when they were heard last.
        var participant: RemoteParticipant
    }

    let local: LocalParticipant
    /// Names requests, files and chat messages.
    var identifiers: IdentifierSource
    /// `nil` between customers.
    var customer: Customer?
    /// What was asked of the customer; it grants nothing.
    var view = RequestedView()
    /// As `view`.
    var control = RequestedControl()
    /// Whether the customer was asked to go on in Support Manager and has not answered.
    var isSwitchOffered = false
    /// Over all customers of the session.
    var conversation = Conversation()
    /// Over all customers of the session.
    var files = PublishedFiles()
    /// Voice and camera, as they stand between everybody here.
    var call = Call()
    /// The host's choice, over all customers of the session.
    var displayMode = DisplayMode.standard
    /// What the customer's node has shown last could be shown; `nil` while no desktop is shown.
    var monitors: MonitorList?
    /// The invited hosts.
    var roster = Roster()
    /// Brings the customer and the invited hosts together.
    var introducer = Introducer()
    /// Gives the secret of a pair, 32 bytes.
    let makeSecret: @Sendable () -> [UInt8]
    private var outputs: [HostOutput] = []
    private var hasChanged = false

    /// How many messages of the customer's were refused: malformed, replayed, out of order or not theirs to send.
    package internal(set) var ignoredMessageCount = 0

    /// Nobody is connected until `handleConnected`.
    /// - Parameter makeSecret: gives 32 bytes that nobody can guess.
    package init(
        local: LocalParticipant, identifiers: IdentifierSource,
        makeSecret: @escaping @Sendable () -> [UInt8] = HostSession.makeSystemSecret
    ) {
        self.local = local
        self.makeSecret = makeSecret
        self.identifiers = identifiers
    }

    /// Whether a customer is connected.
    package var isConnected: Bool { customer != nil }

    /// Whether a video frame that arrives now may be shown.
    package var acceptsPicture: Bool { view.acceptsPicture }

    /// When `handleTimeout` has something to do.
    package var nextTimeout: Instant? {
        [customer?.participant.liveness.nextTimeout, roster.nextTimeout, introducer.nextTimeout].compactMap(\.self)
            .min()
    }

    /// The next thing to do; `nil` when there is none.
    package mutating func pollOutput() -> HostOutput? {
        if !outputs.isEmpty { return outputs.removeFirst() }
        guard hasChanged else { return nil }
        hasChanged = false
        return .changed
    }

    /// A customer's connection is verified and its data channels are open.
    /// - Parameter name: the claim under which the host admitted the person.
    package mutating func handleConnected(name: String, path: HostSnapshot.Path, now: Instant, wallClock: WallClockTime)
    {
        if customer != nil { handleDisconnected() }
        let name = DisplayText.name(name)
        customer = Customer(
            name: name, connectedAt: wallClock, path: path, participant: RemoteParticipant(now: now))
        emit(.send(.hello(local.hello(as: .host))))
        joinIntroducer(as: name)
        for file in files.entries { emit(.send(.filePublished(Self.announcement(of: file)))) }
        emit(.notice(.customerJoined, values: ["name": name]))
        setChanged()
    }

    /// The connection is gone; nothing more can be sent on it.
    package mutating func handleDisconnected() {
        guard customer != nil else { return }
        customer = nil
        _ = view.reset()
        control.reset()
        isSwitchOffered = false
        monitors = nil
        // Whoever comes next is asked anew, and hears nobody who did not mean to speak with them.
        resetCall()
        for transfer in files.reset() { emit(.cancelTransfer(transfer)) }
        leaveIntroducer(Self.customerID)
        setChanged()
    }

    /// The path between the peers became known or changed.
    package mutating func handlePath(_ path: HostSnapshot.Path) {
        guard customer != nil, customer?.path != path else { return }
        customer?.path = path
        setChanged()
    }

    /// Sends the heartbeat that is due and notices silence.
    package mutating func handleTimeout(now: Instant) {
        handleGuestTimeouts(now: now)
        guard let result = customer?.participant.liveness.handleTimeout(now: now) else { return }
        switch result.change {
        case .lost: return end(.customerLost, notice: .customerLost)
        case .unreachable, .reachable: setChanged()
        case nil: break
        }
        if let heartbeat = result.heartbeat { emit(.send(.heartbeat(heartbeat))) }
    }

    /// Ends the connection with everything that hung on it.
    mutating func end(_ reason: DisconnectReason, notice: NoticeKey?) {
        guard let name = customer?.name else { return }
        if let notice { emit(.notice(notice, values: ["name": name])) }
        handleDisconnected()
        emit(.disconnect(reason))
    }

    /// Queues something to do.
    mutating func emit(_ output: HostOutput) {
        outputs.append(output)
    }

    /// Sends, where somebody is there to receive.
    mutating func send(_ message: ControlMessage) {
        if customer != nil { emit(.send(message)) }
    }

    /// The console has something else to draw.
    mutating func setChanged() {
        hasChanged = true
    }

    /// What a customer learns of a published file.
    static func announcement(of file: FileEntry) -> ControlMessage.FilePublished {
        ControlMessage.FilePublished(file: file.id, name: file.name, size: file.size, sha256: file.sha256)
    }
}
