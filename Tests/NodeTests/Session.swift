import Crypto
import Cryptography
import Foundation
import ICE
import Logging
import SignalingClient
import SignalingDomain
import SignalingProtocol
import SignalingService
import Testing
import Wire

@testable import Console
@testable import Node
@testable import SessionDomain

/// A real service, a host's node and customers' nodes in one process, over real sockets of this machine.
struct Session {
    let service: SignalingService
    let site: String
    let host: HostNode
    let folder: String
    /// One network thread for all nodes of this process.
    static let sharedLoop = NetworkLoop()
    private let loop = NetworkLoop()

    /// Runs a story with a host who is signed in and has started a session, and takes everything down after it.
    /// - Parameter rules: the site's.
    static func withHost(
        rules: SwitchboardConfiguration = SwitchboardConfiguration(), _ story: (Session) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "nearhand-\(UUID().uuidString)").path
        for name in ["", "/host", "/run", "/downloads"] {
            try FileManager.default.createDirectory(atPath: folder + name, withIntermediateDirectories: true)
        }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var configuration = SignalingServiceConfiguration()
        configuration.port = 0
        configuration.stunPort = nil
        configuration.databasePath = folder + "/nearhand.sqlite"
        let service = try await SignalingService(configuration: configuration, rules: rules, logger: quiet)
        let running = Task { try await service.run() }
        let session = try await Session(service: service, site: service.address, folder: folder)
        do {
            try await session.startSession()
            try await story(session)
        } catch {
            await session.host.stop()
            running.cancel()
            throw error
        }
        await session.host.stop()
        running.cancel()
        _ = try? await running.value
    }

    private init(service: SignalingService, site: String, folder: String) async throws {
        self.service = service
        self.site = site
        self.folder = folder
        host = HostNode(configuration: Self.configuration(site, folder), loop: loop, logger: Self.quiet)
        _ = try await service.addAccount(name: "alex", displayName: "Alex Chen")
        _ = try await host.start()
    }

    /// Takes the host's connection away without a word and starts a second node from what the first had kept on the disk,
    /// as after a crash; the story stops it.
    /// - Parameter isSigningIn: whether the same account signs in.
    func hostAfterCrash(isSigningIn: Bool = true) async throws -> HostNode {
        let other = folder + "/after"
        try FileManager.default.createDirectory(atPath: other + "/host", withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: folder + "/host/host-session.json", toPath: other + "/host/host-session.json")
        await host.client?.close()
        let node = HostNode(configuration: Self.configuration(site, other), loop: loop, logger: Self.quiet)
        _ = try await node.start()
        if isSigningIn { try await signIn(node) }
        return node
    }

    private func startSession() async throws {
        try await signIn(host)
        _ = try await host.startSession(within: .seconds(15))
    }

    /// Ends a session at the service by another of the account's nodes.
    func end(_ id: SessionID) async throws {
        let path = folder + "/other"
        try FileManager.default.createDirectory(atPath: path + "/host", withIntermediateDirectories: true)
        do {
            let file = SessionFile(folder: path + "/host")
            try file?.keep(KeptSession(site: site, account: "alex", session: id, isLinkUsed: false, isOver: true))
        }
        let node = HostNode(configuration: Self.configuration(site, path), loop: loop, logger: Self.quiet)
        _ = try await node.start()
        try await signIn(node)
        _ = try await eventually("the end at the service") {
            await service.counters.sessionsEnded > 0 ? true : nil
        }
        await node.stop()
    }

    func signIn(_ host: HostNode) async throws {
        let request = try #require(await host.signInRequest())
        let code = try #require(
            await service.makeAuthorizationCode(
                account: "alex", codeChallenge: request.codeChallenge, redirectURI: request.redirectURI))
        await host.completeSignIn(code: code)
    }

    /// Starts a customer's node; the story stops it.
    func customer(_ invitation: CustomerNode.Invitation) async throws -> CustomerNode {
        let node = CustomerNode(
            configuration: Self.configuration(site, folder), invitation: invitation, loop: loop, logger: Self.quiet)
        _ = try await node.start()
        return node
    }

    /// What the next one keeps.
    var customerFolder: String { folder + "/customer" }

    /// As a `nearhand://` link to a site that was never used starts one, with a folder of its own.
    func unconfirmedCustomer(_ invitation: CustomerNode.Invitation) async throws -> CustomerNode {
        var configuration = Self.configuration(site, folder)
        configuration.isSiteConfirmed = false
        configuration.stateFolder = customerFolder
        try FileManager.default.createDirectory(atPath: customerFolder, withIntermediateDirectories: true)
        let node = CustomerNode(
            configuration: configuration, invitation: invitation, loop: loop, logger: Self.quiet)
        _ = try await node.start()
        return node
    }

    /// Lets a customer knock by the session's number, and the host admit them; gives the attempt.
    func admitByNumber(_ customer: CustomerNode, name: String) async throws -> AttemptID {
        let knock = try await knockByNumber(customer, name: name)
        host.press(.admit(HostCommand.Attempt(attempt: knock)))
        return knock
    }

    /// Lets a customer knock by the session's number; gives the attempt.
    func knockByNumber(_ customer: CustomerNode, name: String) async throws -> AttemptID {
        let number = try #require(await host.snapshot.session?.number)
        customer.press(.joinByNumber(CustomerCommand.JoinByNumber(number: number, name: name)))
        return try await eventually("the knock") { await host.snapshot.session?.knocks.first }.attempt
    }

    /// Brings a customer in by number: both compare digits as people do.
    func joinByNumber(_ customer: CustomerNode, name: String) async throws {
        _ = try await admitByNumber(customer, name: name)
        let six = try await eventually("the six digits") {
            if case .compareDigits(let digits) = await host.snapshot.session?.pairing?.stage { digits } else { nil }
        }
        _ = try await eventually("the question") { await customer.snapshot.stage == .typeDigits ? true : nil }
        customer.press(.confirmDigits(CustomerCommand.ConfirmDigits(digits: six)))
        let four = try await eventually("the four digits") {
            if case .readBack(let digits) = await customer.snapshot.stage { digits } else { nil }
        }
        // The four may be typed before the service has carried the customer's own message; then they are asked again.
        _ = try await eventually("the customer") {
            if await host.snapshot.session?.pairing?.stage != .connecting {
                host.press(.confirmReadBack(HostCommand.ConfirmReadBack(digits: four)))
                try await Task.sleep(for: .milliseconds(50))
            }
            // Another one may be connected until this one takes their place.
            return await host.snapshot.session?.customer?.name == name ? true : nil
        }
        _ = try await eventually("the connection") { await customer.snapshot.stage == .connected ? true : nil }
    }

    /// Publishes a file of these bytes, as the console's page does.
    func publish(_ bytes: [UInt8], name: String) throws {
        let path = folder + "/upload-\(name)"
        try Data(bytes).write(to: URL(filePath: path))
        let hash = [UInt8](SHA256.hash(data: bytes)).hexadecimal
        host.mailbox.post(
            .console(.uploaded(UploadedFile(path: path, name: name, size: bytes.count, sha256: hash))))
    }

    /// The host's link, parsed.
    func link() async throws -> Link {
        let text = try #require(await host.snapshot.session?.link)
        guard case .link(let link) = Link.parse(text) else { throw NotThere(what: "a link") }
        return link
    }

    static var quiet: Logger {
        var logger = Logger(label: "test") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .critical
        return logger
    }

    static func configuration(_ site: String, _ folder: String) -> NodeConfiguration {
        NodeConfiguration(
            siteAddress: site, stateFolder: folder + "/host", runtimeFolder: folder + "/run",
            downloadsFolder: folder + "/downloads", executablePath: "/bin/false")
    }
}

/// What a story waited for in vain.
struct NotThere: Error {
    let what: String
}

/// Waits until a value is there, fifteen seconds at most.
func eventually<Value>(_ what: String, _ value: () async throws -> Value?) async throws -> Value {
    for _ in 0..<1_500 {
        if let found = try await value() { return found }
        try await Task.sleep(for: .milliseconds(10))
    }
    throw NotThere(what: what)
}

extension HostNode {
    /// Presses a button of the console.
    nonisolated func press(_ command: HostCommand) {
        mailbox.post(.console(.hostCommand(command)))
    }
}

extension CustomerNode {
    /// Presses a button of the panel.
    nonisolated func press(_ command: CustomerCommand) {
        mailbox.post(.console(.customerCommand(command)))
    }
}
