import Console
import ICE
import Logging
import RTP
import SessionDomain
import SignalingClient
import SignalingProtocol
import Tunnel
import Wire

// What the host does in the console.
extension HostNode {
    /// Takes one event of the console. A page that has just opened has no picture to build on, so a key frame is asked
    /// for; a token that was used twice has closed both pages, so the program is told a new address.
    func handle(_ event: ConsoleEvent) async {
        switch event {
        case .hostCommand(let command): await handle(command)
        case .uploaded(let file): publish(file)
        case .pageOpened:
            hasPage = true
            page.handleOpened()
            if session?.acceptsPicture == true { await customer?.link.requestKeyFrame(of: .screen) }
            if session?.acceptsCamera == true { await customer?.link.requestKeyFrame(of: .camera) }
        case .tokenReused:
            notices.add(.consoleTokenReused)
            if let address = try? await console.makeAddress() { page.tell(address) }
        case .pageFrame(let frame): await handle(frame)
        case .pageClosed:
            hasPage = false
            // It captured the camera, and nobody is to be heard who does not see it.
            for command in [CallCommand.stopCamera, .leaveVoice] {
                session?.handle(.call(command), wallClock: clock.wallClock)
            }
        case .customerCommand: break
        }
    }

    private func handle(_ command: HostCommand) async {
        if snapshot.isSiteUnknown {
            if case .confirmSite = command { await confirmSite() }
            return
        }
        // The session hears every command first: some are its own, some it must only know of.
        if case .requestShare = command { notices.withdraw(.picture) }
        if case .call(let command) = command { await callDesk.handle(command) }
        if session != nil, session?.handle(command, wallClock: clock.wallClock) == .handled { return }
        switch command {
        case .completeSignIn(let answer):
            guard answer.state == signIn?.state else {
                return notices.add(.signInFailed)
            }
            await signIn(code: answer.code)
        case .signOut: await signOut()
        case .startSession:
            guard snapshot.session == nil, !isTakingUp else { return }
            await send(.startSession(ClientMessage.StartSession()))
        case .renewNumber: await sendForSession { .renewNumber($0) }
        case .makeLink:
            if let id = snapshot.session?.id { await wishForCustomer(ClientMessage.SessionReference(session: id)) }
        case .inviteHost(let whom): await inviteHost(named: whom.account)
        case .introduce(let person): introduceToAll(person.participant)
        case .admit(let reference): await admit(reference.attempt)
        case .decline(let reference):
            removeKnock(reference.attempt)
            await send(.decline(ClientMessage.AttemptReference(attempt: reference.attempt)))
        case .confirmReadBack(let answer): attempt?.link?.confirm(answer.digits)
        case .pageDecodes(let page): pageCodecs = VideoCodec.decoded(by: page)
        case .offerSwitch: await offerSwitch()
        case .cancelPairing:
            notices.withdraw(.attempt)
            await cancelAttempt()
        case .notes(let command): await handle(command)
        case .endSession: await endSession()
        case .confirmSite, .sendChat, .requestShare, .stopControl, .input, .withdrawRequest, .stopView,
            .withdrawFile, .call,
            .setDisplayMode, .chooseMonitor, .needKeyFrame:
            break
        }
    }

    /// Turns the page's code into a token, by the first message of a new connection.
    func signIn(code: String) async {
        guard let signIn, let site = SiteAddress(parsing: configuration.siteAddress) else { return }
        await client?.close()
        clientGeneration += 1
        let generation = clientGeneration
        let client = SignalingClient(
            site: site, greeting: .signIn(Redacted(signIn.message(code: code))),
            trustedCertificates: configuration.authoritiesFile, proxy: configuration.proxies.proxy(for: site.host),
            logger: logger)
        self.client = client
        siteWatch?.cancel()
        // The page that brought the code sees by this that it was taken.
        snapshot.signInAddress = nil
        snapshot.service = .connecting
        snapshot.siteProblem = nil
        mailbox.forward(client.events) { .signaling(generation: generation, $0) }
        await client.start()
    }

    private func signOut() async {
        guard snapshot.session == nil else { return notices.add(.endSessionFirst) }
        await client?.close()
        client = nil
        clientGeneration += 1
        snapshot.account = nil
        offerSignIn()
    }

    /// Ends the session here and at the service; the customer has been told on the control channel.
    func endSession() async {
        guard let id = snapshot.session?.id else { return }
        await cancelAttempt()
        await drain()
        let isTold = await send(.endSession(ClientMessage.SessionReference(session: id)))
        if !isTold { endLater(id) }
        forgetSession()
        snapshot.lastEnd = .byHost
    }

    /// Drops what belonged to the session that is over.
    func forgetSession() {
        session = nil
        snapshot.session = nil
        notes.end()
        notices.withdraw(.attempt, .connection, .line, .picture, .session)
        secrets = [:]
        hostInvitations = [:]
        dropInvitationWishes()
        waitingByLink = []
        for file in files.values { PublishedFolder.remove(file.path) }
        files = [:]
    }

    private func publish(_ file: UploadedFile) {
        guard session != nil, let id = session?.publishFile(name: file.name, size: file.size, sha256: file.sha256)
        else {
            // The page was answered when the file was whole; it reads here that nobody gets it.
            PublishedFolder.remove(file.path)
            return notices.add(.uploadRefused)
        }
        files[id] = file
    }

    private func sendForSession(_ message: (ClientMessage.SessionReference) -> ClientMessage) async {
        guard let id = snapshot.session?.id else { return }
        await send(message(ClientMessage.SessionReference(session: id)))
    }

    /// Sends to the service; the person is told when it cannot be reached now.
    /// - Returns: whether the message is on its way.
    @discardableResult
    func send(_ message: ClientMessage) async -> Bool {
        do {
            guard let client else { throw SignalingClientError.notConnected }
            try await client.send(message)
            return true
        } catch {
            logger.notice("a message did not reach the service", metadata: ["error": "\(error)"])
            notices.add(.serviceUnreachable)
            return false
        }
    }
}
