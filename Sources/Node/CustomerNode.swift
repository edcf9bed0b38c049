package import Console
package import Cryptography
import DataChannel
import Desktop
package import ICE
package import Logging
import Media
import Pairing
import PeerConnection
import RTP
package import SessionDomain
import SignalingClient
import SignalingProtocol
import Tunnel
import Wire

/// The customer's native node: it joins one session, asks its person before anything is shown, and shows it.
///
/// Everything that happens comes through one mailbox and is handled to its end before the next, so that a stop is
/// complete before anything that follows it.
package actor CustomerNode {
    /// What the node is told.
    enum Event: Sendable {
        case console(ConsoleEvent)
        case signaling(SignalingEvent)
        /// Who invites, as the site says; `nil` when the invitation does not work (any more).
        case invitation(SiteRequest.Invitation?)
        /// Of the link that the event names; what an earlier one still says is passed over.
        case link(SecureLink, LinkEvent)
        /// Of the link to somebody whom the primary host introduced.
        case introduced(ParticipantID, SecureLink, LinkEvent)
        case desktop(Grant, DesktopEvent)
        case downloadOpened(TransferID, Result<Download, IncomingFile.Failure>)
        /// It is time to look which windows there are to pick from.
        case lookAtWindows(Grant)
        case voice(VoiceEvent)
        case network(LocalNetwork)
        case alarm
        case stop
    }

    /// How the person was invited.
    package enum Invitation: Sendable {
        /// By a link, read from the standard input or a prompt, never from an argument.
        case link(Link)
        /// By a link whose secret was cut off; the number way is open.
        case damagedLink
        /// By a number, which the person types in the panel.
        case number

        /// Whether the person has to be told that the link does not work.
        var isDamaged: Bool {
            if case .damagedLink = self { true } else { false }
        }
    }

    /// What the program that serves the panel must know of its page.
    package nonisolated let page = PageNews()

    let configuration: NodeConfiguration
    /// How the person comes in next: a link that was used, or turned out to be of no use, makes room for the number.
    var invitation: Invitation
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

    /// What the panel draws. The session writes its own part into it, see `CustomerSession.fill`.
    var snapshot: CustomerSnapshot
    var notices = NoticeBoard()
    /// `nil` before `start()`, and after the service has refused this program.
    var client: SignalingClient?
    /// The service accepted the first message of the present connection.
    var isConnectedToSite = false
    /// Why the site is not reached; `nil` while it is, and before the first try has failed.
    var siteProblem: CustomerSnapshot.Problem?
    /// What the person asked for while the site is being reached, or until it is answered.
    var knock: ClientMessage?
    /// How the knock that counts is to be paired.
    var method = PairingMethod.number
    /// The place in the host's queue that the service gave; `nil` before a knock is answered, and once the attempt is
    /// over.
    var attempt: ServiceMessage.Waiting?
    /// The person's name as they typed it, cleaned; empty until they knock.
    var name = ""
    /// The link of the present attempt, verified or on its way; what other links say is passed over.
    var link: SecureLink?
    /// From the verification on, also after the link broke, until the person starts over.
    var session: CustomerSession?
    /// Whether the person has said yes to the site, or has used it before; nothing reaches it before.
    var isSiteConfirmed: Bool
    /// A page of the panel is open.
    package internal(set) var hasPage = false
    /// What captures, and the grant that it runs under; `nil` while nothing is shown.
    var capture: Capture?
    /// The monitors of this computer, as the desktop child told them last.
    var monitors: [DesktopMonitor] = []
    /// How the windows to pick from look, as the panel was told.
    var thumbnails: [WindowIdentifier: PageNote] = [:]
    /// The one that is shown.
    var shownMonitor: MonitorIdentifier?
    /// Between what is captured and what is shown.
    var pointerScale = PointerScale()
    /// Those who watch what is captured.
    var screenAudience = ScreenAudience<ParticipantID>(hasLayers: false)
    /// Frames of what the page captures wait for too long.
    var isScreenHeld = false
    /// Voice and cameras.
    let callDesk: CallDesk
    /// A customer, or a host who was invited into somebody else's session.
    let role: ControlMessage.Role
    /// The links to those whom the primary host introduced.
    let introductions: Introductions
    /// Known from the admission on.
    var meetingPlace: MeetingPlace?
    /// The times of their cameras as the page needs them.
    var cameraTimelines: [ParticipantID: PictureTimeline] = [:]
    /// The time of the host's camera as the page needs it.
    var cameraTimeline = PictureTimeline()
    /// Files on their way in, each under the transfer that the session asked for.
    var downloads: [TransferID: Download] = [:]
    /// Whose partial file is being opened.
    var openingDownloads: Set<TransferID> = []
    /// Which transfer a file channel carries; what comes on a channel that nobody asked for is dropped.
    var channels: [DataChannelID: TransferID] = [:]
    /// Why this computer's desktop cannot be shown; `nil` when it can.
    var captureObstacle: CaptureFailure?
    var alarm = Alarm()
    /// Reads the mailbox from `start()` on, and ends when it is closed; what feeds it ends by itself.
    private var reader: Task<Void, Never>?
    /// Links that still deliver their last words.
    var closing: [ObjectIdentifier: Task<Void, Never>] = [:]

    /// Prepares the panel's first page by how the person was invited; nothing is opened or sent before `start()`.
    /// - Parameter role: `host` where the link is one of `HostNode.inviteHost`.
    package init(
        configuration: NodeConfiguration, invitation: Invitation, role: ControlMessage.Role = .customer,
        loop: NetworkLoop, logger: Logger
    ) {
        self.role = role
        introductions = Introductions(loop: loop, relayOnly: configuration.relayOnly, logger: logger)
        self.configuration = configuration
        isSiteConfirmed = configuration.isSiteConfirmed
        self.invitation = invitation
        self.loop = loop
        self.logger = logger
        PeerConnection.prepare()
        relays = RelayServers(
            proxies: configuration.proxies, trustedCertificates: configuration.authoritiesFile, logger: logger)
        var console = ConsoleConfiguration(role: .customer, logger: logger)
        console.port = configuration.consolePort
        self.console = Console(configuration: console)
        callDesk = CallDesk(console: self.console, choice: configuration.audio) { [mailbox] events in
            mailbox.forward(events) { .voice($0) }
        }
        let stage: CustomerSnapshot.Stage =
            switch invitation {
            case _ where !configuration.isSiteConfirmed: .confirmSite
            case .link: .enterName(problem: nil)
            case .damagedLink: .enterNumber(problem: .linkDamaged)
            case .number: .enterNumber(problem: nil)
            }
        snapshot = CustomerSnapshot(
            siteName: "", siteAddress: configuration.siteAddress, stage: stage)
    }

    /// Serves the panel and returns where it is.
    /// - Throws: `ConsoleError`, `NodeError.siteAddress`.
    package func start() async throws -> ConsoleAddress {
        guard let site = SiteAddress(parsing: configuration.siteAddress) else {
            throw NodeError.siteAddress(configuration.siteAddress)
        }
        captureObstacle = CaptureFailure(await DesktopAvailability.check(program: desktopProgram))
        let address = try await console.start()
        IncomingFile.removeOldParts(in: configuration.downloadsFolder, now: clock.wallClock)
        mailbox.forward(console.events) { .console($0) }
        reader = Task { [mailbox] in
            for await event in mailbox.messages { await self.handle(event) }
        }
        networkWatch = NetworkWatch(loop: loop) { [mailbox] in mailbox.post(.network($0)) }
        if isSiteConfirmed { await visit(site, opening: configuration.openingCode) }
        await showSnapshot()
        return address
    }

    /// Whether somebody sees the panel, or the person is in a session or on the way into one.
    package var isNeeded: Bool {
        switch snapshot.stage {
        case .confirmSite, .enterNumber, .enterName, .declined, .ended: hasPage
        case .connectingToSite, .waiting, .hostAway, .typeDigits, .readBack, .connecting, .connected: true
        }
    }

    /// Connects to the service, and stays connected until it refuses this program.
    /// - Parameter opening: what tells the site's page that this program opened.
    func visit(_ site: SiteAddress, opening: Redacted<String>? = nil) async {
        let client = SignalingClient(
            site: site, greeting: opening.map { .visitOpened($0) } ?? .visit,
            trustedCertificates: configuration.authoritiesFile,
            proxy: configuration.proxies.proxy(for: site.host), logger: logger)
        self.client = client
        mailbox.forward(client.events) { .signaling($0) }
        await client.start()
    }

    /// Leaves what was joined and closes the panel.
    package func stop() async {
        mailbox.post(.stop)
        await reader?.value
    }

    /// How a `desktop` child is started: this program, with nothing in its environment but what finds the X server.
    var desktopProgram: DesktopProgram {
        DesktopProgram(path: configuration.executablePath, environment: configuration.desktopEnvironment)
    }

    private func handle(_ event: Event) async {
        switch event {
        case .console(let event): await handle(event)
        case .signaling(let event): await handle(event)
        case .invitation(let answer): handle(answer)
        case .link(let sender, .input(let message, let isReliable)):
            // Many times a second; nothing of what is drawn follows from it.
            guard sender === link else { return }
            session?.handle(message, isReliable: isReliable, now: clock.now)
            return await drain()
        case .link(let sender, let event): if sender === link { await handle(event) }
        case .introduced(let id, let sender, let event): await handle(event, of: id, sender)
        case .desktop(let grant, let event): await handle(event, under: grant)
        case .downloadOpened(let transfer, let result): handleOpened(result, of: transfer)
        case .lookAtWindows(let grant): await listWindows(for: grant)
        case .voice(let event):
            await callDesk.handle(event)
            // Ten times a second; nothing else follows from it.
            if case .levels = event { return }
        case .network(let network): await client?.handleNetworkChange(addresses: network.addresses)
        case .alarm:
            alarm.handleRing()
            session?.handleTimeout(now: clock.now)
        case .stop: await shutDown()
        }
        await drain()
        await callDesk.apply(session?.callMedia ?? CallMedia(), links: connectedLinks)
        await showSnapshot()
        alarm.set(session?.nextTimeout, clock: clock) { [mailbox] in mailbox.post(.alarm) }
    }

    /// Pushes the present state to the panel; called after each event, when the session's outputs are drained.
    func showSnapshot() async {
        session?.fill(&snapshot, now: clock.now)
        callDesk.fill(&snapshot.call)
        if case .ended = snapshot.stage {
            // The page says that all is over, and why.
            notices.withdraw(.attempt, .connection, .line, .picture, .session)
        }
        snapshot.notices = notices.notices
        await console.push(snapshot)
    }

    private func shutDown() async {
        if session != nil {
            session?.handle(.leave, now: clock.now, wallClock: clock.wallClock)
            await drain()
        }
        await callDesk.close()
        await link?.close()
        await introductions.close()
        for task in closing.values { await task.value }
        networkWatch = nil
        await relays.close()
        await client?.close()
        await console.stop()
        for download in downloads.values { download.keep() }
        page.finish()
        mailbox.close()
    }
}
