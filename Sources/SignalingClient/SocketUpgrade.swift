import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import SignalingProtocol

/// Opens a TCP or TLS connection to the site and upgrades it to the signalling WebSocket.
struct SocketUpgrade: Sendable {
    typealias Socket = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    let site: SiteAddress
    let trustedCertificates: String?

    static let connectTimeout = TimeAmount.seconds(10)

    /// - Returns: `nil` when the site answered, but not with an upgrade.
    /// - Throws: the error of the socket, of TLS or of its certificate.
    func connect() async throws -> Socket? {
        let tls = try site.isSecure ? tlsContext() : nil
        let site = site
        let upgraded = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(Self.connectTimeout)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .connect(host: site.host, port: Int(site.port)) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        // A certificate for an IP address is checked without a server name (RFC 6066 §3).
                        let name = Self.isIPAddress(site.host) ? nil : site.host
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: tls, serverHostname: name))
                    }
                    return try Self.configureUpgrade(of: channel, site: site)
                }
            }
        return try await upgraded.get()
    }

    private static func configureUpgrade(
        of channel: any Channel, site: SiteAddress
    ) throws -> EventLoopFuture<Socket?> {
        let upgrader = NIOTypedWebSocketClientUpgrader<Socket?>(
            maxFrameSize: SignalingLimits.maximumMessageByteCount,
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        NIOWebSocketFrameAggregator(
                            minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 64,
                            maxAccumulatedFrameSize: SignalingLimits.maximumMessageByteCount))
                    return try Socket(wrappingChannelSynchronously: channel)
                }
            })
        let authority = String(site.description.drop { $0 != "/" }.dropFirst(2))
        let head = HTTPRequestHead(
            version: .http1_1, method: .GET, uri: SignalingLimits.path,
            headers: [
                "Host": authority, "Sec-WebSocket-Protocol": SignalingLimits.subprotocol, "Content-Length": "0",
            ])
        let configuration = NIOUpgradableHTTPClientPipelineConfiguration(
            upgradeConfiguration: NIOTypedHTTPClientUpgradeConfiguration<Socket?>(
                upgradeRequestHead: head, upgraders: [upgrader],
                notUpgradingCompletionHandler: { channel in
                    channel.close(promise: nil)
                    return channel.eventLoop.makeSucceededFuture(nil)
                }))
        return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(configuration: configuration)
    }

    private func tlsContext() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        if let trustedCertificates {
            configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(trustedCertificates))
        }
        return try NIOSSLContext(configuration: configuration)
    }

    private static func isIPAddress(_ host: String) -> Bool {
        (try? SocketAddress(ipAddress: host, port: 0)) != nil
    }
}
