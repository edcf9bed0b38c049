import Crypto
import Foundation
import SignalingDomain
import SignalingProtocol
import Wire

/// The service's own STUN server, and a coturn for those whom a host admitted.
struct ICEServers: ICEServerPolicy {
    /// `nil` where the operator left STUN out.
    var stunURL: String?
    /// Empty without `turnSecret`.
    var turnURLs: [String]
    /// coturn's `static-auth-secret`; it never leaves the process.
    var turnSecret: Redacted<String>?

    /// How long a relay credential is good for new allocations.
    static let credentialLifetime: Int64 = 3_600

    /// A quarter of the lifetime is left, for a side that is away just then and whose clock differs from the relay's.
    var renewalInterval: Duration? {
        turnSecret == nil ? nil : .seconds(Self.credentialLifetime * 3 / 4)
    }

    func publicServers() -> [ServiceMessage.ICEServer] {
        stunURL.map { [ServiceMessage.ICEServer(urls: [$0])] } ?? []
    }

    /// The relay's user name is the second at which it expires and the session; without `turnSecret` there is no relay.
    func servers(for session: SessionID, now: WallClockTime) -> [ServiceMessage.ICEServer] {
        guard let turnSecret else { return publicServers() }
        let username = "\(now.secondsSince1970 + Self.credentialLifetime):\(session.rawValue)"
        return publicServers() + [
            ServiceMessage.ICEServer(
                urls: turnURLs, username: username, credential: Self.credential(of: username, secret: turnSecret.value))
        ]
    }

    /// coturn's `use-auth-secret` form: the padded base64 of HMAC-SHA1 over the user name.
    static func credential(of username: String, secret: String) -> String {
        let key = SymmetricKey(data: Array(secret.utf8))
        let code = HMAC<Insecure.SHA1>.authenticationCode(for: Array(username.utf8), using: key)
        return Data(code).base64EncodedString()
    }
}
