import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOWebSocket
import SignalingDomain
import SignalingProtocol

/// A connection to the site: its first request decides whether it is the signalling WebSocket or HTTP.
///
/// ```text
/// bytes ─▶ RequestPeek ─┬─ /api/signal ─▶ NIO's typed upgrade ─▶ WebSocket frames ─▶ SignalConnection
///                       └─ other path ──▶ HTTP1Channel ────────▶ Hummingbird's router
/// ```
///
/// Hummingbird's own channel cannot hand a connection over to a WebSocket, so the choice is made before either pipeline
/// exists. A WebSocket asked for by a later request of the same connection is refused with 426; browsers open one of
/// its own for it, and a reverse proxy must not reuse connections for this path.
struct SiteChannel: ServerChildChannel {
    /// A connection that is set up but has not said yet what it wants: no byte is read before the set-up is over, so the
    /// set-up cannot wait for the first request.
    struct Value: ServerChildChannelValue {
        let channel: any Channel
        /// Known when the first head is complete, or the connection is closed before.
        let choice: EventLoopFuture<Choice>
    }

    /// What a connection turned out to be.
    enum Choice: Sendable {
        /// Handed on to Hummingbird as it is.
        case http(HTTP1Channel.Value)
        /// With the client's address, as the upgrade request shows it.
        case webSocket(NIOAsyncChannel<WebSocketFrame, WebSocketFrame>, SourceAddress)
        /// Refused, or gone before it said what it wants.
        case closed(any Channel)
    }

    /// How long a client may take for its first request's head.
    static let headTimeout = TimeAmount.seconds(10)
    /// How long an HTTP connection may be idle.
    static let idleTimeout = TimeAmount.seconds(60)
    /// The largest head of a request, in bytes.
    static let maximumHeadByteCount = 16_384
    /// The most header fields of a request.
    static let maximumHeaderCount = 100

    let http: HTTP1Channel
    let rules: UpgradeRules
    let surroundings: SignalConnection.Surroundings

    init(
        responder: @escaping HTTPChannelHandler.Responder, rules: UpgradeRules,
        surroundings: SignalConnection.Surroundings
    ) {
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: Self.maximumHeadByteCount, maxHeaderListSize: Self.maximumHeadByteCount,
            maxHeaderFieldCount: Self.maximumHeaderCount)
        http = HTTP1Channel(
            responder: responder,
            configuration: HTTP1Channel.Configuration(
                idleTimeout: Self.idleTimeout, httpDecoderConfiguration: decoder))
        self.rules = rules
        self.surroundings = surroundings
    }

    /// Adds the handler that waits for the first head; no byte is read before this returns.
    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let chosen = channel.eventLoop.makePromise(of: Choice.self)
        // A connection that closes before it has chosen leaves nothing to handle; a choice made earlier stands.
        channel.closeFuture.whenComplete { _ in chosen.succeed(.closed(channel)) }
        return channel.eventLoop.makeCompletedFuture {
            let peek = RequestPeek(
                signalPath: SignalingLimits.path, timeout: Self.headTimeout,
                maximumByteCount: Self.maximumHeadByteCount
            ) { choice in
                switch choice {
                case .http: http.setup(channel: channel, logger: logger).map(Choice.http).cascade(to: chosen)
                case .signal: try setUpWebSocket(on: channel).cascade(to: chosen)
                }
            }
            try channel.pipeline.syncOperations.addHandler(peek)
            return Value(channel: channel, choice: chosen.futureResult)
        }
    }

    /// Serves what the connection turned out to be, until it is closed or the service is cancelled.
    func handle(value: Value, logger: Logger) async {
        let choice = await withTaskCancellationHandler {
            try? await value.choice.get()
        } onCancel: {
            value.channel.close(promise: nil)
        }
        guard let choice else {
            value.channel.close(promise: nil)
            return
        }
        switch choice {
        case .http(let value): await http.handle(value: value, logger: logger)
        case .webSocket(let channel, let source):
            await SignalConnection(surroundings: surroundings, channel: channel, source: source).run()
        case .closed(let channel):
            await withTaskCancellationHandler {
                try? await channel.closeFuture.get()
            } onCancel: {
                channel.close(promise: nil)
            }
        }
    }

    /// Adds the handlers that answer one upgrade request, and after it those of the WebSocket.
    private func setUpWebSocket(on channel: any Channel) throws -> EventLoopFuture<Choice> {
        let rules = rules
        let verdict = UpgradeVerdict()
        let upgrader = NIOTypedWebSocketServerUpgrader<Choice>(
            maxFrameSize: SignalingLimits.maximumMessageByteCount,
            shouldUpgrade: { channel, head in
                let refusal = rules.refusal(of: head)
                verdict.refusal = refusal
                return channel.eventLoop.makeSucceededFuture(refusal == nil ? rules.responseHeaders : nil)
            },
            upgradePipelineHandler: { channel, head in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(QuiesceHandler())
                    try pipeline.addHandler(MaskHandler())
                    try pipeline.addHandler(
                        NIOWebSocketFrameAggregator(
                            minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 64,
                            maxAccumulatedFrameSize: SignalingLimits.maximumMessageByteCount))
                    let socket = try NIOAsyncChannel<WebSocketFrame, WebSocketFrame>(
                        wrappingChannelSynchronously: channel)
                    return .webSocket(socket, rules.source(of: head.headers, channel: channel))
                }
            })
        var decoder = NIOHTTPDecoderLimitConfiguration()
        decoder.maxHeaderFieldSize = Self.maximumHeadByteCount
        decoder.maxHeaderListSize = Self.maximumHeadByteCount
        decoder.maxHeaderFieldCount = Self.maximumHeaderCount
        var configuration = NIOUpgradableHTTPServerPipelineConfiguration(
            upgradeConfiguration: NIOTypedHTTPServerUpgradeConfiguration(
                upgraders: [upgrader],
                notUpgradingCompletionHandler: { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(UpgradeRefuser(verdict: verdict))
                        return .closed(channel)
                    }
                }))
        configuration.decoderConfiguration = decoder
        return try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(configuration: configuration)
    }
}
