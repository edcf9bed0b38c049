package import Logging
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A TCP port of 127.0.0.1 whose connections go on to a TURN server: over TLS, through a proxy, or both.
///
/// libnice speaks neither TLS nor CONNECT, and takes this port for the server. Whoever else connects on this computer
/// gets as far as the server does without credentials.
package final class RelayForwarder: Sendable {
    /// Where the connections go.
    package struct Target: Hashable, Sendable {
        /// As the site names it: with `isSecure`, the name that the certificate must have.
        package let host: String
        package let port: UInt16
        /// Whether TLS is spoken to it.
        package let isSecure: Bool

        package init(host: String, port: UInt16, isSecure: Bool) {
            self.host = host
            self.port = port
            self.isSecure = isSecure
        }
    }

    /// One for each address of this computer and ICE generation; more are refused.
    private static let maximumConnectionCount = 64

    /// Chosen by the system; ICE is told `127.0.0.1` and this.
    package let port: UInt16
    private let listener: any Channel

    /// Opens the port.
    /// - Parameter trustedCertificates: a PEM file of what to trust beside the system's; `nil` for the system's alone.
    /// - Throws: the socket's error, or `NIOSSLError`.
    package init(
        to target: Target, proxy: HTTPProxy?, trustedCertificates: String?, logger: Logger
    ) async throws {
        let tls = try target.isSecure ? Tunnel.makeTLSContext(trustedCertificates: trustedCertificates) : nil
        let count = ConnectionCount()
        listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { near in
                guard count.take(Self.maximumConnectionCount) else { return near.close() }
                near.closeFuture.whenComplete { _ in count.giveBack() }
                Task {
                    do {
                        try await Self.forward(near, to: target, tls: tls, proxy: proxy)
                    } catch {
                        logger.notice(
                            "a TURN server was not reached over TCP", metadata: ["error": "\(type(of: error))"])
                        near.close(promise: nil)
                    }
                }
                return near.eventLoop.makeSucceededVoidFuture()
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = UInt16(listener.localAddress?.port ?? 0)
    }

    /// Closes the port; connections that stand go on.
    package func close() async {
        try? await listener.close()
    }

    /// Both ends live on one event loop, so that each may touch the other.
    private static func forward(
        _ near: any Channel, to target: Target, tls: NIOSSLContext?, proxy: HTTPProxy?
    ) async throws {
        try await Tunnel.open(
            host: target.host, port: Int(target.port), proxy: proxy, group: near.eventLoop
        ) { far in
            if let tls { try Tunnel.addTLS(tls, host: target.host, to: far) }
            let (nearGlue, farGlue) = GlueHandler.makePair()
            try far.pipeline.syncOperations.addHandler(farGlue)
            try near.pipeline.syncOperations.addHandler(nearGlue)
        }
        try await near.setOption(.autoRead, value: true).get()
        near.read()
    }
}

/// How many connections there are; any thread counts.
private final class ConnectionCount: Sendable {
    private let count = Mutex(0)

    func take(_ limit: Int) -> Bool {
        count.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
    }

    func giveBack() {
        count.withLock { $0 -= 1 }
    }
}
