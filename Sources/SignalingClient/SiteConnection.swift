import NIOCore
import SignalingProtocol
import Synchronization
import Tunnel

/// The TCP or TLS connection below everything that is said to a site.
struct SiteConnection: Sendable {
    let site: SiteAddress
    /// A PEM file of certificates to trust beside the system's.
    let trustedCertificates: String?
    /// What stands between this computer and the site; `nil` for nothing.
    let proxy: HTTPProxy?

    /// What stands in `Host`.
    var authority: String { String(site.description.drop { $0 != "/" }.dropFirst(2)) }

    /// Connects, and waits for what `configure` makes of the channel.
    /// - Throws: `SiteTrouble`.
    func open<Output: Sendable>(
        _ configure: @escaping @Sendable (any Channel) throws -> EventLoopFuture<Output>
    ) async throws(SiteTrouble) -> Output {
        let failures = FailureRecorder()
        do {
            let tls =
                try site.isSecure
                ? Tunnel.makeTLSContext(trustedCertificates: trustedCertificates, applicationProtocols: ["http/1.1"])
                : nil
            let site = site
            let made = try await Tunnel.open(host: site.host, port: Int(site.port), proxy: proxy) { channel in
                if let tls { try Tunnel.addTLS(tls, host: site.host, to: channel) }
                try channel.pipeline.syncOperations.addHandler(failures)
                return try configure(channel)
            }
            return try await made.get()
        } catch {
            // What waits for an answer is told that the channel closed; why it closed was said in the pipeline.
            throw SiteTrouble(failures.first ?? error)
        }
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
