import Hummingbird
import Logging
import NIOCore
import SignalingDomain

/// What a route knows of its request beside the request itself.
struct SiteRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The other end of the connection; behind a proxy that is the proxy.
    let peer: SocketAddress?

    /// Made by Hummingbird for each request.
    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress
    }
}
