import Crypto
import Foundation
import Logging
import SignalingClient
import SignalingProtocol
import SignalingService
import Wire

/// A real service on a port of its own, with a file of its own; it stops when the closure ends.
struct Site: Sendable {
    let service: SignalingService
    let address: SiteAddress
    /// Grace's, until it is changed.
    let oneTimePassword: String

    static let redirect = "http://127.0.0.1:49152/signed-in"

    /// Starts a service, adds the account `grace` when the file is new, runs the closure and stops.
    static func with<Result: Sendable>(
        database: String? = nil, isNew: Bool = true,
        configure: @Sendable (inout SignalingServiceConfiguration) -> Void = { _ in },
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ body: @Sendable (Site) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "nearhand-site-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var configuration = SignalingServiceConfiguration()
        configuration.port = 0
        configuration.stunPort = 0
        configuration.databasePath = database ?? folder.appending(path: "site.sqlite").path
        configure(&configuration)
        let service = try await SignalingService(configuration: configuration, logger: logger)
        let password = isNew ? try await service.addAccount(name: "grace", displayName: "Grace") : ""
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            let text = try await service.address
            guard let address = SiteAddress(parsing: text) else { throw Unexpected() }
            let site = Site(service: service, address: address, oneTimePassword: password)
            let result = try await body(site)
            group.cancelAll()
            return result
        }
    }

    /// A client of the host's, signed in by a code.
    func signedInHost(account: String = "grace") async throws -> Peer {
        let verifier = Base64URL.serialize((0..<32).map { _ in UInt8.random(in: .min ... .max) })
        let challenge = Base64URL.serialize(Array(SHA256.hash(data: Array(verifier.utf8))))
        guard
            let code = try await service.makeAuthorizationCode(
                account: account, codeChallenge: challenge, redirectURI: Self.redirect)
        else { throw Unexpected() }
        let message = ClientMessage.SignIn(code: code, codeVerifier: verifier, redirectURI: Self.redirect)
        return try await connect(.signIn(Redacted(message)))
    }

    func visitor() async throws -> Peer { try await connect(.visit) }

    func connect(_ greeting: SignalingGreeting) async throws -> Peer {
        let peer = await Peer(address, greeting)
        try await peer.expectConnected()
        return peer
    }
}

/// A client and what it has heard.
final class Peer {
    let client: SignalingClient
    private var events: AsyncStream<SignalingEvent>.Iterator
    private(set) var welcome: ServiceMessage.Welcome?

    init(_ site: SiteAddress, _ greeting: SignalingGreeting) async {
        client = SignalingClient(
            site: site, greeting: greeting, backOff: BackOff(first: .milliseconds(20), longest: .milliseconds(100)),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        events = client.events.makeAsyncIterator()
        await client.start()
    }

    /// The next event; ends the wait after ten seconds by closing the client.
    func event() async throws -> SignalingEvent {
        let client = client
        let watchdog = Task {
            try await Task.sleep(for: .seconds(10))
            await client.close()
        }
        defer { watchdog.cancel() }
        guard let event = await events.next(isolation: #isolation) else { throw Unexpected() }
        return event
    }

    /// Waits for a connection, past those that failed.
    func expectConnected() async throws {
        while true {
            switch try await event() {
            case .connected(let welcome):
                self.welcome = welcome
                return
            case .disconnected(.lost): continue
            default: throw Unexpected()
            }
        }
    }

    func message() async throws -> ServiceMessage {
        guard case .message(let message) = try await event() else { throw Unexpected() }
        return message
    }

    func send(_ message: ClientMessage) async throws { try await client.send(message) }

    /// Starts a session, and says which.
    func startSession() async throws -> ServiceMessage.SessionStarted {
        try await send(.startSession(ClientMessage.StartSession()))
        guard case .sessionStarted(let started) = try await message() else { throw Unexpected() }
        return started
    }

    func makeInvitation(to session: SessionID) async throws -> InvitationID {
        try await send(.makeInvitation(ClientMessage.SessionReference(session: session)))
        guard case .invitationMade(let made) = try await message() else { throw Unexpected() }
        return made.invitation
    }

    func knock(_ number: SessionNumber) async throws -> AttemptID {
        try await send(.knock(ClientMessage.Knock(number: number, name: "Ada")))
        guard case .waiting(let waiting) = try await message() else { throw Unexpected() }
        return waiting.attempt
    }

    func expectKnock() async throws -> ServiceMessage.Knocked {
        guard case .knocked(let knocked) = try await message() else { throw Unexpected() }
        return knocked
    }
}

/// Something else came than the test's story has.
struct Unexpected: Error {}
