/// The body of `POST /api/sign-in`.
struct SignInRequest: Codable, Sendable {
    /// As typed; the case of ASCII letters does not count.
    var name: String
    var password: String
    /// Asked for after `needsNewPassword`.
    var newPassword: String?
    /// `S256`, 43 characters of base64url.
    var codeChallenge: String
    /// Must be a `LoopbackRedirect`.
    var redirectURI: String
    /// Handed back in the redirect untouched (RFC 6749 §4.1.1).
    var state: String?
}

/// What `POST /api/sign-in` comes to.
enum SignInAnswer: Equatable, Sendable {
    /// The name and the password are right: the browser goes to this address, which carries the code.
    case redirect(String)
    /// They are right, and the password was good for one sign-in: the request comes again with `newPassword`.
    case needsNewPassword
    /// The new password is too short, too long, or the old one.
    case newPasswordRefused
    /// The name or the password is wrong; which of them is not said.
    case failed
    /// Nothing was looked at; `retryAfter` is in seconds.
    case tooManyTries(retryAfter: Int)
    /// A member is missing or has a form that no honest page sends.
    case malformed
}
