import NIOCore
import NIOHTTP1
import NIOWebSocket
import SignalingProtocol

/// Opens a TCP or TLS connection to the site and upgrades it to the signalling WebSocket.
struct SocketUpgrade: Sendable {
    typealias Socket = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    let connection: SiteConnection

    /// - Throws: `SiteTrouble.notNearhand` when the site answered, but not with an upgrade; else what kept the
    ///   connection from being made.
    func connect() async throws(SiteTrouble) -> Socket {
        let authority = connection.authority
        guard let socket = try await connection.open({ try Self.configureUpgrade(of: $0, authority: authority) }) else {
            throw .notNearhand
        }
        return socket
    }

    private static func configureUpgrade(
        of channel: any Channel, authority: String
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
