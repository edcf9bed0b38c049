import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Synchronization

/// The listening socket on 127.0.0.1 and the connections it accepted.
///
/// It stands on NIO directly: five routes need no router, and the upgrade to WebSocket is NIO's own.
final class ConsoleServer: Sendable {
    /// The address with the port that was bound.
    let authority: LoopbackAuthority
    private let configuration: ConsoleConfiguration
    private let listener: NIOAsyncChannel<EventLoopFuture<Negotiated>, Never>
    private let serving = Mutex<Task<Void, Never>?>(nil)

    /// Connections at one time; a browser opens fewer than ten, and other programs of this computer must not use up
    /// the node's file descriptors.
    private static let maximumConnectionCount = 64

    /// What a connection turned out to be.
    private enum Negotiated: Sendable {
        case http(HTTPConnection.Channel)
        case page(PageSocket.Channel)
    }

    private init(
        authority: LoopbackAuthority, configuration: ConsoleConfiguration,
        listener: NIOAsyncChannel<EventLoopFuture<Negotiated>, Never>
    ) {
        self.authority = authority
        self.configuration = configuration
        self.listener = listener
    }

    /// Binds the port; nothing is accepted before `serve`.
    /// - Throws: `ConsoleError.portUnavailable`.
    static func bind(configuration: ConsoleConfiguration) async throws(ConsoleError) -> ConsoleServer {
        do {
            let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.backlog, value: 64)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .bind(host: "127.0.0.1", port: configuration.port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try configure(channel, configuration: configuration)
                    }
                }
            guard let port = listener.channel.localAddress?.port else {
                throw ConsoleError.portUnavailable(port: configuration.port, errorNumber: 0)
            }
            return ConsoleServer(
                authority: LoopbackAuthority(port: port), configuration: configuration, listener: listener)
        } catch {
            let errorNumber = (error as? IOError)?.errnoCode ?? 0
            throw .portUnavailable(port: configuration.port, errorNumber: errorNumber)
        }
    }

    /// Accepts connections on behalf of a console until `stop`.
    func serve(_ console: Console) {
        let task = Task {
            await withDiscardingTaskGroup { group in
                let open = OpenConnections(limit: Self.maximumConnectionCount)
                do {
                    try await listener.executeThenClose { inbound in
                        for try await negotiation in inbound {
                            guard open.enter() else {
                                negotiation.whenSuccess { Self.channel(of: $0).close(promise: nil) }
                                continue
                            }
                            group.addTask {
                                await self.handle(negotiation, console: console)
                                open.leave()
                            }
                        }
                    }
                } catch {
                    configuration.logger.debug(
                        "the console's listener ended", metadata: ["error": "\(type(of: error))"])
                }
                group.cancelAll()
            }
        }
        serving.withLock { $0 = task }
    }

    /// Closes the port and every connection, and waits for their end.
    func stop() async {
        let task = serving.withLock { $0 }
        task?.cancel()
        await task?.value
    }

    private func handle(_ negotiation: EventLoopFuture<Negotiated>, console: Console) async {
        // A connection that breaks off before its first request has no result.
        guard let negotiated = try? await negotiation.get() else { return }
        switch negotiated {
        case .http(let channel):
            await HTTPConnection(console: console, configuration: configuration, authority: authority).run(channel)
        case .page(let channel):
            await PageSocket(console: console, configuration: configuration).run(channel)
        }
    }

    private static func channel(of negotiated: Negotiated) -> any Channel {
        switch negotiated {
        case .http(let channel): channel.channel
        case .page(let channel): channel.channel
        }
    }

    /// Sets up HTTP with the one upgrade: `GET /socket` from the console's own page.
    private static func configure(
        _ channel: any Channel, configuration: ConsoleConfiguration
    ) throws -> EventLoopFuture<Negotiated> {
        let maximumByteCount = max(configuration.maximumMessageByteCount, configuration.maximumPageFrameByteCount)
        let deadline = RequestDeadline(channel, after: configuration.requestTimeout)
        let upgrader = NIOTypedWebSocketServerUpgrader<Negotiated>(
            maxFrameSize: maximumByteCount,
            shouldUpgrade: { channel, head in
                channel.eventLoop.makeSucceededFuture(isUpgradeAllowed(head, on: channel) ? [:] : nil)
            },
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(MaskHandler())
                    try pipeline.addHandler(
                        NIOWebSocketFrameAggregator(
                            minNonFinalFragmentSize: 1, maxAccumulatedFrameCount: 1_024,
                            maxAccumulatedFrameSize: maximumByteCount))
                    return .page(try PageSocket.Channel(wrappingChannelSynchronously: channel))
                }
            })
        let upgrade = NIOTypedHTTPServerUpgradeConfiguration<Negotiated>(
            upgraders: [upgrader],
            notUpgradingCompletionHandler: { channel in
                channel.eventLoop.makeCompletedFuture {
                    .http(try HTTPConnection.Channel(wrappingChannelSynchronously: channel))
                }
            })
        let negotiation = try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
            configuration: .init(upgradeConfiguration: upgrade))
        negotiation.whenComplete { _ in deadline.cancel() }
        return negotiation
    }

    private static func isUpgradeAllowed(_ head: HTTPRequestHead, on channel: any Channel) -> Bool {
        guard let port = channel.localAddress?.port else { return false }
        let authority = LoopbackAuthority(port: port)
        return head.method == .GET && head.uri == "/socket" && authority.isAddressed(by: head.headers)
            && authority.isOrigin(of: head.headers)
    }
}

/// Counts connections.
private final class OpenConnections: Sendable {
    private let limit: Int
    private let count = Mutex(0)

    init(limit: Int) {
        self.limit = limit
    }

    /// `false` when there are as many as may be.
    func enter() -> Bool {
        count.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
    }

    func leave() {
        count.withLock { $0 -= 1 }
    }
}
