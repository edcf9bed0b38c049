import Console
import Cryptography
import ICE
import Logging
import Node
import SignalingProtocol

/// What `nearhand open` runs: a customer's node for each link, until its person is done with it.
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
        let node: CustomerNode
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
        let invitation: CustomerNode.Invitation =
            switch link.invitation {
            case .link(let link): .link(link)
            case .damagedLink: .damagedLink
            case .number: .number
            }
        let node = CustomerNode(
            configuration: configuration, invitation: invitation, loop: loop, logger: makeLogger("nearhand.customer"))
        let address = try await node.start()
        Terminal.show("Panel: \(address.url)")
        let pages = Task { [options, places] in
            async let opening: Void = options.open(address, until: node.page.opening, places: places)
            for await address in node.page.newAddresses { Terminal.show("Panel: \(address.url)") }
            await opening
        }
        nodes.append(Running(node: node, pages: pages))
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

    private func isOver(_ node: CustomerNode) async -> Bool {
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
