package import Wire

/// Where what outlives the process is kept.
///
/// A method returns when its change survives a loss of power. Secrets arrive hashed: nothing in the store signs anybody in.
package protocol Store: Sendable {
    /// What the switchboard takes up after a start; what expired meanwhile is left out, and
    /// an expired number may be another session's.
    func restore(now: WallClockTime) async throws -> RestoredState
    /// Stores the changes in one transaction.
    func apply(_ changes: [StoreChange]) async throws

    /// - Throws: `StoreFailure.nameIsTaken`.
    func addAccount(name: String, displayName: String, passwordHash: String) async throws -> Account
    /// The account that signs in by this name, letters' case aside; `nil` when there is none.
    func account(named name: String) async throws -> StoredAccount?
    func setPassword(of account: AccountID, hash: String) async throws
    /// Gives an account a password that is good for one sign-in, and ends its tokens and codes with the old one.
    ///
    /// Where `whileUnused`, only an account that still has such a password gets another.
    /// - Returns: whether the password was set.
    func setOneTimePassword(of account: AccountID, hash: String, whileUnused: Bool) async throws -> Bool

    /// Keeps a code until it is taken or has expired.
    func add(_ code: StoredAuthorizationCode) async throws
    /// Takes a code out, so that it works once.
    func takeAuthorizationCode(hash: [UInt8], now: WallClockTime) async throws -> StoredAuthorizationCode?

    func addToken(hash: [UInt8], account: AccountID, expiresAt: WallClockTime) async throws
    /// The account of a token that has not expired.
    func account(tokenHash: [UInt8], now: WallClockTime) async throws -> Account?
    func setExpiry(ofTokenHash hash: [UInt8], to time: WallClockTime) async throws
    /// Puts the notes into the report of a session that runs or ran, unless the report has a later revision.
    /// - Returns: What the report has then; `nil` when this account held no such session, and nothing was stored.
    func saveNotes(_ notes: NotesRecord, of account: AccountID) async throws -> NotesReceipt?
    /// Deletes codes, tokens and used numbers that have expired, and reports without notes of sessions long over.
    func removeExpired(now: WallClockTime) async throws
}

/// Why a store refuses, where a caller can do something about it.
package enum StoreFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is an account of this name, or of one that differs in the case of its letters.
    case nameIsTaken(String)
    /// Another server has the same file open.
    case inUse
    /// The file comes from a later version of the program.
    case madeByLaterVersion
    /// The file cannot be made or opened.
    case cannotOpen(file: String, reason: String)

    package var description: String {
        switch self {
        case .nameIsTaken(let name):
            """
            There is an account \(name) already. nearhand account reset-password \(name) gives it a new one-time \
            password.
            """
        case .inUse: "Another nearhand serve has this database open: stop it, or give this one another folder."
        case .madeByLaterVersion:
            "The database was made by a later version of nearhand, which is needed to open it. Nothing was changed."
        case .cannotOpen(let file, let reason):
            """
            The database \(file) cannot be opened: \(reason). Its folder must exist, and this user must be allowed to \
            write to both.
            """
        }
    }
}

/// An account with what its sign-in needs.
package struct StoredAccount: Hashable, Sendable {
    package var account: Account
    /// The encoded Argon2id hash.
    package var passwordHash: String
    /// The password was made by the program and is good for one sign-in, at which a new one is chosen.
    package var needsNewPassword: Bool

    package init(account: Account, passwordHash: String, needsNewPassword: Bool) {
        self.account = account
        self.passwordHash = passwordHash
        self.needsNewPassword = needsNewPassword
    }
}

/// An authorization code that was given to a browser and not yet redeemed (RFC 6749 §4.1.2, RFC 7636 §4.4).
package struct StoredAuthorizationCode: Hashable, Sendable {
    package var hash: [UInt8]
    package var account: Account
    /// The `S256` challenge, base64url.
    package var codeChallenge: String
    /// The address that the code was made for; whoever redeems it must name the same.
    package var redirectURI: String
    /// A minute after it was made.
    package var expiresAt: WallClockTime

    package init(
        hash: [UInt8], account: Account, codeChallenge: String, redirectURI: String, expiresAt: WallClockTime
    ) {
        self.hash = hash
        self.account = account
        self.codeChallenge = codeChallenge
        self.redirectURI = redirectURI
        self.expiresAt = expiresAt
    }
}
