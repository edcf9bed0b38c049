import NIOCore
import NIOHTTP1
import SignalingDomain
import SignalingProtocol

/// Who may open the signalling WebSocket.
struct UpgradeRules: Sendable {
    /// Whose pages may open it.
    let identity: SiteIdentity
    /// Whether `X-Forwarded-For` may be believed.
    let isBehindProxy: Bool

    /// Names the subprotocol that was agreed on (RFC 6455 §4.2.2).
    var responseHeaders: HTTPHeaders {
        ["Sec-WebSocket-Protocol": SignalingLimits.subprotocol]
    }

    /// Why an upgrade is refused; `nil` when it is granted.
    ///
    /// A browser always sends `Origin`, and it must be the site's own; a node sends none.
    func refusal(of head: HTTPRequestHead) -> HTTPResponseStatus? {
        guard head.method == .GET, head.headers["Upgrade"].contains(where: { $0.lowercased() == "websocket" }) else {
            return .upgradeRequired
        }
        let origins = head.headers["Origin"]
        guard origins.count <= 1, origins.allSatisfy(identity.isOwnOrigin) else { return .forbidden }
        let offered = head.headers[canonicalForm: "Sec-WebSocket-Protocol"]
        guard offered.contains(where: { $0 == SignalingLimits.subprotocol }) else { return .badRequest }
        return nil
    }

    /// Where a client is: the other end of the connection, or what the operator's own proxy says.
    func source(of headers: HTTPHeaders, channel: any Channel) -> SourceAddress {
        let forwarded = isBehindProxy ? headers[canonicalForm: "X-Forwarded-For"].last.map(String.init) : nil
        return SourceAddress(forwarded: forwarded, peer: channel.remoteAddress)
    }
}
