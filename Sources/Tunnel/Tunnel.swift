package import NIOCore
import NIOPosix
package import NIOSSL

/// Opens TCP connections, through a proxy where one is set.
package enum Tunnel {
    private static let connectTimeout = TimeAmount.seconds(10)

    /// Opens a connection and then configures it, on its event loop, before anything that the far end says is read.
    /// - Parameter group: whose event loop the connection lives on.
    /// - Throws: `TunnelError`, the socket's error, or what `configure` throws; the connection is then closed.
    package static func open<Result: Sendable>(
        host: String, port: Int, proxy: HTTPProxy?,
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        configure: @escaping @Sendable (any Channel) throws -> Result
    ) async throws -> Result {
        let bootstrap = ClientBootstrap(group: group)
            .connectTimeout(connectTimeout)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
        guard let proxy else {
            return try await bootstrap.connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture { try configure(channel) }
            }
        }
        let authority = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        let (channel, opened) = try await bootstrap.connect(host: proxy.host, port: Int(proxy.port)) { channel in
            channel.eventLoop.makeCompletedFuture { () -> (any Channel, EventLoopFuture<Void>) in
                let opened = channel.eventLoop.makePromise(of: Void.self)
                channel.eventLoop.scheduleTask(in: connectTimeout) { opened.fail(TunnelError.timedOut) }
                let handler = ConnectHandler(authority: authority, proxy: proxy, opened: opened)
                try channel.pipeline.syncOperations.addHandler(handler, name: handlerName)
                return (channel, opened.futureResult)
            }
        }
        do {
            return try await opened.flatMapThrowing {
                // Behind the handler, which passes on what came with the proxy's answer; then it goes.
                let result = try configure(channel)
                channel.pipeline.removeHandler(name: handlerName, promise: nil)
                return result
            }
            .get()
        } catch {
            channel.close(promise: nil)
            throw error
        }
    }

    /// The context of a TLS client.
    /// - Parameter trustedCertificates: a PEM file of what to trust beside the system's; `nil` for the system's alone.
    /// - Throws: `NIOSSLError`.
    package static func makeTLSContext(
        trustedCertificates: String?, applicationProtocols: [String] = []
    ) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = applicationProtocols
        if let trustedCertificates {
            configuration.additionalTrustRoots = [
                .certificates(try NIOSSLCertificate.fromPEMFile(trustedCertificates))
            ]
        }
        return try NIOSSLContext(configuration: configuration)
    }

    /// Puts TLS at the near end of a channel's pipeline.
    package static func addTLS(_ context: NIOSSLContext, host: String, to channel: any Channel) throws {
        // A certificate for an IP address is checked without a server name (RFC 6066 §3).
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        try channel.pipeline.syncOperations.addHandler(
            NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host))
    }

    private static let handlerName = "nearhand.connect"
}
