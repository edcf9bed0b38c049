import Logging
import NIOCore
import NIOPosix
import STUN

/// Answers STUN Binding requests over UDP, on IPv4 and on IPv6 where the computer has it.
struct STUNServer: Sendable {
    private let channels: [any Channel]

    /// The port of the IPv4 socket, or of the one there is.
    var port: Int? { channels.first?.localAddress?.port }

    /// Binds to `host`; the wildcards of either family mean both families.
    /// - Throws: `StartFailure`.
    static func bind(host: String, port: Int, logger: Logger) async throws -> STUNServer {
        let isWildcard = host == "0.0.0.0" || host == "::"
        let first: any Channel
        do {
            first = try await bootstrap().bind(host: isWildcard ? "0.0.0.0" : host, port: port).get()
        } catch {
            throw StartFailure.explain(error, host: host, port: port, transport: .stun)
        }
        guard isWildcard, let bound = first.localAddress?.port else { return STUNServer(channels: [first]) }
        do {
            // The IPv6 socket shares the port with the IPv4 one, so both allow it; another program's socket does not,
            // because the first was bound without.
            try await first.setOption(.socketOption(.so_reuseaddr), value: 1).get()
            let second = try await bootstrap().channelOption(.socketOption(.so_reuseaddr), value: 1).bind(
                host: "::", port: bound
            ).get()
            return STUNServer(channels: [first, second])
        } catch {
            logger.notice("STUN answers on IPv4 only", metadata: ["error": "\(type(of: error))"])
            return STUNServer(channels: [first])
        }
    }

    /// Frees the ports.
    func close() async {
        for channel in channels { try? await channel.close() }
    }

    private static func bootstrap() -> DatagramBootstrap {
        DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(BindingHandler())
                }
            }
    }
}

/// One datagram in, at most one out.
private final class BindingHandler: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    /// A Binding request of a browser has at most some hundred bytes.
    private static let maximumRequestByteCount = 1_280
    private let responder = BindingResponder()

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = Self.unwrapInboundIn(data)
        guard envelope.data.readableBytes <= Self.maximumRequestByteCount,
            let port = envelope.remoteAddress.port.flatMap({ UInt16(exactly: $0) }),
            let source = TransportAddress(ip: envelope.remoteAddress.ipBytes, port: port),
            let answer = responder.response(to: Array(envelope.data.readableBytesView), from: source)
        else { return }
        let reply = AddressedEnvelope(remoteAddress: envelope.remoteAddress, data: ByteBuffer(bytes: answer))
        context.writeAndFlush(Self.wrapOutboundOut(reply), promise: nil)
    }
}
