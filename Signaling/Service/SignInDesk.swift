import Logging
import SignalingDomain
import SignalingProtocol
import Wire

/// Turns passwords into authorization codes, codes into tokens, and tokens into accounts.
actor SignInDesk {
    /// A host who proved to be one.
    struct Admission: Sendable {
        let account: Account
        /// The token for the next `resume`; only its hash is kept.
        let token: String
        /// By the service's clock; moved on while the connection stands.
        let tokenExpiresAt: WallClockTime
    }

    /// In seconds: a browser carries a code to the node at once.
    static let codeLifetime: Int64 = 60
    /// In seconds, from the sign-in or the last extension.
    static let tokenLifetime: Int64 = 12 * 3_600
    /// How long the token that `resume` replaced still works, in case the answer with the new one was lost.
    static let replacedTokenLifetime: Int64 = 120
    /// In characters.
    static let minimumPasswordCount = 12
    /// In bytes of UTF-8; hashing a longer one would cost what the sender chooses.
    static let maximumPasswordByteCount = 512
    private static let maximumChecksInFlight = 16

    private let store: any Store
    private let clock: ServiceClock
    private var limiter = TryLimiter()
    private var checksInFlight = 0
    /// What the password of an unknown account is compared with, so that it takes as long as a known one's.
    private let decoyHash: String

    /// Makes the decoy, which costs as much as one sign-in.
    ///
    /// - Throws: `PasswordHash.Failure`.
    init(store: any Store, clock: ServiceClock) async throws {
        self.store = store
        self.clock = clock
        decoyHash = try await PasswordHash.make(of: Secrets.makeToken())
    }

    /// Checks a name and a password, and makes a code for the browser to carry to the node.
    func signIn(_ request: SignInRequest, from source: SourceAddress) async throws -> SignInAnswer {
        guard let redirect = LoopbackRedirect(parsing: request.redirectURI),
            CodeVerifier.isChallenge(request.codeChallenge), let name = PersonName.parse(request.name),
            (request.state?.utf8.count ?? 0) <= SignalingLimits.maximumCredentialByteCount,
            request.password.utf8.count <= Self.maximumPasswordByteCount
        else { return .malformed }
        let now = clock.now
        limiter.sweep(now: now.instant)
        let subjects = source.subjects + [(.account(name.lowercased()), 5)]
        if let wait = limiter.wait(for: subjects, now: now.instant) {
            return .tooManyTries(retryAfter: Int(wait.inSeconds.rounded(.up)))
        }
        guard checksInFlight < Self.maximumChecksInFlight else { return .tooManyTries(retryAfter: 2) }
        checksInFlight += 1
        defer { checksInFlight -= 1 }

        let stored = try await store.account(named: name)
        let matches = try await PasswordHash.matches(request.password, stored?.passwordHash ?? decoyHash)
        guard let stored, matches else {
            limiter.recordFailure(of: subjects, now: clock.now.instant)
            return .failed
        }
        if let newPassword = request.newPassword {
            guard newPassword.count >= Self.minimumPasswordCount, newPassword != request.password,
                newPassword.utf8.count <= Self.maximumPasswordByteCount
            else { return .newPasswordRefused }
            try await store.setPassword(of: stored.account.id, hash: try await PasswordHash.make(of: newPassword))
        } else if stored.needsNewPassword {
            return .needsNewPassword
        }
        let code = try await makeCode(
            for: stored.account, codeChallenge: request.codeChallenge, redirectURI: redirect.address)
        return .redirect(redirect.address(withCode: code, state: request.state))
    }

    /// Makes a code that works once, within a minute, for whoever has the verifier of the challenge.
    func makeCode(for account: Account, codeChallenge: String, redirectURI: String) async throws -> String {
        let code = Secrets.makeToken()
        try await store.add(
            StoredAuthorizationCode(
                hash: Secrets.hash(code), account: account, codeChallenge: codeChallenge, redirectURI: redirectURI,
                expiresAt: clock.wallClock.advanced(bySeconds: Self.codeLifetime)))
        return code
    }

    /// Redeems a code (RFC 7636 §4.6); `nil` whatever is wrong with it. A code that was tried is gone.
    func redeem(_ message: ClientMessage.SignIn) async throws -> Admission? {
        let code = try await store.takeAuthorizationCode(hash: Secrets.hash(message.code), now: clock.wallClock)
        guard let code, code.redirectURI == message.redirectURI,
            Secrets.challenge(of: message.codeVerifier) == code.codeChallenge
        else { return nil }
        return try await admit(code.account)
    }

    /// Takes a token and gives the next one; `nil` when the token is unknown or expired.
    func resume(token: String) async throws -> Admission? {
        let hash = Secrets.hash(token)
        guard let account = try await store.account(tokenHash: hash, now: clock.wallClock) else { return nil }
        let admission = try await admit(account)
        try await store.setExpiry(
            ofTokenHash: hash, to: clock.wallClock.advanced(bySeconds: Self.replacedTokenLifetime))
        return admission
    }

    /// Keeps the token of a connection that is still open alive, so that a dropped connection can come back by it.
    func extend(token: String) async throws {
        try await store.setExpiry(
            ofTokenHash: Secrets.hash(token), to: clock.wallClock.advanced(bySeconds: Self.tokenLifetime))
    }

    /// Makes an account; what it returns is the password for the first sign-in, and is shown once.
    func addAccount(name: String, displayName: String) async throws -> String {
        try await Accounts.add(name: name, displayName: displayName, to: store)
    }

    private func admit(_ account: Account) async throws -> Admission {
        let token = Secrets.makeToken()
        let expiresAt = clock.wallClock.advanced(bySeconds: Self.tokenLifetime)
        try await store.addToken(hash: Secrets.hash(token), account: account.id, expiresAt: expiresAt)
        return Admission(account: account, token: token, tokenExpiresAt: expiresAt)
    }
}
