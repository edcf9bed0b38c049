import SignalingProtocol
import Synchronization

/// The site's address. Where the operator gave none, it is known only when the port is bound.
final class SiteIdentity: Sendable {
    private let bound: Mutex<SiteAddress>

    /// - Parameter address: the operator's, or this computer's with the port that was asked for, which may be 0.
    init(_ address: SiteAddress) {
        bound = Mutex(address)
    }

    /// The origin of the pages, the links and the WebSocket.
    var address: SiteAddress { bound.withLock { $0 } }

    /// Replaces the address once the port is known.
    func setAddress(_ address: SiteAddress) { bound.withLock { $0 = address } }

    /// Whether a page of this origin is one of ours. A site on this computer alone answers to both its names.
    func isOwnOrigin(_ origin: String) -> Bool {
        let own = address
        if origin == own.description { return true }
        guard own.host == "127.0.0.1" || own.host == "localhost" else { return false }
        return ["127.0.0.1", "localhost"].contains {
            origin == SiteAddress(isSecure: own.isSecure, host: $0, port: own.port).description
        }
    }
}
