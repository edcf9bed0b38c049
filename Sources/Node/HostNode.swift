package import Console
import Cryptography
package import ICE
package import Logging
import Media
import Pairing
import PeerConnection
import RTP
import SessionDomain
import SignalingClient
import SignalingProtocol
package import Wire

/// The host's node: it signs in, holds one session, lets a customer in and carries what the two of them do.
///
/// Everything that happens comes through one mailbox and is handled to its end before the next.
///
/// ```text
/// knock by number ── the host admits ──┐
///                                      ├─▶ attempt ── verified ──▶ customer ── link over ──▶ (gone)
/// knock by link ──▶ waitingByLink ─────┘
/// ```
/// One person is on the way in at a time; whoever is verified takes the place of the customer before.
package actor HostNode {
    /// What the node is told.
    enum Event: Sendable {
        case console(ConsoleEvent)
        /// Of the client that the generation names; what an earlier client still says is passed over.
        case signaling(generation: Int, SignalingEvent)
        /// What the site said of itself before the sign-in, or why it said nothing.
        case site(Result<ServiceMessage.Site, SiteTrouble>)
        /// Of the link of this attempt, whether its person is connected or on the way in.
        case link(AttemptID, LinkEvent)
        case transfer(TransferID, FileTransfer.Progress)
        /// It is time to measure this customer's line again.
        case lookAtQuality(AttemptID)
        /// A sign-in's code that came by `completeSignIn`, not by the console.
        case signedIn(code: String)
        /// Asked for by `startSession(within:)`, not by the console.
        case startSession
        /// The limit of `startSession(within:)` is over; nothing happens when it was answered before.
        case startTimedOut
        case inviteHost(account: String, CheckedContinuation<Result<Link, NodeError>, Never>)
        case introduce(ParticipantID)
        case network(LocalNetwork)
        case voice(VoiceEvent)
        case alarm
        case stop
    }

    /// What the program that serves the console must know of its page.
    package nonisolated let page = PageNews()

    /// Where a session's numbers and links are told to a program that started this node, for `nearhand demo`.
    package struct Invitation: Sendable {
        package let number: SessionNumber
        /// The whole link with its secret; it must reach no log.
        package let link: String
    }

    /// A person on the way in, from the admission to the verified connection.
    struct Attempt {
        let id: AttemptID
        /// What the person calls themselves, made fit to be shown; a claim.
        let name: String
        /// The invitation whose link was used; `nil` for the number.
        let invitation: InvitationID?
        /// Whom this host invited as a host; `nil` for a customer.
        let guestAccount: String?
        /// By link where `invitation` is given, else by number.
        let method: PairingMethod
        /// `nil` until the service has admitted the person, which brings the relay's credentials.
        var link: SecureLink?
        /// The path that the link has told last; `nil` before the first.
        var path: SelectedPath?
        /// What the console shows of the pairing.
        var stage: HostSnapshot.Pairing.Stage
        /// When it is given up, so that a silent person keeps nobody else out.
        let deadline: Instant

        /// Two people compare digits by telephone.
        static let numberTimeout: Duration = .seconds(300)
        /// Nobody has to do anything.
        static let linkTimeout: Duration = .seconds(60)
    }

    let configuration: NodeConfiguration
    /// Dates what people see and measures what waits.
    let clock = NodeClock()
    let loop: NetworkLoop
    let logger: Logger
    let console: Console
    /// Posted to from any thread; read by the one task that `start()` makes.
    nonisolated let mailbox = Mailbox<Event>()
    /// For all links of the node, so that one forwarder serves them.
    let relays: RelayServers
    /// From `start()` on; a new network makes the client look for another way at once.
    var networkWatch: NetworkWatch?

    /// What the console draws. The session writes its own part into it, see `HostSession.fill`.
    var snapshot: HostSnapshot
    var notices = NoticeBoard()
    /// A page of the console is open.
    package internal(set) var hasPage = false
    /// Where the console is; `nil` before `start()`.
    var consoleAddress: ConsoleAddress?
    /// The connection of a signed-in host; `nil` before the sign-in and after the sign-out.
    var client: SignalingClient?
    /// Counts the clients, so that what an earlier one still says is not taken for the present one's.
    var clientGeneration = 0
    /// The sign-in that the console offers now; a code with another's `state` is refused.
    var signIn: SignIn?
    /// Asks the site who it is, until somebody signs in.
    var siteWatch: Task<Void, Never>?
    /// Where uploads lie until they are withdrawn or the node ends.
    let published: PublishedFolder

    /// What the console's browser decodes: later connections take nothing else. One that runs when the host goes over to
    /// another browser goes on as it is.
    var pageCodecs = Set(VideoCodec.allCases)

    /// What happens between the two; from the service's `sessionStarted` to the session's end, with or without a
    /// customer.
    var session: HostSession?
    /// The secrets of the links that were not used yet.
    var secrets: [InvitationID: SecretBytes] = [:]
    /// The person on the way in, and those who wait until that is decided.
    var attempt: Attempt?
    /// People who came by the link while another was on the way in, in their order.
    var waitingByLink: [ServiceMessage.Knocked] = []
    /// The next link is for the customer who is here, to go on in Support Manager.
    var wantsSwitch = false
    /// The verified customer.
    var customer: (attempt: AttemptID, link: SecureLink)?
    /// The invited hosts who are connected.
    var guests: [AttemptID: Guest] = [:]
    /// The links for hosts that were not used yet.
    var hostInvitations: [InvitationID: HostInvitation] = [:]
    /// For whom the service was asked for an invitation and has not answered, in order.
    var invitationWishes: [InvitationWish] = []
    /// The times of the invited hosts' cameras as the page needs them.
    var guestTimelines: [ParticipantID: PictureTimeline] = [:]
    /// Uploads that customers may download, by the name that the session gave each.
    var files: [FileID: UploadedFile] = [:]
    /// Files on their way out; one that was cancelled is here no more, and its last report is passed over.
    var transfers: [TransferID: FileTransfer] = [:]
    /// Of the present customer's line; made anew with each.
    var linkQuality = LinkQuality()
    /// The customer's line as it was measured last; `nil` until two measurements were made.
    var quality: HostSnapshot.Quality?
    /// The pictures' times as the page needs them; they go on over several customers.
    var timelines: [VideoRole: PictureTimeline] = [:]
    /// Since when the customer's screen is shown; `nil` while it is not.
    var liveSince: Instant?
    /// A frame of it has come.
    var hasPicture = false
    /// How long the first frame may take before the host is told that nothing is captured.
    static let pictureTimeout = Duration.seconds(3)
    /// Voice and cameras.
    let callDesk: CallDesk
    /// What the host writes on sessions.
    var notes: NotesKeeper
    var alarm = Alarm()
    /// Reads the mailbox from `start()` on, and ends when it is closed; what feeds it ends by itself.
    private var reader: Task<Void, Never>?
    /// Links that still deliver their last words.
    var closing: [AttemptID: Task<Void, Never>] = [:]
    /// A session is to be started as soon as the service is there.
    var wantsSession = false
    /// The session of an earlier run, or one that ended while the service was away, until the service was asked about it.
    var earlierSession: KeptSession?
    /// The service was asked for the earlier session and has not answered.
    var isTakingUp = false
    /// `nil` when another node has the folder: then a crash of this one ends its session.
    var sessionFile: SessionFile?
    private var invitationWaiter: CheckedContinuation<Result<Invitation, NodeError>, Never>?

    /// Prepares the console; nothing is opened, written or sent before `start()`.
    package init(configuration: NodeConfiguration, loop: NetworkLoop, logger: Logger) {
        self.configuration = configuration
        self.loop = loop
        self.logger = logger
        PeerConnection.prepare()
        published = PublishedFolder(in: configuration.stateFolder + "/published")
        relays = RelayServers(
            proxies: configuration.proxies, trustedCertificates: configuration.authoritiesFile, logger: logger)
        var console = ConsoleConfiguration(role: .host, uploadDirectory: published.path, logger: logger)
        console.port = configuration.consolePort
        self.console = Console(configuration: console)
        callDesk = CallDesk(console: self.console, choice: configuration.audio) { [mailbox] events in
            mailbox.forward(events) { .voice($0) }
        }
        notes = NotesKeeper(site: configuration.siteAddress, stateFolder: configuration.stateFolder)
        snapshot = HostSnapshot(
            site: HostSnapshot.Site(name: "", address: configuration.siteAddress), service: .connecting)
    }

    /// Serves the console and returns where it is.
    /// - Throws: `ConsoleError`, `NodeError`.
    package func start() async throws -> ConsoleAddress {
        guard SiteAddress(parsing: configuration.siteAddress) != nil else {
            throw NodeError.siteAddress(configuration.siteAddress)
        }
        try published.open()
        openSessionFile()
        let address = try await console.start()
        consoleAddress = address
        snapshot.isSiteUnknown = !configuration.isSiteConfirmed
        if configuration.isSiteConfirmed { await reachSite() }
        networkWatch = NetworkWatch(loop: loop) { [mailbox] in mailbox.post(.network($0)) }
        mailbox.forward(console.events) { .console($0) }
        reader = Task { [mailbox] in
            for await event in mailbox.messages { await self.handle(event) }
        }
        await showSnapshot()
        return address
    }

    /// A fresh address of the console, for a person who opens it again; the open page stays until it is used.
    /// - Throws: `ConsoleError.notRunning`.
    package func makeAddress() async throws -> ConsoleAddress { try await console.makeAddress() }

    /// The challenge of the present sign-in and where its code must go, for a service in the same process.
    package func signInRequest() -> (codeChallenge: String, redirectURI: String)? {
        guard let signIn, let consoleAddress else { return nil }
        return (signIn.codeChallenge, consoleAddress.signInRedirect)
    }

    /// Signs in with a code that did not come by the console's page.
    package func completeSignIn(code: String) {
        mailbox.post(.signedIn(code: code))
    }

    /// Starts a session and returns its number and link, once both are there.
    /// - Throws: `NodeError.siteNotReached` when they are not there in time.
    package func startSession(within limit: Duration) async throws(NodeError) -> Invitation {
        mailbox.post(.startSession)
        let patience = Task { [mailbox] in
            try await Task.sleep(for: limit)
            mailbox.post(.startTimedOut)
        }
        defer { patience.cancel() }
        return try await withCheckedContinuation { invitationWaiter = $0 }.get()
    }

    /// Ends what runs and closes the console.
    package func stop() async {
        mailbox.post(.stop)
        await reader?.value
    }

    private func handle(_ event: Event) async {
        switch event {
        case .console(.hostCommand(.input(let input))):
            // Many times a second; nothing of what is drawn follows from it.
            session?.handle(.input(input), wallClock: clock.wallClock)
            return await drain()
        case .console(let event): await handle(event)
        case .signaling(let generation, let event): if generation == clientGeneration { await handle(event) }
        case .site(let answer): handle(answer)
        case .link(let attempt, let event): await handle(event, of: attempt)
        case .transfer(let transfer, let progress): handle(progress, of: transfer)
        case .lookAtQuality(let attempt): await lookAtQuality(of: attempt)
        case .signedIn(let code): await signIn(code: code)
        case .startSession:
            wantsSession = true
            await startWantedSession()
        case .startTimedOut:
            wantsSession = false
            let problem = snapshot.siteProblem ?? .unreachable
            answerWaiter(.failure(.siteNotReached(configuration.siteAddress, problem)))
        case .voice(let event):
            await callDesk.handle(event)
            // Ten times a second; nothing else follows from it.
            if case .levels = event { return }
        case .inviteHost(let account, let answer): await invite(account: account, answer)
        case .introduce(let participant): introduceToAll(participant)
        case .network(let network): await client?.handleNetworkChange(addresses: network.addresses)
        case .alarm:
            alarm.handleRing()
            session?.handleTimeout(now: clock.now)
            if notes.takeRetry(now: clock.now) { await sendNotes() }
            if let late = attempt, clock.now >= late.deadline {
                notices.add(.attemptFailed(name: late.name))
                await cancelAttempt()
            }
        case .stop: await shutDown()
        }
        await drain()
        await callDesk.apply(session?.callMedia ?? CallMedia(), links: connectedLinks)
        keepSession()
        await showSnapshot()
        let next = [session?.nextTimeout, attempt?.deadline, notes.retryTime].compactMap(\.self).min()
        alarm.set(next, clock: clock) { [mailbox] in mailbox.post(.alarm) }
    }

    /// Pushes the present state to the console, and looks for another path when the customer has just fallen silent.
    /// Called after each event, when the session's outputs are drained.
    func showSnapshot() async {
        if session != nil, var drawn = snapshot.session {
            let wasReachable = drawn.customer?.isReachable == true
            session?.fill(&drawn)
            // Three heartbeats missed: another path is looked for before ICE itself notices.
            if wasReachable, drawn.customer?.isReachable == false { customer?.link.restart() }
            drawn.customer?.quality = quality
            callDesk.fill(&drawn.call)
            drawn.hostLinks = hostLinks
            drawn.pictureProblem = await notePicture(drawn.share, isReachable: drawn.customer?.isReachable ?? false)
            drawn.pairing = attempt.map {
                HostSnapshot.Pairing(attempt: $0.id, name: $0.name, stage: $0.stage)
            }
            snapshot.session = drawn
        }
        snapshot.notes = drawnNotes
        snapshot.notices = notices.notices
        await console.push(snapshot)
        tellInvitation()
    }

    /// Makes a new sign-in and shows its address; the site is asked for until somebody has used it.
    func offerSignIn() {
        guard let consoleAddress else { return }
        let signIn = SignIn(redirectURI: consoleAddress.signInRedirect)
        self.signIn = signIn
        snapshot.signInAddress = signIn.address(at: configuration.siteAddress)
        watchSite()
    }

    /// Starts what was asked for before the service was reached.
    func startWantedSession() async {
        guard wantsSession, snapshot.service == .connected, snapshot.session == nil, !isTakingUp else { return }
        await send(.startSession(ClientMessage.StartSession()))
    }

    /// A session that was taken up is as good as a new one, once it has a number and a link.
    func completeWantedSession() async {
        guard wantsSession, let drawn = snapshot.session else { return }
        wantsSession = false
        let reference = ClientMessage.SessionReference(session: drawn.id)
        if drawn.number.isEmpty { await send(.renewNumber(reference)) }
        if drawn.link == nil, drawn.isLinkUsed { await wishForCustomer(reference) }
    }

    private func tellInvitation() {
        guard let session = snapshot.session, let link = session.link, !session.number.isEmpty else { return }
        answerWaiter(.success(Invitation(number: SessionNumber(rawValue: session.number), link: link)))
    }

    private func answerWaiter(_ answer: Result<Invitation, NodeError>) {
        invitationWaiter?.resume(returning: answer)
        invitationWaiter = nil
    }

    private func shutDown() async {
        siteWatch?.cancel()
        answerWaiter(.failure(.siteNotReached(configuration.siteAddress, snapshot.siteProblem ?? .unreachable)))
        if snapshot.session != nil { await endSession() }
        await drain()
        await callDesk.close()
        await customer?.link.close()
        await closeGuests()
        await attempt?.link?.close()
        for task in closing.values { await task.value }
        networkWatch = nil
        await relays.close()
        await client?.close()
        await console.stop()
        published.close()
        page.finish()
        mailbox.close()
    }
}
