import Crypto
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOCore
import NIOSSL
package import SignalingDomain
import SignalingProtocol
import SignalingStore
import Wire

/// The signalling service: pages, HTTP interface, WebSocket and STUN of one site in one process.
///
/// `init` opens the file and takes up its state, `run` serves until it is cancelled or told to stop.
package struct SignalingService: Sendable {
    private let configuration: SignalingServiceConfiguration
    private let store: SQLiteStore
    private let desk: SignInDesk
    private let hub: Hub
    private let iceServers: ICEServers
    private let identity: SiteIdentity
    private let clock: ServiceClock
    private let stun: STUNServer?
    private let logger: Logger
    private let tls: TLSConfiguration?
    private let shelf: PackageShelf
    private let started = Announcement<SiteAddress>()

    /// How long open connections have to end after a cancellation; longer than `SignalConnection.closeGrace`.
    private static let stopGrace = Duration.milliseconds(1_500)

    /// Checks the configuration, reads the certificate and the packages, opens the database and binds the STUN port.
    /// - Throws: `ConfigurationError`, `StoreFailure` or `StartFailure`, the descriptions of which say what to change.
    package init(
        configuration: SignalingServiceConfiguration, rules: SwitchboardConfiguration = SwitchboardConfiguration(),
        logger: Logger
    ) async throws {
        try configuration.validate()
        self.configuration = configuration
        self.logger = logger
        if let certificateFile = configuration.certificateFile, let keyFile = configuration.keyFile {
            tls = try SiteCertificate.load(certificateFile: certificateFile, keyFile: keyFile)
        } else {
            tls = nil
        }
        if let folder = configuration.packagesFolder {
            shelf = try PackageShelf(folder: folder)
        } else {
            shelf = .empty
        }
        clock = ServiceClock()
        store = try SQLiteStore(path: configuration.databasePath, purpose: .service)
        desk = try await SignInDesk(store: store, clock: clock)
        identity = SiteIdentity(configuration.site ?? configuration.ownAddress(port: configuration.port))
        if let port = configuration.stunPort {
            stun = try await STUNServer.bind(host: configuration.bindHost, port: port, logger: logger)
        } else {
            stun = nil
        }
        let host = identity.address.host
        iceServers = ICEServers(
            stunURL: stun?.port.map { "stun:\(host.contains(":") ? "[\(host)]" : host):\($0)" },
            turnURLs: configuration.turnURLs, turnSecret: configuration.turnSecret)
        hub = try await Hub(
            configuration: rules, iceServers: iceServers, store: store,
            maximumConnectionsPerAddress: configuration.maximumConnectionsPerAddress, clock: clock, logger: logger)
    }

    /// Serves until the task is cancelled, or, where `stopsOnSignals`, until SIGTERM or SIGINT.
    ///
    /// Connections are closed with "going away"; what was acknowledged is in the file. When it returns, the ports and the
    /// file are free for the next service, also in the same process; this one has served.
    /// - Throws: `StartFailure` when it cannot listen, and so do those who wait for `address` and `boundPort`.
    package func run(stopsOnSignals: Bool = false) async throws {
        let openings = Openings(clock: clock)
        let routes = SiteRoutes(
            hub: hub, desk: desk, openings: openings, identity: identity, siteName: configuration.siteName,
            isBehindProxy: configuration.isBehindProxy, files: .embedded, shelf: shelf,
            logger: logger)
        let surroundings = SignalConnection.Surroundings(
            hub: hub, desk: desk, openings: openings,
            notes: NotesDesk(store: store, clock: clock, logger: logger), iceServers: iceServers,
            siteName: configuration.siteName, identity: identity,
            clock: clock, logger: logger)
        let rules = UpgradeRules(identity: identity, isBehindProxy: configuration.isBehindProxy)
        let plain = HTTPServerBuilder { responder in
            SiteChannel(responder: responder, rules: rules, surroundings: surroundings)
        }
        let listener = Listener()
        do {
            let application = Application(
                router: try routes.makeRouter(),
                server: try tls.map { try .tls(plain, tlsConfiguration: $0) } ?? plain,
                configuration: ApplicationConfiguration(
                    address: .hostname(configuration.bindHost, port: configuration.port)),
                onServerRunning: { channel in
                    listener.take(channel)
                    announce(port: channel.localAddress?.port)
                },
                logger: logger)
            try await store.removeExpired(now: clock.wallClock)
            try await serve(on: listener) {
                if stopsOnSignals {
                    try await application.runService()
                } else {
                    try await application.run()
                }
            }
        } catch is CancellationError {
            logger.debug("The service was cancelled before it listened")
        } catch {
            let failure = StartFailure.explain(
                error, host: configuration.bindHost, port: configuration.port, transport: .tcp)
            await finish(failure)
            throw failure
        }
        await finish(CancellationError())
    }

    /// Runs the application until it ends by itself, or the task is cancelled, which is no error.
    ///
    /// The application does not see the cancellation at once: the listening socket is closed first, then connections
    /// have `stopGrace` to say goodbye.
    private func serve(
        on listener: Listener, _ application: @escaping @Sendable () async throws -> Void
    ) async throws {
        let running = Task { try await application() }
        do {
            try await withTaskCancellationHandler {
                try await running.value
            } onCancel: {
                listener.stop()
                Task { [hub] in
                    await hub.stop()
                    try? await Task.sleep(for: Self.stopGrace)
                    running.cancel()
                }
            }
        } catch {
            guard listener.isStopping else { throw error }
            logger.debug("The service was cancelled")
        }
    }

    /// Closes what is open; who still waits for the service to listen is told `reason`.
    private func finish(_ reason: any Error) async {
        started.fail(reason)
        boundTo.fail(reason)
        await hub.stop()
        await stun?.close()
        // Copies of this value, and what the event loops still let go of, keep the store alive for a while; the file is
        // given back here and now.
        do {
            try store.close()
        } catch {
            logger.error("The database did not close", metadata: ["error": "\(error)"])
        }
    }

    /// The site's address, as soon as the service listens.
    /// - Throws: what `run` throws when it fails before that; `CancellationError` when it or this task is cancelled.
    package var address: String {
        get async throws { try await started.value.description }
    }

    /// The TCP port, as soon as the service listens; with `site` given, the site's own port may be another.
    /// - Throws: as `address`.
    package var boundPort: Int {
        get async throws { try await boundTo.value }
    }

    /// The UDP port of the STUN server; `nil` when there is none.
    package var stunPort: Int? { stun?.port }

    /// Makes an account; what it returns is the password for the first sign-in, and is shown once.
    /// - Throws: `Accounts.Failure`, `StoreFailure.nameIsTaken`.
    package func addAccount(name: String, displayName: String) async throws -> String {
        try await Accounts.add(name: name, displayName: displayName, to: store)
    }

    /// Makes an account by command, whether or not a service has the file open.
    /// - Throws: as `addAccount(name:displayName:)`, and the `StoreFailure` of a file that could not be opened.
    package static func addAccount(name: String, displayName: String, databasePath: String) async throws -> String {
        let store = try SQLiteStore(path: databasePath, purpose: .command)
        return try await Accounts.add(name: name, displayName: displayName, to: store)
    }

    /// Gives an account a new one-time password by command, whether or not a service has the file open.
    ///
    /// It must be changed at the next sign-in. The account's tokens are revoked; a connection that is open stays so
    /// until it drops.
    /// - Throws: `Accounts.Failure.unknown`, `StoreFailure`.
    package static func resetPassword(name: String, databasePath: String) async throws -> String {
        let store = try SQLiteStore(path: databasePath, purpose: .command)
        return try await Accounts.resetPassword(name: name, in: store)
    }

    /// Gives an account another one-time password while the one before is unused.
    /// - Returns: `nil` when the account has a password of its own, or there is no such account.
    package func renewOneTimePassword(name: String) async throws -> String? {
        try await Accounts.renewOneTimePassword(name: name, in: store)
    }

    /// Makes an authorization code without a password, for the demonstration on one computer.
    /// - Returns: `nil` when there is no such account.
    package func makeAuthorizationCode(
        account name: String, codeChallenge: String, redirectURI: String
    ) async throws -> String? {
        guard let stored = try await store.account(named: name) else { return nil }
        return try await desk.makeCode(for: stored.account, codeChallenge: codeChallenge, redirectURI: redirectURI)
    }

    /// What happened since the start.
    package var counters: Counters {
        get async { await hub.figures().counters }
    }

    private let boundTo = Announcement<Int>()

    private func announce(port: Int?) {
        guard let port else { return }
        if configuration.site == nil { identity.setAddress(configuration.ownAddress(port: port)) }
        boundTo.announce(port)
        started.announce(identity.address)
    }
}

extension SignalingServiceConfiguration {
    /// The address of a site that serves this computer alone.
    fileprivate func ownAddress(port: Int) -> SiteAddress {
        SiteAddress(isSecure: certificateFile != nil, host: "127.0.0.1", port: UInt16(clamping: port))
    }
}
