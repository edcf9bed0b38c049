import Foundation
import SignalingDomain
import SignalingProtocol
import SignalingStore
import Testing
import Wire

@Suite("The notes in a session's report")
struct ReportTests {
    private static let now = SQLiteStoreTests.now
    private static let session = SessionID(rawValue: "session")

    private static func record(of account: Account, _ session: SessionID = session) -> SessionRecord {
        SessionRecord(
            id: session, host: account, startedAt: now, number: nil, numberExpiresAt: SQLiteStoreTests.later)
    }

    private static func notes(_ text: String, revision: Int, at seconds: Int64 = 0) -> NotesRecord {
        NotesRecord(session: session, revision: revision, text: text, savedAt: now.advanced(bySeconds: seconds))
    }

    @Test("They are kept, replaced by later ones, and outlive the session and the process")
    func story() async throws {
        let folder = try TemporaryFolder()
        do {
            let (store, account) = try await folder.openStoreWithAccount()
            try await store.apply([.sessionStarted(Self.record(of: account))])
            #expect(try await store.notes(of: Self.session) == nil)
            let first = Self.notes("Driver 2.1", revision: 3)
            #expect(
                try await store.saveNotes(first, of: account.id)
                    == NotesReceipt(revision: 3, savedAt: first.savedAt))
            try await store.apply([.sessionEnded(Self.session)])
            #expect(try await store.notes(of: Self.session) == first)
            let last = Self.notes("印表機可以列印了。\n🖨", revision: 7, at: 60)
            #expect(try await store.saveNotes(last, of: account.id)?.revision == 7)
        }
        let store = try SQLiteStore(path: folder.database, purpose: .service)
        let kept = try await store.notes(of: Self.session)
        #expect(kept == Self.notes("印表機可以列印了。\n🖨", revision: 7, at: 60))
        #expect(try await store.restore(now: Self.now).sessions.isEmpty, "the session itself is over")
    }

    @Test("The same revision again changes nothing but the time; an earlier one changes nothing and says what is there")
    func idempotent() async throws {
        let folder = try TemporaryFolder()
        let (store, account) = try await folder.openStoreWithAccount()
        try await store.apply([.sessionStarted(Self.record(of: account))])
        for seconds in [0, 5] as [Int64] {
            let receipt = try await store.saveNotes(Self.notes("one", revision: 5, at: seconds), of: account.id)
            #expect(receipt == NotesReceipt(revision: 5, savedAt: Self.now.advanced(bySeconds: seconds)))
        }
        let late = try await store.saveNotes(Self.notes("old", revision: 4, at: 9), of: account.id)
        #expect(late == NotesReceipt(revision: 5, savedAt: Self.now.advanced(bySeconds: 5)))
        #expect(try await store.notes(of: Self.session)?.text == "one")
    }

    @Test("Nobody else writes into it, and nobody into a report that there is not")
    func ownAlone() async throws {
        let folder = try TemporaryFolder()
        let (store, account) = try await folder.openStoreWithAccount()
        let other = try await store.addAccount(name: "ada", displayName: "Ada", passwordHash: "hash")
        #expect(try await store.saveNotes(Self.notes("early", revision: 1), of: account.id) == nil)
        try await store.apply([.sessionStarted(Self.record(of: account))])
        #expect(try await store.saveNotes(Self.notes("stolen", revision: 9), of: other.id) == nil)
        #expect(try await store.notes(of: Self.session) == nil)
    }

    @Test("An empty report goes thirty days after a session's start, unless it still runs or has notes")
    func lifetime() async throws {
        let folder = try TemporaryFolder()
        let (store, account) = try await folder.openStoreWithAccount()
        let running = SessionID(rawValue: "running")
        let written = SessionID(rawValue: "written")
        try await store.apply([
            .sessionStarted(Self.record(of: account)), .sessionStarted(Self.record(of: account, running)),
            .sessionStarted(Self.record(of: account, written)), .sessionEnded(Self.session), .sessionEnded(written),
        ])
        var notes = Self.notes("kept", revision: 1)
        notes.session = written
        _ = try await store.saveNotes(notes, of: account.id)
        try await store.removeExpired(now: Self.now.advanced(bySeconds: 30 * 86_400 - 1))
        #expect(try await store.saveNotes(Self.notes("in time", revision: 1), of: account.id) != nil)

        let other = try TemporaryFolder()
        let (late, owner) = try await other.openStoreWithAccount()
        try await late.apply([
            .sessionStarted(Self.record(of: owner)), .sessionStarted(Self.record(of: owner, running)),
            .sessionStarted(Self.record(of: owner, written)), .sessionEnded(Self.session), .sessionEnded(written),
        ])
        _ = try await late.saveNotes(notes, of: owner.id)
        try await late.removeExpired(now: Self.now.advanced(bySeconds: 30 * 86_400))
        #expect(try await late.saveNotes(Self.notes("too late", revision: 1), of: owner.id) == nil)
        #expect(try await late.notes(of: written)?.text == "kept")
        var still = Self.notes("still running", revision: 1)
        still.session = running
        #expect(try await late.saveNotes(still, of: owner.id) != nil)
    }
}
