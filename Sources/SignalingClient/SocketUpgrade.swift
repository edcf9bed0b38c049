import NIOCore
import NIOHTTP1
import NIOWebSocket
import SignalingProtocol
import Tunnel

/// Opens a TCP or TLS connection to the site and upgrades it to the signalling WebSocket.
struct SocketUpgrade: Sendable {
    typealias Socket = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    let site: SiteAddress
    let trustedCertificates: String?
    let proxy: HTTPProxy?

    /// - Returns: `nil` when the site answered, but not with an upgrade.
    /// - Throws: the error of the socket, of the proxy, of TLS or of its certificate.
    func connect() async throws -> Socket? {
        let tls =
            try site.isSecure
            ? Tunnel.makeTLSContext(trustedCertificates: trustedCertificates, applicationProtocols: ["http/1.1"]) : nil
        let site = site
        let upgraded = try await Tunnel.open(host: site.host, port: Int(site.port), proxy: proxy) { channel in
            if let tls { try Tunnel.addTLS(tls, host: site.host, to: channel) }
            return try Self.configureUpgrade(of: channel, site: site)
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
}
