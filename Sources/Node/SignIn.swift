import Crypto
import SignalingProtocol
import Wire

/// One sign-in by the site's own page, with PKCE and a loopback redirect: the node never sees a password.
/// Source: RFC 8252 §7.3 and RFC 7636 §4, <https://www.rfc-editor.org/rfc/rfc7636#section-4>
struct SignIn: Sendable {
    /// Comes back with the code, so that another page's code is not taken.
    let state: String
    private let codeVerifier: String
    private let redirectURI: String

    /// Makes a new state and verifier from the system's generator, 256 bits each.
    init(redirectURI: String) {
        state = Self.random()
        codeVerifier = Self.random()
        self.redirectURI = redirectURI
    }

    /// `S256` of the verifier.
    var codeChallenge: String {
        Base64URL.serialize([UInt8](SHA256.hash(data: Array(codeVerifier.utf8))))
    }

    /// The site's sign-in page for this attempt.
    func address(at site: String) -> String {
        let redirect = redirectURI.utf8.reduce(into: "") { text, byte in
            switch byte {
            case UInt8(ascii: ":"): text += "%3A"
            case UInt8(ascii: "/"): text += "%2F"
            default: text.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        return "\(site)/sign-in?code_challenge=\(codeChallenge)&redirect_uri=\(redirect)&state=\(state)"
    }

    /// The first message that turns the code into a token.
    func message(code: String) -> ClientMessage.SignIn {
        ClientMessage.SignIn(code: code, codeVerifier: codeVerifier, redirectURI: redirectURI)
    }

    private static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return Base64URL.serialize((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }
}
