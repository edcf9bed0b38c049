import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing
import Tunnel

/// A proxy that plays the far end too: it answers the request, and then sends back whatever comes.
private final class ProxyThatEchoes: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: String
    let heads = Mutex<[String]>([])

    init(answer: String) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        let text = String(buffer: bytes)
        guard text.hasPrefix("CONNECT ") else {
            context.writeAndFlush(data, promise: nil)
            return
        }
        heads.withLock { $0.append(text) }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
    }

    func start() async throws -> any Channel {
        try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { $0.pipeline.addHandler(self) }
            .bind(host: "127.0.0.1", port: 0).get()
    }
}

@Suite("Relays through a forwarder", .timeLimit(.minutes(1)))
struct RelayForwarderTests {
    private func makeForwarder(by proxy: any Channel, credentials: String = "") async throws -> RelayForwarder {
        let port = try #require(proxy.localAddress?.port)
        return try await RelayForwarder(
            to: RelayForwarder.Target(host: "relay.invalid", port: 443, isSecure: false),
            proxy: HTTPProxy("http://\(credentials)127.0.0.1:\(port)"), trustedCertificates: nil,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Says something to the forwarder; gives what comes back until the connection ends or so many bytes are there.
    private func exchange(_ bytes: [UInt8], with forwarder: RelayForwarder) async throws -> [UInt8] {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: Int(forwarder.port)) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: bytes))
            var received: [UInt8] = []
            do {
                for try await buffer in inbound {
                    received += Array(buffer: buffer)
                    if received.count >= bytes.count { break }
                }
            } catch is IOError {
                // What was refused while bytes were under way ends by a reset.
            }
            return received
        }
    }

    @Test("bytes go through the proxy's tunnel and come back, however many there are")
    func tunnel() async throws {
        let proxy = ProxyThatEchoes(answer: "HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n")
        let listener = try await proxy.start()
        let forwarder = try await makeForwarder(by: listener, credentials: "name:secret@")
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        #expect(try await exchange(bytes, with: forwarder) == bytes)
        let head = try #require(proxy.heads.withLock { $0.first })
        #expect(
            head == "CONNECT relay.invalid:443 HTTP/1.1\r\nHost: relay.invalid:443\r\n"
                + "Proxy-Authorization: Basic bmFtZTpzZWNyZXQ=\r\n\r\n")
        await forwarder.close()
        try await listener.close()
    }

    @Test(
        "a proxy that refuses, or speaks no HTTP, ends the connection",
        arguments: [
            "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "SSH-2.0-x\r\n\r\n",
            String(repeating: "x", count: 20_000),
        ])
    func refused(_ answer: String) async throws {
        let listener = try await ProxyThatEchoes(answer: answer).start()
        let forwarder = try await makeForwarder(by: listener)
        // It ends in order or by a reset, as the kernel has it; nothing comes before.
        let received = (try? await exchange([1, 2, 3], with: forwarder)) ?? []
        #expect(received == [])
        await forwarder.close()
        try await listener.close()
    }
}
