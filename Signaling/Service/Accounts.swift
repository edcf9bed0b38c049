package import SignalingDomain
import SignalingProtocol

/// Makes accounts; there is no page for it.
package enum Accounts {
    /// Why an account was not made.
    package enum Failure: Error, Equatable, Sendable, CustomStringConvertible {
        case name
        case displayName

        package var description: String {
            switch self {
            case .name: "A sign-in name has 1 to 100 characters, none of them a space or a control character."
            case .displayName: "A display name is one line of at most 100 characters."
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
}
