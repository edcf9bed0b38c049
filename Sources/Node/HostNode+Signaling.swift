import Cryptography
import DTLS
import ICE
import Logging
import Pairing
import SessionDomain
import SignalingClient
import SignalingProtocol
import Wire

// What the service says.
extension HostNode {
    /// Takes one event of the service's connection. A lost service leaves session and customer as they are; one that
    /// refuses the sign-in ends the connection, and the sign-in is offered anew.
    func handle(_ event: SignalingEvent) async {
        switch event {
        case .connected(let welcome): await handle(welcome)
        case .message(let message): await handle(message)
        case .disconnected(.lost(let trouble)):
            snapshot.service = .unreachable
            dropInvitationWishes()
            noteTrouble(trouble)
        case .disconnected(.refused(let code)):
            logger.notice("the service refused the sign-in", metadata: ["code": "\(code.rawValue)"])
            client = nil
            snapshot.account = nil
            snapshot.service = .connecting
            snapshot.siteProblem = nil
            notices.add(code == .unsupportedVersion ? .versionDiffers : .signInFailed)
            offerSignIn()
        }
    }

    private func handle(_ welcome: ServiceMessage.Welcome) async {
        snapshot.service = .connected
        notices.withdraw(.site)
        snapshot.siteProblem = nil
        snapshot.site = HostSnapshot.Site(name: welcome.site.name, address: welcome.site.address)
        snapshot.account = welcome.account.map {
            HostSnapshot.Account(name: $0.name, displayName: $0.displayName)
        }
        snapshot.signInAddress = nil
        if let id = snapshot.session?.id {
            // A person who was on the way in is told that it did not work: a relay that broke off cannot be continued.
            let known = [customer?.attempt].compactMap(\.self) + guests.keys
            await send(.resumeSession(ClientMessage.ResumeSession(session: id, attempts: known)))
        } else {
            await takeUpEarlierSession()
        }
        await takeUpNotes()
        await startWantedSession()
    }

    private func handle(_ message: ServiceMessage) async {
        switch message {
        case .sessionStarted(let started): await begin(started)
        case .numberRenewed(let renewed): show(renewed)
        case .invitationMade(let made): if !takeHostInvitation(made) { await show(made) }
        case .knocked(let knocked): await handle(knocked)
        case .admitted(let admitted): await handle(admitted)
        case .relayed(let relay): handle(relay)
        case .left(let reference): await handleLeft(reference.attempt)
        case .sessionEnded(let ended): await handle(ended)
        case .refused(let refused): await handle(refused)
        case .notesSaved(let saved): await handle(saved)
        case .notesRefused(let refused): handle(refused)
        case .welcome, .waiting, .declined, .hostAway, .pong: break
        }
    }

    private func begin(_ started: ServiceMessage.SessionStarted) async {
        // The service sends the knocks that still stand again; a relay that broke off cannot be continued.
        snapshot.session?.knocks = []
        waitingByLink = []
        if let broken = attempt {
            attempt = nil
            await broken.link?.close()
            notices.add(.attemptFailed(name: broken.name))
        }
        if snapshot.session?.id != started.session {
            let kept = claimEarlierSession(started.session)
            forgetSession()
            snapshot.lastEnd = nil
            snapshot.session = HostSnapshot.Session(
                id: started.session, number: started.number.rawValue, numberExpiresAt: started.numberExpiresAt)
            let local = LocalParticipant(name: snapshot.account?.displayName ?? "", system: "Linux")
            session = HostSession(local: local, identifiers: IdentifierSource(prefix: NodeIdentifiers.makePrefix()))
            if let kept { restore(kept) }
            await beginNotes(of: started.session)
        }
        show(started)
        await completeWantedSession()
        customer?.link.handleRelayRestored()
        for guest in guests.values { guest.link.handleRelayRestored() }
        if snapshot.session?.link == nil, snapshot.session?.isLinkUsed == false {
            await wishForCustomer(ClientMessage.SessionReference(session: started.session))
        }
    }

    private func show(_ renewed: ServiceMessage.NumberRenewed) {
        snapshot.session?.number = renewed.number.rawValue
        snapshot.session?.numberExpiresAt = localTime(renewed.numberExpiresAt, at: renewed.now)
    }

    /// The invitation's link is made here: the service never sees its secret.
    private func show(_ made: ServiceMessage.InvitationMade) async {
        // The link that this one replaces ends at the service too, so that whoever opens it is told.
        for former in secrets.keys where former != made.invitation {
            waitingByLink.removeAll { $0.invitation == former }
            await send(.burnInvitation(ClientMessage.InvitationReference(invitation: former)))
        }
        let link = Link(site: snapshot.site.address, invitation: made.invitation)
        secrets = [made.invitation: link.secret]
        snapshot.session?.link = link.text
        snapshot.session?.linkQRCode = nil
        snapshot.session?.linkExpiresAt = localTime(made.expiresAt, at: made.now)
        snapshot.session?.isLinkUsed = false
        if wantsSwitch { offerSwitch(link) }
    }

    /// A time of the service's clock on this computer's.
    private func localTime(_ time: WallClockTime, at serviceNow: WallClockTime) -> WallClockTime {
        clock.wallClock.advanced(bySeconds: time.secondsSince1970 - serviceNow.secondsSince1970)
    }

    private func handle(_ knocked: ServiceMessage.Knocked) async {
        guard knocked.session == snapshot.session?.id, knocked.attempt != attempt?.id,
            knocked.attempt != customer?.attempt, guests[knocked.attempt] == nil
        else { return }
        guard let invitation = knocked.invitation else { return show(knocked) }
        // A link lets in one customer; its secret is gone once it was used. The service refuses whoever waits by it.
        guard secrets[invitation] != nil || hostInvitations[invitation] != nil else {
            await send(.burnInvitation(ClientMessage.InvitationReference(invitation: invitation)))
            return
        }
        if attempt == nil { await admitByLink(knocked) } else { waitingByLink.append(knocked) }
    }

    private func show(_ knocked: ServiceMessage.Knocked) {
        guard snapshot.session?.knocks.contains(where: { $0.attempt == knocked.attempt }) == false else { return }
        snapshot.session?.knocks.append(
            HostSnapshot.Knock(attempt: knocked.attempt, name: DisplayText.name(knocked.name)))
    }

    private func handle(_ relay: ClientMessage.Relay) {
        // A person on the way in and the connected customer each have their own.
        if relay.attempt == attempt?.id {
            attempt?.link?.handleRelayed(relay.payload)
        } else if relay.attempt == customer?.attempt {
            customer?.link.handleRelayed(relay.payload)
        } else {
            guests[relay.attempt]?.link.handleRelayed(relay.payload)
        }
    }

    private func handleLeft(_ id: AttemptID) async {
        removeKnock(id)
        waitingByLink.removeAll { $0.attempt == id }
        guard let gone = attempt, gone.id == id else { return }
        // The link may still hold the word that says why; its end follows.
        if let link = gone.link { return link.handleLeft() }
        attempt = nil
        notices.add(.attemptLeft(name: gone.name))
        await admitNextByLink()
    }

    private func handle(_ ended: ServiceMessage.SessionEnded) async {
        guard ended.session == snapshot.session?.id else { return }
        await cancelAttempt(tellsService: false)
        await customer?.link.close()
        customer = nil
        await closeGuests()
        forgetSession()
        snapshot.lastEnd = ended.reason == .byHost ? .byHost : .expired
    }

    private func handle(_ refused: ServiceMessage.Refused) async {
        // The service makes no more invitations for this session.
        if refused.code == .notAllowed { dropInvitationWishes() }
        switch refused.code {
        case .unknownSession where isTakingUp: await giveUpEarlierSession()
        case .unknownSession:
            // The service has forgotten it (it was away for too long); a connected customer stays connected.
            notices.add(.sessionUnknown)
        case .unknownAttempt:
            // The person is gone, or the service restarted: nothing waits for them any more.
            if let gone = refused.attempt { await handleLeft(gone) }
        default: notices.add(.refused(code: refused.code.rawValue))
        }
    }
}

// Who comes in.
extension HostNode {
    /// Lets a person who knocked by number begin the pairing; another person on the way in is given up.
    func admit(_ id: AttemptID) async {
        guard let knock = snapshot.session?.knocks.first(where: { $0.attempt == id }) else { return }
        await cancelAttempt()
        notices.withdraw(.attempt)
        removeKnock(id)
        await beginAttempt(id, name: knock.name, method: .number, invitation: nil)
    }

    /// Lets a person who came by a link in without a question: holding the secret is the right. Nothing happens when
    /// the secret was burnt meanwhile.
    func admitByLink(_ knocked: ServiceMessage.Knocked) async {
        guard let invitation = knocked.invitation else { return }
        let name = DisplayText.name(knocked.name)
        if let secret = secrets[invitation] {
            await beginAttempt(knocked.attempt, name: name, method: .link(secret), invitation: invitation)
        } else if let host = hostInvitations[invitation] {
            await beginAttempt(
                knocked.attempt, name: name, method: .link(host.link.secret), invitation: invitation,
                guestAccount: host.account)
        }
    }

    private func beginAttempt(
        _ id: AttemptID, name: String, method: PairingMethod, invitation: InvitationID?, guestAccount: String? = nil
    ) async {
        attempt = Attempt(
            id: id, name: name, invitation: invitation, guestAccount: guestAccount, method: method, stage: .preparing,
            deadline: clock.now + (invitation == nil ? Attempt.numberTimeout : Attempt.linkTimeout))
        await send(.admit(ClientMessage.AttemptReference(attempt: id)))
    }

    /// The service has admitted somebody, or gives other relay credentials to a link that goes on.
    private func handle(_ admitted: ServiceMessage.Admitted) async {
        if customer?.attempt == admitted.attempt {
            customer?.link.renew(iceServers: await relays.resolve(admitted.iceServers))
        } else if let guest = guests[admitted.attempt] {
            guest.link.renew(iceServers: await relays.resolve(admitted.iceServers))
        } else if attempt?.id == admitted.attempt, let link = attempt?.link {
            link.renew(iceServers: await relays.resolve(admitted.iceServers))
        } else {
            await pair(admitted)
        }
    }

    /// The service has admitted the person: the relay's credentials are there, and the pairing begins.
    private func pair(_ admitted: ServiceMessage.Admitted) async {
        guard let session = snapshot.session?.id, let current = attempt, current.id == admitted.attempt,
            current.link == nil
        else { return }
        // This admission used the number up; the console shows one that works for whoever comes next.
        if current.invitation == nil { await send(.renewNumber(ClientMessage.SessionReference(session: session))) }
        let servers = await relays.resolve(admitted.iceServers)
        guard attempt?.id == current.id, attempt?.link == nil else { return }
        do {
            let link = try SecureLink.make(
                role: .host, method: current.method, session: session, iceServers: servers,
                relayOnly: configuration.relayOnly, pictures: pageCodecs, loop: loop, logger: logger)
            attempt?.link = link
            mailbox.forward(link.events) { .link(current.id, $0) }
            await link.start()
        } catch {
            logger.error("a certificate could not be made", metadata: ["error": "\(error)"])
            notices.add(.attemptFailed(name: current.name))
            await cancelAttempt()
        }
    }

    /// Gives up the person on the way in, and lets the next who came by a link try.
    func cancelAttempt(tellsService: Bool = true) async {
        guard let given = attempt else { return }
        attempt = nil
        await given.link?.close()
        if tellsService { await leave(given.id) }
        await admitNextByLink()
    }

    /// Gives an attempt's place back: nobody comes back to it. A service that is away learns it from `resumeSession`,
    /// which names those that go on.
    func leave(_ attempt: AttemptID) async {
        do {
            try await client?.send(.leave(ClientMessage.AttemptReference(attempt: attempt)))
        } catch {
            logger.debug("the service was not told who left", metadata: ["error": "\(error)"])
        }
    }

    /// Lets the next who came by a link try, when nobody is on the way in.
    func admitNextByLink() async {
        guard attempt == nil, !waitingByLink.isEmpty else { return }
        await admitByLink(waitingByLink.removeFirst())
    }

    /// Takes a person off the console's list of those who knock; the service is not told.
    func removeKnock(_ id: AttemptID) {
        snapshot.session?.knocks.removeAll { $0.attempt == id }
    }
}
