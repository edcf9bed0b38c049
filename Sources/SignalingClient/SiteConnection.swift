import NIOCore
import NIOPosix
import NIOSSL
import SignalingProtocol
import Synchronization

/// The TCP or TLS connection below everything that is said to a site.
struct SiteConnection: Sendable {
    let site: SiteAddress
    /// A PEM file of certificates to trust beside the system's.
    let trustedCertificates: String?

    static let connectTimeout = TimeAmount.seconds(10)

    /// What stands in `Host`.
    var authority: String { String(site.description.drop { $0 != "/" }.dropFirst(2)) }

    /// Connects, and waits for what `configure` makes of the channel.
    /// - Throws: `SiteTrouble`.
    func open<Output: Sendable>(
        _ configure: @escaping @Sendable (any Channel) throws -> EventLoopFuture<Output>
    ) async throws(SiteTrouble) -> Output {
        let failures = FailureRecorder()
        do {
            let tls = try site.isSecure ? tlsContext() : nil
            // A certificate for an IP address is checked without a server name (RFC 6066 §3).
            let name = isIPAddress ? nil : site.host
            let made = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(Self.connectTimeout)
                .channelOption(.socketOption(.tcp_nodelay), value: 1)
                .connect(host: site.host, port: Int(site.port)) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        if let tls {
                            try channel.pipeline.syncOperations.addHandler(
                                NIOSSLClientHandler(context: tls, serverHostname: name))
                        }
                        try channel.pipeline.syncOperations.addHandler(failures)
                        return try configure(channel)
                    }
                }
            return try await made.get()
        } catch {
            // What waits for an answer is told that the channel closed; why it closed was said in the pipeline.
            throw SiteTrouble(failures.first ?? error)
        }
    }

    private func tlsContext() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        if let trustedCertificates {
            configuration.additionalTrustRoots = [
                .certificates(try NIOSSLCertificate.fromPEMFile(trustedCertificates))
            ]
        }
        return try NIOSSLContext(configuration: configuration)
    }

    private var isIPAddress: Bool {
        (try? SocketAddress(ipAddress: site.host, port: 0)) != nil
    }
}

/// Remembers the first error that passed through a pipeline.
private final class FailureRecorder: ChannelInboundHandler, Sendable {
    typealias InboundIn = NIOAny

    private let recorded = Mutex<(any Error)?>(nil)

    var first: (any Error)? { recorded.withLock { $0 } }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        recorded.withLock { $0 = $0 ?? error }
        context.fireErrorCaught(error)
    }
}
