import Cryptography
import ICE
import Logging
import Pairing
import SessionDomain
import SignalingClient
import SignalingProtocol
import Tunnel
import Wire

// What the service says.
extension CustomerNode {
    /// Takes one event of the service's connection. A lost service ends no session: it ends what is not yet connected,
    /// and the client goes on trying, until the service refuses this program.
    func handle(_ event: SignalingEvent) async {
        switch event {
        case .connected(let welcome):
            isConnectedToSite = true
            noteSite()
            snapshot.siteName = welcome.site.name
            snapshot.siteAddress = welcome.site.address
            siteProblem = nil
            clearSiteProblem()
            lookUpInvitation()
            // After a lost connection the service has forgotten who was waiting; who is connected needs no service.
            if link == nil {
                await sendKnock()
            } else if session == nil {
                handleLeft()
            } else if let attempt {
                // The path needs no service, but finding another one does.
                try? await client?.send(.rejoin(ClientMessage.AttemptReference(attempt: attempt.attempt)))
            }
        case .message(let message): await handle(message)
        case .disconnected(.lost(let trouble)):
            isConnectedToSite = false
            siteProblem = CustomerSnapshot.Problem(trouble)
            showSiteProblem()
        case .disconnected(.refused(let code)): await handleRefused(code)
        }
    }

    /// The service does not take this program, and the client does not try again: that is the end, until the person
    /// starts over. A running session needs no service.
    private func handleRefused(_ code: ServiceMessage.Refused.Code) async {
        logger.notice("the service refused the visit", metadata: ["code": "\(code.rawValue)"])
        isConnectedToSite = false
        await client?.close()
        client = nil
        guard session == nil else { return }
        siteProblem = nil
        forgetAttempt()
        await link?.close()
        link = nil
        if case .ended = snapshot.stage { return }
        snapshot.stage = .ended(reason: code == .unsupportedVersion ? .siteVersionDiffers : .siteRefused)
    }

    private func handle(_ message: ServiceMessage) async {
        switch message {
        case .waiting(let waiting):
            attempt = waiting
            snapshot.hostDisplayName = DisplayText.name(waiting.hostDisplayName)
            snapshot.stage = .waiting
        case .hostAway(let reference): if isOurs(reference) { snapshot.stage = .hostAway }
        case .admitted(let admitted):
            guard admitted.attempt == attempt?.attempt else { return }
            guard let link else { return await pair(admitted) }
            let servers = await relays.resolve(admitted.iceServers)
            meetingPlace?.iceServers = servers
            link.renew(iceServers: servers)
            introductions.renew(iceServers: servers)
            link.handleRelayRestored()
        case .declined(let reference):
            guard isOurs(reference) else { return }
            forgetAttempt()
            snapshot.stage = .declined
        case .relayed(let relay): if relay.attempt == attempt?.attempt { link?.handleRelayed(relay.payload) }
        case .left(let reference): if isOurs(reference) { handleLeft() }
        case .sessionEnded(let ended): await handle(ended)
        case .refused(let refused): handle(refused)
        case .welcome, .sessionStarted, .numberRenewed, .invitationMade, .knocked, .notesSaved,
            .notesRefused, .pong:
            break
        }
    }

    /// Says what keeps the person from joining, where they have not joined yet; who has knocked goes on by themselves
    /// as soon as the site is there.
    private func showSiteProblem() {
        switch snapshot.stage {
        case .enterName(let problem), .enterNumber(let problem):
            if problem?.isOfSite != false { showEntry(problem: siteProblem) }
        case .connectingToSite: snapshot.stage = .connectingToSite(problem: siteProblem)
        case .waiting, .hostAway: if link == nil { snapshot.stage = .connectingToSite(problem: siteProblem) }
        case .confirmSite, .declined, .typeDigits, .readBack, .connecting, .connected, .ended: break
        }
    }

    /// The next link to this site opens without a question.
    private func noteSite() {
        guard let site = SiteAddress(parsing: configuration.siteAddress) else { return }
        KnownSites(folder: configuration.stateFolder).add(site)
    }

    private func clearSiteProblem() {
        switch snapshot.stage {
        case .enterName(let problem?) where problem.isOfSite, .enterNumber(let problem?) where problem.isOfSite:
            showEntry(problem: nil)
        case .connectingToSite: snapshot.stage = .connectingToSite(problem: nil)
        default: break
        }
    }

    /// Asks who invites, so that the person reads it before they give their name.
    func lookUpInvitation() {
        guard case .link(let opened) = invitation, snapshot.hostDisplayName == nil,
            let site = SiteAddress(parsing: configuration.siteAddress)
        else { return }
        let request = SiteRequest(
            site: site, trustedCertificates: configuration.authoritiesFile,
            proxy: configuration.proxies.proxy(for: site.host))
        Task { [mailbox, logger] in
            do {
                mailbox.post(.invitation(try await request.invitation(opened.invitation)))
            } catch {
                // The next connection to the service asks again; joining works without.
                logger.notice("who invites is not known", metadata: ["reason": "\(error)"])
            }
        }
    }

    /// Takes the site's answer to `lookUpInvitation`; `nil` says that the link works no more, which offers the number
    /// way. An answer that comes after the pairing began is of no interest.
    func handle(_ answer: SiteRequest.Invitation?) {
        guard case .link = invitation, session == nil, link == nil else { return }
        if let answer {
            snapshot.hostDisplayName = snapshot.hostDisplayName ?? DisplayText.name(answer.hostDisplayName)
            snapshot.siteName = answer.siteName
        } else if case .enterName = snapshot.stage {
            refuseLink(.invitationDoesNotWork)
        }
    }

    private func isOurs(_ reference: ServiceMessage.AttemptReference) -> Bool {
        reference.attempt == attempt?.attempt
    }

    private func forgetAttempt() {
        attempt = nil
        knock = nil
    }

    /// Once the two are connected they need no relay; before that it is the end, for which the link may know a reason.
    private func handleLeft() {
        guard session == nil else { return }
        forgetAttempt()
        if let link { return link.handleLeft() }
        if case .ended = snapshot.stage { return }
        snapshot.stage = .ended(reason: .connectionLost)
    }

    private func handle(_ ended: ServiceMessage.SessionEnded) async {
        guard ended.session == attempt?.session, session == nil else { return }
        forgetAttempt()
        await link?.close()
        link = nil
        snapshot.stage = .ended(reason: .byHost)
    }

    private func handle(_ refused: ServiceMessage.Refused) {
        guard session == nil, link == nil, knock != nil || attempt != nil else { return }
        guard refused.attempt == nil || refused.attempt == attempt?.attempt else { return }
        forgetAttempt()
        switch refused.code {
        case .tooManyTries: showEntry(problem: .tooManyTries)
        case .unavailable: showEntry(problem: .siteUnavailable)
        default:
            guard case .link = method else { return showEntry(problem: .numberDoesNotWork) }
            refuseLink(.invitationDoesNotWork)
        }
    }

    private func pair(_ admitted: ServiceMessage.Admitted) async {
        guard let attempt, link == nil else { return }
        knock = nil
        let servers = await relays.resolve(admitted.iceServers)
        do {
            let link = try SecureLink.make(
                role: .customer, method: method, session: attempt.session, iceServers: servers,
                relayOnly: configuration.relayOnly, loop: loop, logger: logger)
            self.link = link
            meetingPlace = MeetingPlace(session: attempt.session, iceServers: servers)
            mailbox.forward(link.events) { .link(link, $0) }
            await link.start()
        } catch {
            logger.error("a certificate could not be made", metadata: ["error": "\(error)"])
            snapshot.stage = .ended(reason: .connectionLost)
        }
    }
}

extension CustomerSnapshot.Problem {
    /// What the panel says of a site that is not reached.
    init(_ trouble: SiteTrouble) {
        self =
            switch trouble {
            case .unreachable: .siteUnreachable
            case .certificateNotTrusted: .certificateNotTrusted
            case .notNearhand: .notNearhand
            }
    }

    /// Whether it is over as soon as the site is reached.
    fileprivate var isOfSite: Bool {
        switch self {
        case .siteUnreachable, .certificateNotTrusted, .notNearhand: true
        case .numberDoesNotWork, .invitationDoesNotWork, .linkDamaged, .linkNotGenuine, .tooManyTries, .nameMissing,
            .siteUnavailable, .versionDiffers:
            false
        }
    }
}
