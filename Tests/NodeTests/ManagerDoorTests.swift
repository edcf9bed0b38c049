import Foundation
import SignalingProtocol
import Testing

@testable import Node

/// The way of a link to the Support Manager that runs already, and what it remembers.
@Suite(.timeLimit(.minutes(1))) struct ManagerDoorTests {
    private final class Folder: Sendable {
        let path = FileManager.default.temporaryDirectory.appending(path: "nh-\(UUID().uuidString.prefix(8))").path

        init() throws {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    /// It blocks, as it does in a program of its own.
    private func hand(_ link: String, in folder: String) async -> Bool {
        await Task.detached { ManagerDoor.hand(link, in: folder) }.value
    }

    @Test func aLinkReachesTheOneThatRuns() async throws {
        let folder = try Folder()
        let door = try #require(try ManagerDoor.open(in: folder.path))
        #expect(try ManagerDoor.open(in: folder.path) == nil)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/nearhand-open.sock")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        var links = door.links.makeAsyncIterator()
        for link in ["nearhand://support.example/join?code=A#b.c", "nearhand://other.example/join"] {
            let isTaken = await hand(link, in: folder.path)
            #expect(isTaken)
            #expect(await links.next() == link)
        }
        door.close()
        #expect(await links.next() == nil)
    }

    @Test func aClosedDoorTakesNothingAndCanBeOpenedAgain() async throws {
        let folder = try Folder()
        #expect(!ManagerDoor.hand("nearhand://support.example/join", in: folder.path))
        try #require(try ManagerDoor.open(in: folder.path)).close()
        #expect(!ManagerDoor.hand("nearhand://support.example/join", in: folder.path))
        let door = try #require(try ManagerDoor.open(in: folder.path))
        door.close()
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/nearhand-open.sock"))
    }

    @Test func whatACrashLeftIsReplaced() throws {
        let folder = try Folder()
        try Data().write(to: URL(filePath: folder.path + "/nearhand-open.sock"))
        let door = try #require(try ManagerDoor.open(in: folder.path))
        door.close()
    }

    @Test func tooLongAFolderOrOneThatIsNotThereIsSaid() throws {
        #expect(throws: NodeError.self) { try ManagerDoor.open(in: "/nowhere/at/all") }
        let folder = try Folder()
        let long = folder.path + "/" + String(repeating: "a", count: 120)
        try FileManager.default.createDirectory(atPath: long, withIntermediateDirectories: true)
        #expect(throws: NodeError.self) { try ManagerDoor.open(in: long) }
    }

    @Test func moreThanALinkIsNotTaken() async throws {
        let folder = try Folder()
        let door = try #require(try ManagerDoor.open(in: folder.path))
        let long = String(repeating: "a", count: 100_000)
        let isLongTaken = await hand(long, in: folder.path)
        let isShortTaken = await hand("short", in: folder.path)
        #expect(!isLongTaken && isShortTaken)
        var links = door.links.makeAsyncIterator()
        #expect(await links.next() == "short")
        door.close()
    }

    @Test func aSiteIsKnownOnceItWasNotedAndNoOtherIs() throws {
        let folder = try Folder()
        let sites = KnownSites(folder: folder.path)
        let site = try #require(SiteAddress(parsing: "https://support.example"))
        let similar = try ["https://support.example:8443", "http://support.example", "https://upport.example"]
            .map { try #require(SiteAddress(parsing: $0)) }
        #expect(!sites.contains(site))
        sites.add(site)
        sites.add(site)
        #expect(sites.contains(site))
        for other in similar { #expect(!sites.contains(other), "\(other)") }
        #expect(
            try String(contentsOfFile: folder.path + "/known-sites", encoding: .utf8) == "https://support.example\n")
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/known-sites")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
}
