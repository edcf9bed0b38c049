import ICE
import Logging
import SignalingProtocol
import Tunnel

/// Turns the servers that the service names into ones that ICE can use.
///
/// TURN over TLS, and over TCP where a proxy stands between, goes through a forwarder on this computer. One forwarder
/// serves all links of the node, and lives as long as it.
actor RelayServers {
    private let proxies: ProxySettings
    private let trustedCertificates: String?
    private let logger: Logger
    private var forwarders: [RelayForwarder.Target: RelayForwarder] = [:]

    /// - Parameter trustedCertificates: a PEM file of what to trust beside the system's.
    init(proxies: ProxySettings, trustedCertificates: String?, logger: Logger) {
        self.proxies = proxies
        self.trustedCertificates = trustedCertificates
        self.logger = logger
    }

    /// The servers for ICE; one that cannot be used is left out.
    func resolve(_ servers: [ServiceMessage.ICEServer]) async -> [ICEServer] {
        var resolved: [ICEServer] = []
        for server in servers {
            for url in server.urls {
                guard let parsed = ICEServer(url: url, username: server.username, credential: server.credential) else {
                    logger.notice("a STUN or TURN server of the site is of a kind that is not used")
                    continue
                }
                if let usable = await resolve(parsed) { resolved.append(usable) }
            }
        }
        return resolved
    }

    /// Closes the forwarders' ports.
    func close() async {
        for forwarder in forwarders.values { await forwarder.close() }
        forwarders = [:]
    }

    private func resolve(_ server: ICEServer) async -> ICEServer? {
        guard case .turn(let transport, let username, let credential) = server.service, transport != .udp else {
            return server
        }
        let proxy = proxies.proxy(for: server.host)
        guard transport == .tls || proxy != nil else { return server }
        let target = RelayForwarder.Target(host: server.host, port: server.port, isSecure: transport == .tls)
        do {
            let forwarder = try await forwarder(to: target, proxy: proxy)
            return ICEServer(
                service: .turn(transport: .tcp, username: username, credential: credential), host: "127.0.0.1",
                port: forwarder.port)
        } catch {
            logger.warning("a relay's forwarder could not be started", metadata: ["error": "\(type(of: error))"])
            return nil
        }
    }

    private func forwarder(to target: RelayForwarder.Target, proxy: HTTPProxy?) async throws -> RelayForwarder {
        if let running = forwarders[target] { return running }
        let made = try await RelayForwarder(
            to: target, proxy: proxy, trustedCertificates: trustedCertificates, logger: logger)
        // Another call may have made one meanwhile.
        if let running = forwarders[target] {
            await made.close()
            return running
        }
        forwarders[target] = made
        return made
    }
}
