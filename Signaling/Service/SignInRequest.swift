/// The body of `POST /api/sign-in`.
struct SignInRequest: Codable, Sendable {
    var name: String
    var password: String
    /// Asked for after `needsNewPassword`.
    var newPassword: String?
    var codeChallenge: String
    var redirectURI: String
    /// Handed back in the redirect untouched (RFC 6749 §4.1.1).
    var state: String?
}

/// What `POST /api/sign-in` comes to.
enum SignInAnswer: Equatable, Sendable {
    case redirect(String)
    case needsNewPassword
    /// The new password is too short, too long, or the old one.
    case newPasswordRefused
    /// The name or the password is wrong; which of them is not said.
    case failed
    case tooManyTries(retryAfter: Int)
    case malformed
}
