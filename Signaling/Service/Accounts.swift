package import SignalingDomain
import SignalingProtocol

/// Makes accounts; there is no page for it.
package enum Accounts {
    /// Why an account was not made or not changed.
    package enum Failure: Error, Equatable, Sendable, CustomStringConvertible {
        /// The sign-in name is empty, too long, or has a space or a control character.
        case name
        /// The display name is empty, too long, or more than one line.
        case displayName
        /// There is no account of this name.
        case unknown(String)

        package var description: String {
            switch self {
            case .name: "A sign-in name has 1 to 100 characters, none of them a space or a control character."
            case .displayName: "A display name is one line of at most 100 characters."
            case .unknown(let name): "There is no account \(name). nearhand account add \(name) makes it."
            }
        }
    }

    /// Makes an account and returns its one-time password, which must be changed at the first sign-in.
    /// - Throws: `Failure`, `StoreFailure.nameIsTaken`.
    package static func add(name: String, displayName: String, to store: any Store) async throws -> String {
        guard let parsed = PersonName.parse(name), parsed == name, !name.contains(" ") else { throw Failure.name }
        guard let shown = PersonName.parse(displayName) else { throw Failure.displayName }
        let password = Secrets.makeOneTimePassword()
        let hash = try await PasswordHash.make(of: password)
        _ = try await store.addAccount(name: name, displayName: shown, passwordHash: hash)
        return password
    }

    /// Replaces an account's password by a one-time password, which it returns, and revokes the account's tokens.
    /// - Throws: `Failure.unknown`.
    package static func resetPassword(name: String, in store: any Store) async throws -> String {
        guard let password = try await setOneTimePassword(name: name, whileUnused: false, in: store) else {
            throw Failure.unknown(name)
        }
        return password
    }

    /// Replaces a one-time password that nobody has used by another; `nil` when there is none to replace.
    package static func renewOneTimePassword(name: String, in store: any Store) async throws -> String? {
        try await setOneTimePassword(name: name, whileUnused: true, in: store)
    }

    private static func setOneTimePassword(
        name: String, whileUnused: Bool, in store: any Store
    ) async throws -> String? {
        guard let stored = try await store.account(named: name) else { return nil }
        let password = Secrets.makeOneTimePassword()
        let hash = try await PasswordHash.make(of: password)
        let isSet = try await store.setOneTimePassword(of: stored.account.id, hash: hash, whileUnused: whileUnused)
        return isSet ? password : nil
    }
}
