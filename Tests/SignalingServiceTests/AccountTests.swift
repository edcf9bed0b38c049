import SignalingDomain
import SignalingProtocol
import SignalingStore
import Testing

@testable import SignalingService

@Suite("Accounts made and mended by command", .timeLimit(.minutes(1)))
struct AccountTests {
    private static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    private static let redirect = "http://127.0.0.1:49152/signed-in"

    @Test("A name that is taken is answered with the way to a new password")
    func takenName() async throws {
        let folder = try TestFolder()
        let path = folder.configuration.databasePath
        _ = try await SignalingService.addAccount(name: "grace", displayName: "Grace", databasePath: path)
        await #expect(throws: StoreFailure.nameIsTaken("Grace")) {
            try await SignalingService.addAccount(name: "Grace", displayName: "Grace", databasePath: path)
        }
        #expect(
            StoreFailure.nameIsTaken("grace").description
                == "There is an account grace already. nearhand account reset-password grace gives it a new "
                + "one-time password.")
    }

    @Test("A reset replaces the password, must be followed by a new one, and revokes the tokens")
    func reset() async throws {
        let folder = try TestFolder()
        let path = folder.configuration.databasePath
        let store = try SQLiteStore(path: path, purpose: .service)
        let desk = try await SignInDesk(store: store, clock: ServiceClock())
        let first = try await desk.addAccount(name: "grace", displayName: "Grace")
        #expect(try await signIn(desk, first, newPassword: "a password of her own").isRedirect)
        let account = try #require(try await store.account(named: "grace")).account
        let code = try await desk.makeCode(
            for: account, codeChallenge: Secrets.challenge(of: Self.verifier), redirectURI: Self.redirect)
        let admission = try #require(
            try await desk.redeem(
                ClientMessage.SignIn(code: code, codeVerifier: Self.verifier, redirectURI: Self.redirect)))

        let second = try await SignalingService.resetPassword(name: "grace", databasePath: path)
        #expect(second != first)
        #expect(try await desk.resume(token: admission.token) == nil)
        #expect(try await signIn(desk, "a password of her own") == .failed)
        #expect(try await signIn(desk, second) == .needsNewPassword)
        #expect(try await signIn(desk, second, newPassword: "another of her own").isRedirect)
        await #expect(throws: Accounts.Failure.unknown("ada")) {
            try await SignalingService.resetPassword(name: "ada", databasePath: path)
        }
    }

    @Test("A one-time password is renewed until it is used")
    func renewal() async throws {
        let folder = try TestFolder()
        let store = try SQLiteStore(path: folder.configuration.databasePath, purpose: .service)
        let desk = try await SignInDesk(store: store, clock: ServiceClock())
        let first = try await desk.addAccount(name: "grace", displayName: "Grace")
        let second = try #require(try await Accounts.renewOneTimePassword(name: "grace", in: store))
        #expect(try await signIn(desk, first) == .failed)
        #expect(try await signIn(desk, second, newPassword: "a password of her own").isRedirect)
        #expect(try await Accounts.renewOneTimePassword(name: "grace", in: store) == nil)
        #expect(try await Accounts.renewOneTimePassword(name: "ada", in: store) == nil)
        #expect(try await signIn(desk, "a password of her own").isRedirect)
    }

    private func signIn(
        _ desk: SignInDesk, _ password: String, newPassword: String? = nil
    ) async throws -> SignInAnswer {
        try await desk.signIn(
            SignInRequest(
                name: "grace", password: password, newPassword: newPassword,
                codeChallenge: Secrets.challenge(of: Self.verifier), redirectURI: Self.redirect, state: nil),
            from: .local)
    }
}

extension SignInAnswer {
    fileprivate var isRedirect: Bool {
        if case .redirect = self { true } else { false }
    }
}
