package import Wire

/// The customer's side of a session: what the host asks for, what the person allowed, the chat and the offered files.
///
/// It is pure: the node tells it what arrived and what was pressed, then polls until `pollOutput` gives `nil`, then
/// sleeps until `nextTimeout`. Rights live here and nowhere else: the host and the service can only ask, and whoever
/// captures holds a `Grant` and asks `permits` again for every frame.
package struct CustomerSession: ~Copyable {
    /// Where the connection is.
    enum Connection: Sendable {
        /// The pairing still runs; commands are the node's.
        case notYet
        /// Verified; what the other side says is taken, and is a claim.
        case open(RemoteParticipant)
        /// The primary host is gone; those whom it introduced are still here.
        case withoutHost
        /// For good; a return is a new session.
        case ended(CustomerSnapshot.EndReason)
    }

    let local: LocalParticipant
    /// Who invites, as the service says; shown until the host's own `hello` has come.
    let invitingName: String
    /// Names chat messages and transfers.
    var identifiers: IdentifierSource
    /// Only goes forward, see `Connection`.
    var connection: Connection = .notYet
    /// The only place where a grant comes from.
    var consent = Consent()
    /// Which windows are shown, under a grant for windows.
    var windowChoice = WindowChoice()
    var conversation = Conversation()
    /// Voice and camera, as they stand between everybody here.
    var call = Call()
    /// Of what comes under the control that stands.
    var inputOrder = InputOrder()
    /// What could be shown; `nil` while nothing is.
    var monitors: MonitorList?
    /// What the host offers now, and what was downloaded.
    var files = OfferedFiles()
    /// Those whom the primary host introduced.
    var roster = Roster()
    /// Which introductions stand.
    var introduced = Introduced(reserved: [CustomerSession.hostID, HostSession.customerID])
    private var outputs: [CustomerOutput] = []
    private var hasChanged = false

    /// How many messages of the host's were refused: malformed, replayed, out of order or not theirs to send.
    package internal(set) var ignoredMessageCount = 0

    /// - Parameter invitingName: who invites, as the service says.
    package init(local: LocalParticipant, invitingName: String, identifiers: IdentifierSource) {
        self.local = local
        self.invitingName = DisplayText.name(invitingName)
        self.identifiers = identifiers
    }

    /// Whether a verified host is connected.
    package var isConnected: Bool { participant != nil }

    /// Whether a frame captured under `grant` may leave now.
    package func permits(_ grant: Grant) -> Bool { consent.grant == grant }

    /// When `handleTimeout` has something to do.
    package var nextTimeout: Instant? {
        [
            participant?.liveness.nextTimeout, consent.nextTimeout, windowChoice.open?.deadline, roster.nextTimeout,
            introduced.nextTimeout,
        ].compactMap(\.self).min()
    }

    /// The next thing to do; `nil` when there is none.
    package mutating func pollOutput() -> CustomerOutput? {
        if !outputs.isEmpty { return outputs.removeFirst() }
        guard hasChanged else { return nil }
        hasChanged = false
        return .changed
    }

    /// The host's connection is verified and its data channels are open.
    package mutating func handleConnected(now: Instant) {
        guard case .notYet = connection else { return }
        connection = .open(RemoteParticipant(now: now))
        emit(.send(.hello(local.hello(as: local.role))))
        if let obstacle = local.captureObstacle { emit(.notice(obstacle.customerNotice, values: [:])) }
        setChanged()
    }

    /// The connection is gone; nothing more can be sent on it.
    package mutating func handleDisconnected() {
        loseHost(.connectionLost, isClosed: true)
    }

    /// Sends the heartbeat that is due, notices silence and denies what nobody answered.
    package mutating func handleTimeout(now: Instant) {
        if let prompt = consent.handleTimeout(now: now) {
            if prompt.window == nil {
                send(.answerShare(ControlMessage.AnswerShare(request: prompt.request, answer: .timedOut)))
            }
            emit(.notice(.promptTimedOut, values: [:]))
            askForNextWindow(now: now)
            setChanged()
        }
        handleWindowTimeout(now: now)
        handleIntroducedTimeouts(now: now)
        guard case .open(var participant) = connection else { return }
        let result = participant.liveness.handleTimeout(now: now)
        connection = .open(participant)
        switch result.change {
        case .lost: return loseHost(.connectionLost)
        case .unreachable:
            pauseControl(true)
            emit(.notice(.hostUnreachable, values: [:]))
            setChanged()
        case .reachable, nil: break
        }
        if let heartbeat = result.heartbeat { emit(.send(.heartbeat(heartbeat))) }
    }

    /// Ends the connection and every right with it: capture first, then everything else.
    /// - Parameter isClosed: the connection is already gone.
    mutating func end(_ reason: CustomerSnapshot.EndReason, isClosed: Bool = false) {
        if case .ended = connection { return }
        if let grant = consent.revoke() { emit(.stopCapture(grant)) }
        windowChoice.close()
        call.reset()
        for transfer in files.reset() { emit(.suspendDownload(transfer)) }
        partFromAll()
        connection = .ended(reason)
        if !isClosed { emit(.disconnect(reason)) }
        setChanged()
    }

    /// The other side, while the connection stands.
    var participant: RemoteParticipant? {
        if case .open(let participant) = connection { participant } else { nil }
    }

    /// Who asks, writes and offers; a claim.
    var hostName: String {
        guard let name = participant?.hello?.name, !name.isEmpty else { return invitingName }
        return name
    }

    /// Queues something to do.
    mutating func emit(_ output: CustomerOutput) {
        outputs.append(output)
    }

    /// Sends, where somebody is there to receive.
    mutating func send(_ message: ControlMessage) {
        if isConnected { emit(.send(message)) }
    }

    /// The panel has something else to draw.
    mutating func setChanged() {
        hasChanged = true
    }
}
