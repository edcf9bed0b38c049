import Logging
import NIOCore
import NIOPosix
import NIOWebSocket
import SignalingProtocol
import Synchronization
import Tunnel
import Wire
import WireJSON

/// One WebSocket to the service, from the connection to its end.
final class SocketConnection: Sendable {
    /// The most messages that wait to be written.
    static let maximumQueueCount = 256
    /// How often the service is pinged, so that its silence means something.
    static let pingInterval = Duration.seconds(20)
    /// How long the service may be silent; it pings, and answers pings.
    static let silenceLimit = Duration.seconds(50)
    /// How long the service has to answer the first message.
    static let welcomeTimeout = Duration.seconds(15)

    private enum Item: Sendable {
        case text([UInt8])
        case ping
        case pong(ByteBuffer)
        case close
    }

    private struct Progress {
        var lastHeard = ContinuousClock.now
        var isWelcome = false
        var channel: (any Channel)?
    }

    private let site: SiteAddress
    private let trustedCertificates: String?
    private let proxy: HTTPProxy?
    private let logger: Logger
    private let items: AsyncStream<Item>
    private let outgoing: AsyncStream<Item>.Continuation
    private let progress = Mutex(Progress())

    /// Nothing is opened before `run`, which is called once.
    init(site: SiteAddress, trustedCertificates: String?, proxy: HTTPProxy?, logger: Logger) {
        self.site = site
        self.trustedCertificates = trustedCertificates
        self.proxy = proxy
        self.logger = logger
        (items, outgoing) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.maximumQueueCount))
    }

    /// Queues a message; what was queued when the connection ends is lost.
    ///
    /// - Throws: `queueIsFull`, also after `finish()`.
    func send(_ message: ClientMessage) throws(SignalingClientError) {
        // Messages hold strings and numbers alone, which always encode.
        guard let bytes = try? JSON.encode(message) else { return }
        guard case .enqueued = outgoing.yield(.text(bytes)) else { throw .queueIsFull }
    }

    /// Closes the connection at once when its own end has an address that this computer has no more.
    func handleNetworkChange(addresses: Set<String>) {
        guard let channel = progress.withLock({ $0.channel }), let address = channel.localAddress?.ipAddress,
            !address.hasPrefix("127."), address != "::1", !addresses.contains(address)
        else { return }
        channel.close(promise: nil)
    }

    /// Lets what waits be written and then closes.
    func finish() {
        outgoing.yield(.close)
        outgoing.finish()
    }

    /// Connects, says the first message and hands on what comes, until the connection ends.
    ///
    /// What `receive` returns ends the connection, and is returned.
    func run(
        greeting: ClientMessage, receive: @escaping @Sendable (ServiceMessage) async -> SignalingDisconnection?
    ) async -> SignalingDisconnection {
        do {
            let upgrade = SocketUpgrade(
                connection: SiteConnection(site: site, trustedCertificates: trustedCertificates, proxy: proxy))
            let channel = try await upgrade.connect()
            try? send(greeting)
            progress.withLock {
                $0.lastHeard = .now
                $0.channel = channel.channel
            }
            return try await channel.executeThenClose { inbound, outbound in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { await self.write(to: outbound, closing: channel.channel) }
                    group.addTask { await self.keepTime(closing: channel.channel) }
                    defer { group.cancelAll() }
                    return try await self.read(inbound, receive: receive)
                }
            }
        } catch {
            let trouble = SiteTrouble(error)
            logger.debug("The connection to the service broke", metadata: ["error": "\(trouble)"])
            return .lost(trouble)
        }
    }

    private func read(
        _ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>,
        receive: @Sendable (ServiceMessage) async -> SignalingDisconnection?
    ) async throws -> SignalingDisconnection {
        let limits = JSON.Limits(
            maximumByteCount: SignalingLimits.maximumMessageByteCount, maximumDepth: SignalingLimits.maximumDepth)
        for try await frame in inbound {
            progress.withLock { $0.lastHeard = .now }
            switch frame.opcode {
            case .text:
                let bytes = Array(frame.unmaskedData.readableBytesView)
                // A later service may send what this version does not know; that is passed over.
                guard let message = try? JSON.decode(ServiceMessage.self, from: bytes, limits: limits) else {
                    logger.notice("A message of the service was not understood")
                    continue
                }
                if case .welcome = message { progress.withLock { $0.isWelcome = true } }
                if let end = await receive(message) { return end }
            case .ping: outgoing.yield(.pong(frame.unmaskedData))
            case .connectionClose: return .lost(.unreachable)
            default: break
            }
        }
        return .lost(.unreachable)
    }

    private func write(
        to outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>, closing channel: any Channel
    ) async {
        for await item in items {
            do { try await outbound.write(Self.frame(of: item)) } catch { break }
        }
        channel.close(promise: nil)
    }

    private func keepTime(closing channel: any Channel) async {
        do {
            try await Task.sleep(for: Self.welcomeTimeout)
            guard progress.withLock({ $0.isWelcome }) else { return channel.close(promise: nil) }
            while true {
                try await Task.sleep(for: Self.pingInterval)
                let lastHeard = progress.withLock { $0.lastHeard }
                guard lastHeard.duration(to: .now) < Self.silenceLimit else { return channel.close(promise: nil) }
                outgoing.yield(.ping)
            }
        } catch {
            // The connection has ended.
        }
    }

    /// A client masks what it sends with a fresh key (RFC 6455 §5.3).
    private static func frame(of item: Item) -> WebSocketFrame {
        let key = WebSocketMaskingKey.random()
        return switch item {
        case .text(let bytes):
            WebSocketFrame(fin: true, opcode: .text, maskKey: key, data: ByteBuffer(bytes: bytes))
        case .ping: WebSocketFrame(fin: true, opcode: .ping, maskKey: key, data: ByteBuffer())
        case .pong(let data): WebSocketFrame(fin: true, opcode: .pong, maskKey: key, data: data)
        case .close: closeFrame(maskKey: key)
        }
    }

    private static func closeFrame(maskKey: WebSocketMaskingKey) -> WebSocketFrame {
        var data = ByteBuffer()
        data.write(webSocketErrorCode: .normalClosure)
        return WebSocketFrame(fin: true, opcode: .connectionClose, maskKey: maskKey, data: data)
    }
}
