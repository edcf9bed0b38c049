import Foundation
import SessionDomain
import SignalingProtocol
import Testing
import Wire

@testable import Node

/// What a node keeps of notes between its runs, and what it makes of a site that is not well.
struct NotesKeeperTests {
    private static let site = "https://support.example.org"
    private static let time = WallClockTime(secondsSince1970: 1_780_000_000)
    private static let session = SessionID(rawValue: "c2Vzc2lvbg")

    private func withFolder(_ story: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "nearhand-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try story(folder)
    }

    /// A keeper whose account has written on a session that runs.
    private func written(
        _ folder: String, _ session: SessionID = session, account: String = "alex", text: String = "a"
    ) -> NotesKeeper {
        var keeper = NotesKeeper(site: Self.site, stateFolder: folder)
        keeper.begin(session, account: account, at: Self.time)
        #expect(keeper.write(.init(session: session, text: text, revision: 1)) == .taken)
        return keeper
    }

    /// The next run in the same folder, after the sign-in of an account.
    private func next(_ folder: String, site: String = site, account: String) -> NotesKeeper {
        var keeper = NotesKeeper(site: site, stateFolder: folder)
        keeper.load()
        keeper.show(for: account)
        return keeper
    }

    private func files(_ folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder + "/notes")) ?? []).sorted()
    }

    @Test func onlyTheirOwnAccountOnTheirOwnSiteSeesAndSendsThem() throws {
        try withFolder { folder in
            var keeper = written(folder)
            keeper.save(Self.session)
            #expect(next(folder, account: "alex").shownNotes(of: "alex")?.text == "a")
            #expect(next(folder, account: "alex").pending(of: "alex").map(\.text) == ["a"])
            for (site, account) in [(Self.site, "grace"), ("https://other.example", "alex")] {
                let other = next(folder, site: site, account: account)
                #expect(other.shownNotes(of: account) == nil && other.pending(of: account).isEmpty)
            }
            #expect(next(folder, account: "alex").shownNotes(of: nil) == nil)
            #expect(files(folder) == ["c2Vzc2lvbg.json"], "nobody's look took them away")
        }
    }

    @Test func aSiteThatCouldStoreNothingIsAskedAgainOnceItsPauseIsOver() throws {
        try withFolder { folder in
            var keeper = written(folder)
            keeper.save(Self.session)
            let now = Instant.origin
            keeper.handle(.init(session: Self.session, revision: 1, reason: .unavailable), now: now)
            #expect(keeper.pending(of: "alex").count == 1)
            #expect(keeper.retryTime == now + NotesKeeper.retryPause)
            #expect(keeper.takeRetry(now: now) == false)
            #expect(keeper.takeRetry(now: now + NotesKeeper.retryPause) == true)
            #expect(keeper.retryTime == nil)
            #expect(keeper.takeRetry(now: now + .seconds(60)) == false)
        }
    }

    @Test func whatTheSiteDoesNotKnowStaysHere() throws {
        try withFolder { folder in
            var keeper = written(folder)
            keeper.save(Self.session)
            keeper.handle(.init(session: Self.session, revision: 1, reason: .unknownSession), now: .origin)
            keeper.end()
            #expect(keeper.pending(of: "alex").isEmpty)
            #expect(next(folder, account: "alex").shownNotes(of: "alex")?.text == "a")
        }
    }

    @Test func aDraftThatWasEmptiedLeavesNoFile() throws {
        try withFolder { folder in
            var keeper = written(folder)
            #expect(files(folder).count == 1)
            #expect(keeper.write(.init(session: Self.session, text: "", revision: 2)) == .taken)
            keeper.end()
            #expect(files(folder).isEmpty)
        }
    }

    @Test(arguments: ["../outside", "", ".hidden", "a/b", "a b", "é", String(repeating: "a", count: 65)])
    func anIdentifierThatIsNoFileNameHasNone(name: String) throws {
        try withFolder { folder in
            let notes = folder + "/state/notes"
            try FileManager.default.createDirectory(atPath: notes, withIntermediateDirectories: true)
            let keeper = written(folder + "/state", SessionID(rawValue: name))
            #expect(!keeper.isShownKept)
            #expect(keeper.shownNotes(of: "alex")?.text == "a", "they are there until the node ends")
            let paths = try FileManager.default.subpathsOfDirectory(atPath: folder)
            #expect(paths.sorted() == ["state", "state/notes"])
        }
    }

    @Test(arguments: ["", "{", "[]", #"{"site":1}"#, String(repeating: "[", count: 300_000)])
    func whatIsDamagedIsRemoved(text: String) throws {
        try withFolder { folder in
            _ = written(folder)
            try text.write(toFile: folder + "/notes/c2Vzc2lvbg.json", atomically: true, encoding: .utf8)
            try "{}".write(toFile: folder + "/notes/c2Vzc2lvbg.json.part", atomically: true, encoding: .utf8)
            #expect(next(folder, account: "alex").shownNotes(of: "alex") == nil)
            #expect(files(folder).isEmpty)
        }
    }

    @Test func aFileOfAnotherNameIsNotTakenForASession() throws {
        try withFolder { folder in
            _ = written(folder)
            let path = folder + "/notes/c2Vzc2lvbg.json"
            try FileManager.default.moveItem(atPath: path, toPath: folder + "/notes/b3RoZXI.json")
            #expect(next(folder, account: "alex").shownNotes(of: "alex") == nil)
        }
    }

    @Test func theLongestNotesWithALongestSaveBeforeThemAreReadAgain() throws {
        try withFolder { folder in
            let longest = String(repeating: "\"", count: SessionNotes.maximumScalarCount - 1)
            var keeper = written(folder, text: longest + "🖨")
            keeper.save(Self.session)
            let other = String(repeating: "🖨", count: SessionNotes.maximumScalarCount)
            #expect(keeper.write(.init(session: Self.session, text: other, revision: 2)) == .taken)
            let read = next(folder, account: "alex")
            #expect(read.shownNotes(of: "alex")?.text == other)
            #expect(read.pending(of: "alex").map(\.text) == [longest + "🖨"])
        }
    }

    @Test func theyAreNotPrinted() {
        let notes = SessionNotes(session: Self.session, startedAt: Self.time)
        #expect("\(KeptNotes(site: Self.site, account: "alex", notes: notes))" == "‹redacted›")
    }
}
