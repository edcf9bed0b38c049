import Foundation
import SignalingDomain
import SignalingProtocol
import SignalingStore
import Testing
import Wire

/// A folder of its own for each test.
struct TemporaryFolder: ~Copyable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "nearhand-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    var database: String { url.appending(path: "site.sqlite").path }

    /// A service's store in the folder, with one account in it.
    func openStoreWithAccount() async throws -> (store: SQLiteStore, account: Account) {
        let store = try SQLiteStore(path: database, purpose: .service)
        return (store, try await store.addAccount(name: "grace", displayName: "Grace", passwordHash: "hash"))
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }
}

@Suite("The file that keeps a site's state")
struct SQLiteStoreTests {
    static let now = WallClockTime(secondsSince1970: 1_893_456_000)
    static let later = now.advanced(bySeconds: 900)

    @Test("What was applied is there when the file is opened again, without what has expired")
    func restore() async throws {
        let folder = try TemporaryFolder()
        let session = SessionID(rawValue: "session")
        let number = SessionNumber(rawValue: "012345678")
        do {
            let (store, account) = try await folder.openStoreWithAccount()
            let record = SessionRecord(
                id: session, host: account, startedAt: Self.now, number: number, numberExpiresAt: Self.later)
            try await store.apply([
                .sessionStarted(record),
                .numberUsed(UsedNumberRecord(number: number, until: Self.now.advanced(bySeconds: 86_400))),
                .invitationMade(
                    InvitationRecord(id: InvitationID(rawValue: "a"), session: session, expiresAt: Self.later)),
                .invitationMade(
                    InvitationRecord(id: InvitationID(rawValue: "b"), session: session, expiresAt: Self.later)),
                .invitationEnded(InvitationID(rawValue: "a")),
            ])
        }
        let store = try SQLiteStore(path: folder.database, purpose: .service)
        let state = try await store.restore(now: Self.now)
        #expect(state.sessions.map(\.number) == [number])
        #expect(state.sessions.first?.host.displayName == "Grace")
        #expect(state.invitations.map(\.id.rawValue) == ["b"])
        #expect(state.usedNumbers.map(\.number) == [number])

        let afterwards = try await store.restore(now: Self.later)
        #expect(afterwards.sessions.map(\.number) == [nil])
        #expect(afterwards.invitations.isEmpty)

        try await store.apply([.sessionEnded(session)])
        #expect(try await store.restore(now: Self.now).sessions.isEmpty)
        #expect(try await store.restore(now: Self.now).invitations.isEmpty)
    }

    @Test("A number that expired while the service was away may be another session's")
    func expiredNumber() async throws {
        let folder = try TemporaryFolder()
        let (store, account) = try await folder.openStoreWithAccount()
        let earlier = SessionRecord(
            id: SessionID(rawValue: "earlier"), host: account, startedAt: Self.now,
            number: SessionNumber(rawValue: "012345678"), numberExpiresAt: Self.later)
        try await store.apply([.sessionStarted(earlier)])
        #expect(try await store.restore(now: Self.later).sessions.map(\.number) == [nil])

        var next = earlier
        next.id = SessionID(rawValue: "next")
        next.numberExpiresAt = Self.later.advanced(bySeconds: 900)
        try await store.apply([.sessionStarted(next)])
        #expect(try await store.restore(now: Self.later).sessions.compactMap(\.number) == [next.number])
    }

    @Test("A second service on the file is refused, a command is not; after the first is gone it works")
    func oneService() async throws {
        let folder = try TemporaryFolder()
        do {
            let first = try SQLiteStore(path: folder.database, purpose: .service)
            #expect(throws: StoreFailure.inUse) { try SQLiteStore(path: folder.database, purpose: .service) }
            let command = try SQLiteStore(path: folder.database, purpose: .command)
            _ = try await command.addAccount(name: "grace", displayName: "Grace", passwordHash: "hash")
            #expect(try await first.account(named: "Grace")?.account.name == "grace", "names differ not by case")
        }
        _ = try SQLiteStore(path: folder.database, purpose: .service)
    }

    @Test("The file and its side files are their owner's alone")
    func mode() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.database, purpose: .service)
        _ = try await store.addAccount(name: "grace", displayName: "Grace", passwordHash: "hash")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path) {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.url.appending(path: name).path)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
    }

    @Test("A name is taken once")
    func nameIsTaken() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.database, purpose: .service)
        _ = try await store.addAccount(name: "grace", displayName: "Grace", passwordHash: "hash")
        await #expect(throws: StoreFailure.nameIsTaken("GRACE")) {
            try await store.addAccount(name: "GRACE", displayName: "Other", passwordHash: "hash")
        }
    }

    @Test("A first password must be changed; a set one need not")
    func passwords() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.database, purpose: .service)
        let account = try await store.addAccount(name: "grace", displayName: "Grace", passwordHash: "one")
        #expect(try await store.account(named: "grace")?.needsNewPassword == true)
        try await store.setPassword(of: account.id, hash: "two")
        let stored = try await store.account(named: "grace")
        #expect(stored?.passwordHash == "two")
        #expect(stored?.needsNewPassword == false)
    }

    @Test("A code is taken once, and not when it has expired")
    func codes() async throws {
        let folder = try TemporaryFolder()
        let (store, account) = try await folder.openStoreWithAccount()
        let code = StoredAuthorizationCode(
            hash: [1, 2, 3], account: account, codeChallenge: "c", redirectURI: "r", expiresAt: Self.later)
        try await store.add(code)
        #expect(try await store.takeAuthorizationCode(hash: [1, 2, 3], now: Self.now) == code)
        #expect(try await store.takeAuthorizationCode(hash: [1, 2, 3], now: Self.now) == nil)
        try await store.add(code)
        #expect(try await store.takeAuthorizationCode(hash: [1, 2, 3], now: Self.later) == nil)
    }

    @Test("A token works until it expires, and its expiry can be moved")
    func tokens() async throws {
        let folder = try TemporaryFolder()
        let (store, account) = try await folder.openStoreWithAccount()
        try await store.addToken(hash: [9], account: account.id, expiresAt: Self.later)
        #expect(try await store.account(tokenHash: [9], now: Self.now) == account)
        #expect(try await store.account(tokenHash: [8], now: Self.now) == nil)
        #expect(try await store.account(tokenHash: [9], now: Self.later) == nil)
        try await store.setExpiry(ofTokenHash: [9], to: Self.later.advanced(bySeconds: 1))
        #expect(try await store.account(tokenHash: [9], now: Self.later) == account)
        try await store.removeExpired(now: Self.later.advanced(bySeconds: 1))
        #expect(try await store.account(tokenHash: [9], now: Self.now) == nil)
    }

    @Test("Changes are applied together or not at all")
    func transaction() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.database, purpose: .service)
        let invitation = InvitationRecord(
            id: InvitationID(rawValue: "a"), session: SessionID(rawValue: "none"), expiresAt: Self.later)
        let used = UsedNumberRecord(number: SessionNumber(rawValue: "012345678"), until: Self.later)
        await #expect(throws: (any Error).self) {
            try await store.apply([.numberUsed(used), .invitationMade(invitation)])
        }
        #expect(try await store.restore(now: Self.now).usedNumbers.isEmpty)
    }
}
