import ArgumentParser
import Console
import Cryptography
import ICE
import Node
import SessionDomain

/// `nearhand join`: the customer's native node with its panel.
struct Join: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Be helped: join a session with the native node.",
        discussion: """
            The link is read from a prompt or from the standard input, because what stands on a command line can be \
            read by others. With --site the number is typed in the panel. Who was invited as another host joins with \
            --as-host: they hear, see and speak with everybody, and show nothing.
            """)

    @Option(help: "The site's address, https://name[:port]; without it, a link is asked for.")
    var site: String?

    @Flag(help: "Join as a host whom the session's host has invited by a link.")
    var asHost = false

    @Option(help: "The folder of what the node keeps.")
    var data: String?

    @OptionGroup var options: NodeOptions
    @OptionGroup var log: LoggingOptions

    /// Asks for a link where no site was named, and runs until Ctrl+C, which leaves the session.
    func run() async throws {
        let (site, invitation) = try readInvitation()
        let places = try Places(state: data)
        let node = CustomerNode(
            configuration: try options.makeConfiguration(site: site, places: places), invitation: invitation,
            role: asHost ? .host : .customer, loop: NetworkLoop(), logger: log.makeLogger("nearhand.customer"))
        let address = try await node.start()
        try await options.serve("Panel", at: address, news: node.page, places: places)
        await node.stop()
    }

    /// Only a link says who invited a host.
    func validate() throws {
        if asHost, site != nil { throw ValidationError("--as-host takes the link of an invitation; leave --site out.") }
    }

    private func readInvitation() throws -> (site: String, CustomerNode.Invitation) {
        if let site { return (site, .number) }
        guard let pasted = Terminal.ask("Paste the link that your host sent you: "), !pasted.isEmpty else {
            throw Explanation("No link was given. Paste it when asked, or use --site ADDRESS and type the number.")
        }
        switch Link.parse(pasted) {
        case .link(let link): return (link.site, .link(link))
        case .damagedSecret(let site, _): return (site, .damagedLink)
        case .notALink:
            throw Explanation(
                "This is not an invitation link. It looks like https://support.example.org/j/… and must be pasted whole."
            )
        }
    }
}
