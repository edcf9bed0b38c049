import ArgumentParser
import Console
import ICE
import Node
import SignalingDomain
import SignalingService
import Wire

/// `nearhand demo`: the service and a host's node in one process, to try the product on one machine.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run everything on this machine and start a session.",
        discussion: "With --wait it stops before the sign-in, as a host finds it; make run does that.")

    /// How long the site may take to be reached from here: longer than the node needs for three tries.
    private static let patience: Duration = .seconds(20)
    /// The first account.
    private static let account = "host"

    @Flag(help: "Leave signing in and starting the session to the person.")
    var wait = false

    @OptionGroup var service: ServiceOptions
    @OptionGroup var options: NodeOptions
    @OptionGroup var log: LoggingOptions

    /// Runs until Ctrl+C, or until the service or the node fails.
    func run() async throws {
        let places = try Places(state: service.data)
        let service = try await SignalingService(
            configuration: try self.service.makeConfiguration(places: places),
            logger: log.makeLogger("nearhand.service"))
        try await withThrowingTaskGroup { group in
            group.addTask { try await service.run() }
            group.addTask { try await host(service, places: places) }
            // Whichever ends first, the person's Ctrl+C or the service's failure, ends both.
            try await group.next()
            group.cancelAll()
        }
        Terminal.show("Stopped.")
    }

    private func host(_ service: SignalingService, places: Places) async throws {
        let site = try await service.address
        Terminal.show("Site: \(site)")
        try await showAccount(service)
        let node = HostNode(
            configuration: try options.makeConfiguration(site: site, places: places), loop: NetworkLoop(),
            logger: log.makeLogger("nearhand.host"))
        let address = try await node.start()
        do {
            try await options.serve("Console", at: address, news: node.page, places: places) {
                if !wait { try await startSession(service, node) }
            }
        } catch {
            await node.stop()
            throw error
        }
        await node.stop()
    }

    private func showAccount(_ service: SignalingService) async throws {
        do {
            let password = try await service.addAccount(name: Self.account, displayName: "Host")
            Terminal.show("Account: \(Self.account)")
            Terminal.show("One-time password: \(password)")
        } catch StoreFailure.nameIsTaken {
            // A one-time password that was never used is gone with the terminal that showed it: here is another.
            if let password = try await service.renewOneTimePassword(name: Self.account) {
                Terminal.show("Account: \(Self.account)")
                Terminal.show("One-time password: \(password)")
            } else {
                Terminal.show("Account: \(Self.account), with the password that was chosen at its first sign-in")
            }
        }
    }

    private func startSession(_ service: SignalingService, _ node: HostNode) async throws {
        guard let request = await node.signInRequest(),
            let code = try await service.makeAuthorizationCode(
                account: Self.account, codeChallenge: request.codeChallenge, redirectURI: request.redirectURI)
        else { throw Explanation("The account \(Self.account) is not there.") }
        await node.completeSignIn(code: code)
        let invitation = try await node.startSession(within: Self.patience)
        Terminal.show("Number: \(invitation.number.grouped)")
        Terminal.show("Link: \(invitation.link)")
    }
}
