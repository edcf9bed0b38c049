import Console
import Cryptography
import ICE
import Logging
import Node
import SignalingProtocol

/// What `nearhand open` runs: a node for each link, until its person is done with it.
actor SupportManager {
    /// How long a node may stand without a page and without a session: a page that is loaded again is back at once.
    private static let patience: Duration = .seconds(20)
    /// How long a browser may take to open the first page.
    private static let openingPatience: Duration = .seconds(120)

    private let options: NodeOptions
    private let places: Places
    private let makeLogger: @Sendable (String) -> Logger
    private let loop = NetworkLoop()
    private var nodes: [Running] = []

    private struct Running {
        let node: any ManagedNode
        /// Whose console it is; `nil` for a customer's.
        let hostSite: SiteAddress?
        let pages: Task<Void, Never>
        /// Since when nobody needs it; `nil` while somebody does.
        var idleSince: ContinuousClock.Instant?
        var hasHadPage = false
    }

    init(options: NodeOptions, places: Places, makeLogger: @escaping @Sendable (String) -> Logger) {
        self.options = options
        self.places = places
        self.makeLogger = makeLogger
    }

    /// Starts a node for a link and opens its panel. The node asks before it reaches a site that is not known.
    /// - Throws: `Explanation` for what is no link of ours; `ConsoleError`.
    func open(_ text: String) async throws {
        guard let link = ManagerLink(parsing: text) else {
            throw Explanation("This is not a nearhand:// link that Support Manager understands. Nothing was opened.")
        }
        var configuration = try options.makeConfiguration(site: "\(link.site)", places: places)
        configuration.openingCode = link.code
        configuration.isSiteConfirmed = KnownSites(folder: places.state).contains(link.site)
        switch link.purpose {
        case .host: try await openConsole(of: link.site, configuration)
        case .join(let way):
            let invitation: CustomerNode.Invitation =
                switch way {
                case .link(let link): .link(link)
                case .damagedLink: .damagedLink
                case .number: .number
                }
            let node = CustomerNode(
                configuration: configuration, invitation: invitation, loop: loop,
                logger: makeLogger("nearhand.customer"))
            show("Panel", at: try await node.start(), of: node, hostSite: nil)
        }
    }

    /// One console for each site: a second link opens the page of the one that runs.
    private func openConsole(of site: SiteAddress, _ configuration: NodeConfiguration) async throws {
        if let running = nodes.first(where: { $0.hostSite == site }), let node = running.node as? HostNode {
            let address = try await node.makeAddress()
            tell("Console", address)
            Task { [options, places] in await options.open(address, until: node.page.opening, places: places) }
            return
        }
        let node = HostNode(configuration: configuration, loop: loop, logger: makeLogger("nearhand.host"))
        show("Console", at: try await node.start(), of: node, hostSite: site)
    }

    private func show(_ name: String, at address: ConsoleAddress, of node: some ManagedNode, hostSite: SiteAddress?) {
        tell(name, address)
        let pages = Task { [options, places] in
            async let opening: Void = options.open(address, until: node.page.opening, places: places)
            for await address in node.page.newAddresses { self.tell(name, address) }
            await opening
        }
        nodes.append(Running(node: node, hostSite: hostSite, pages: pages))
    }

    /// Shows a page's address where somebody reads it. What the desktop started writes into the session's log, where a token
    /// has no business; there the browser opens by itself.
    private func tell(_ name: String, _ address: ConsoleAddress) {
        guard !options.browser || Terminal.isRead else { return }
        Terminal.show("\(name): \(address.url)")
    }

    /// Returns when nobody needs any of the nodes any more, or the task is cancelled.
    func waitUntilOver() async {
        while !nodes.isEmpty, !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            for running in nodes where await isOver(running.node) {
                await end(running)
            }
        }
    }

    /// Leaves what was joined and closes the panels.
    func stop() async {
        for running in nodes { await end(running) }
    }

    private func end(_ running: Running) async {
        nodes.removeAll { $0.node === running.node }
        await running.node.stop()
        running.pages.cancel()
    }

    private func isOver(_ node: any ManagedNode) async -> Bool {
        let isNeeded = await node.isNeeded
        let hasPage = await node.hasPage
        guard let index = nodes.firstIndex(where: { $0.node === node }) else { return false }
        if hasPage { nodes[index].hasHadPage = true }
        guard !isNeeded else {
            nodes[index].idleSince = nil
            return false
        }
        let since = nodes[index].idleSince ?? .now
        nodes[index].idleSince = since
        return since.duration(to: .now) >= (nodes[index].hasHadPage ? Self.patience : Self.openingPatience)
    }
}

/// A host's or a customer's node, as far as its person's presence is concerned.
private protocol ManagedNode: Actor {
    /// Whether somebody sees the page, or is in a session or on the way into one.
    var isNeeded: Bool { get }
    /// A page is open.
    var hasPage: Bool { get }
    nonisolated var page: PageNews { get }
    func stop() async
}

extension CustomerNode: ManagedNode {}
extension HostNode: ManagedNode {}
