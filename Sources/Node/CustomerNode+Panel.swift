import Console
import Cryptography
import Logging
import Pairing
import SessionDomain
import SignalingClient
import SignalingProtocol
import Wire

// What the person does in the panel.
extension CustomerNode {
    /// Takes one event of the panel; a token that was used twice has closed both pages, so the program is told a new
    /// address.
    func handle(_ event: ConsoleEvent) async {
        switch event {
        case .customerCommand(let command): await handle(command)
        case .tokenReused:
            notices.add(.consoleTokenReused)
            if let address = try? await console.makeAddress() { page.tell(address) }
        case .pageOpened:
            hasPage = true
            await showThumbnailsAgain()
            page.handleOpened()
        case .pageFrame(let frame): await handle(frame)
        case .pageClosed: handlePageClosed()
        case .hostCommand, .uploaded: break
        }
    }

    /// What the page captured is gone with it, and nobody is to be heard who does not see it.
    private func handlePageClosed() {
        hasPage = false
        if case .page(let grant) = capture { session?.handleCaptureFailed(grant, failure: .broken) }
        for command in [CallCommand.stopCamera, .leaveVoice] {
            session?.handle(.call(command), now: clock.now, wallClock: clock.wallClock)
        }
    }

    private func handle(_ command: CustomerCommand) async {
        guard isSiteConfirmed else { return await handleUnconfirmed(command) }
        if case .call(let command) = command { await callDesk.handle(command) }
        if session != nil,
            session?.handle(command, now: clock.now, wallClock: clock.wallClock) == .handled
        {
            return
        }
        switch command {
        case .joinByNumber(let join): await knock(number: join.number, name: join.name)
        case .joinByLink(let join): await knockByLink(name: join.name)
        case .confirmDigits(let answer): link?.confirm(answer.digits)
        case .leave: await giveUp()
        case .startOver: await startOver()
        case .pageCaptureStarted, .pageCaptureFailed, .pageCaptureEnded: await handlePageCapture(command)
        case .confirmSite, .sendChat, .answerPrompt, .chooseWindows, .stopShare, .stopControl, .downloadFile,
            .pauseDownload, .cancelDownload, .call, .needKeyFrame:
            break
        }
    }

    /// Before the yes the person can give it, or not; nothing else has a meaning, and nothing reaches the site.
    private func handleUnconfirmed(_ command: CustomerCommand) async {
        switch command {
        case .confirmSite:
            guard case .confirmSite = snapshot.stage, let site = SiteAddress(parsing: configuration.siteAddress) else {
                return
            }
            isSiteConfirmed = true
            showEntry(problem: invitation.isDamaged ? .linkDamaged : nil)
            await visit(site, opening: configuration.openingCode)
        case .leave: snapshot.stage = .ended(reason: .byCustomer)
        case .startOver: snapshot.stage = .confirmSite
        default: break
        }
    }

    private func knock(number typed: String, name: String) async {
        guard let cleaned = PersonName.parse(name) else {
            snapshot.stage = .enterNumber(problem: .nameMissing)
            return
        }
        guard let number = SessionNumber(typed: typed) else {
            snapshot.stage = .enterNumber(problem: .numberDoesNotWork)
            return
        }
        self.name = cleaned
        method = .number
        await send(.knock(ClientMessage.Knock(number: number, name: cleaned)))
    }

    private func knockByLink(name: String) async {
        guard case .link(let link) = invitation else { return }
        guard let cleaned = PersonName.parse(name) else {
            snapshot.stage = .enterName(problem: .nameMissing)
            return
        }
        self.name = cleaned
        method = .link(link.secret)
        await send(.knockByInvitation(ClientMessage.KnockByInvitation(invitation: link.invitation, name: cleaned)))
    }

    /// Leaves before the connection stands; the person can try again.
    private func giveUp() async {
        await leave()
        await link?.close()
        link = nil
        showEntry(problem: siteProblem)
    }

    /// Tells the service that the attempt is given up.
    func leave() async {
        if let attempt { try? await client?.send(.leave(ClientMessage.AttemptReference(attempt: attempt.attempt))) }
        attempt = nil
        knock = nil
    }

    /// The link is of no use any more: the person is offered the number way.
    func refuseLink(_ problem: CustomerSnapshot.Problem) {
        invitation = .number
        showEntry(problem: problem)
    }

    /// Back to the beginning after the end: with the link while its secret is unused, else with the question for a
    /// number. What was said and offered in the session that is over goes.
    private func startOver() async {
        switch snapshot.stage {
        case .ended, .declined: break
        default: return
        }
        await giveUp()
        session = nil
        downloads = [:]
        channels = [:]
        snapshot.hostDisplayName = nil
        snapshot.chat = []
        snapshot.files = []
        snapshot.isHostReachable = true
        if isConnectedToSite {
            lookUpInvitation()
        } else if client == nil, let site = SiteAddress(parsing: configuration.siteAddress) {
            // The service refused this program; it may be another one by now.
            await visit(site)
        }
    }

    /// The page where the person begins, by the way they were invited.
    func showEntry(problem: CustomerSnapshot.Problem?) {
        if case .link = invitation {
            snapshot.stage = .enterName(problem: problem)
        } else {
            snapshot.stage = .enterNumber(problem: problem)
        }
    }

    /// Sends the knock now, or as soon as the site is reached.
    private func send(_ message: ClientMessage) async {
        knock = message
        snapshot.stage = .connectingToSite(problem: siteProblem)
        if isConnectedToSite { await sendKnock() } else { await client?.tryNow() }
    }

    /// Sends the knock that stands, if one does. Called again after each connection, because the service forgets who
    /// waited when their connection ends; a failure is only logged, for the next connection repeats it.
    func sendKnock() async {
        guard let knock else { return }
        do {
            try await client?.send(knock)
        } catch {
            logger.notice("a knock did not reach the service", metadata: ["error": "\(error)"])
        }
    }
}
