import Foundation
import SignalingProtocol
import Testing
import Wire

@testable import Node

struct SessionFileTests {
    private static let session = KeptSession(
        site: "https://support.example.org", account: "alex", session: SessionID(rawValue: "c2Vzc2lvbg"),
        link: KeptSession.UnusedLink(
            invitation: InvitationID(rawValue: "aW52aXRhdGlvbg"), secret: "c2VjcmV0",
            expiresAt: WallClockTime(secondsSince1970: 1_893_456_000)),
        isLinkUsed: false)

    private func withFolder(_ story: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "nearhand-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try story(folder)
    }

    private func open(_ folder: String) throws -> SessionFile { try #require(SessionFile(folder: folder)) }

    @Test func theNextRunReadsWhatWasKept() throws {
        try withFolder { folder in
            do {
                let file = try open(folder)
                #expect(file.kept == nil)
                try file.keep(Self.session)
            }
            let next = try open(folder)
            #expect(next.kept == Self.session)
            try next.keep(nil)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["host-session.lock"])
        }
    }

    @Test func itIsItsOwnersAlone() throws {
        try withFolder { folder in
            let file = try open(folder)
            let former = umask(0)
            defer { umask(former) }
            try file.keep(Self.session)
            let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/host-session.json")
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect("\(Self.session)" == "‹redacted›")
        }
    }

    @Test func aSecondNodeInTheFolderKeepsItsHandsOff() throws {
        try withFolder { folder in
            let first = try open(folder)
            try first.keep(Self.session)
            #expect(SessionFile(folder: folder) == nil)
            #expect(first.kept == Self.session)
        }
    }

    @Test(arguments: ["", "{", "[]", #"{"session":1}"#, String(repeating: "[", count: 20_000)])
    func whatIsDamagedIsAsGoodAsNone(text: String) throws {
        try withFolder { folder in
            try text.write(toFile: folder + "/host-session.json", atomically: true, encoding: .utf8)
            let file = try open(folder)
            #expect(file.kept == nil)
            try file.keep(Self.session)
            #expect(file.kept == Self.session)
        }
    }

    @Test func anotherFileIsNotFollowedTo() throws {
        try withFolder { folder in
            try "mine".write(toFile: folder + "/other", atomically: true, encoding: .utf8)
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/host-session.json.part", withDestinationPath: folder + "/other")
            let file = try open(folder)
            try file.keep(Self.session)
            #expect(try String(contentsOfFile: folder + "/other", encoding: .utf8) == "mine")
        }
    }

    @Test func aFolderThatIsNotThereIsNoFile() {
        #expect(SessionFile(folder: "/nonexistent/nearhand") == nil)
    }
}
