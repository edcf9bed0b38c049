import Foundation
import Testing

@testable import Node

/// Two nodes of one person beside each other.
struct PublishedFolderTests {
    private func withParent(_ body: (String) throws -> Void) throws {
        let parent = FileManager.default.temporaryDirectory.appending(path: "nearhand-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: parent) }
        try body(parent)
    }

    private func put(_ name: String, into folder: PublishedFolder) throws {
        try Data("content".utf8).write(to: URL(filePath: "\(folder.path)/\(name)"))
    }

    @Test func aSecondNodeLeavesTheFirstOnesFilesAlone() throws {
        try withParent { parent in
            let first = PublishedFolder(in: parent)
            try first.open()
            try put("a", into: first)
            let second = PublishedFolder(in: parent)
            try second.open()
            try put("b", into: second)
            #expect(first.path != second.path)
            #expect(try FileManager.default.contentsOfDirectory(atPath: first.path) == ["a"])
            second.close()
            #expect(try FileManager.default.contentsOfDirectory(atPath: first.path) == ["a"])
            first.close()
            #expect(try FileManager.default.contentsOfDirectory(atPath: parent).isEmpty)
        }
    }

    @Test func whatACrashLeftIsRemoved() throws {
        try withParent { parent in
            // A folder without a lock is one whose process is dead; files beside it are an earlier version's.
            try FileManager.default.createDirectory(atPath: parent + "/dead", withIntermediateDirectories: true)
            try Data([1]).write(to: URL(filePath: parent + "/dead/a"))
            try Data([1]).write(to: URL(filePath: parent + "/old"))
            let folder = PublishedFolder(in: parent)
            try folder.open()
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: parent) == [
                    URL(filePath: folder.path).lastPathComponent
                ])
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.path)
            #expect(attributes[.posixPermissions] as? Int == 0o700)
        }
    }

    @Test func manyThatStartAtTheSameMomentAllHaveAFolder() async throws {
        let parent = FileManager.default.temporaryDirectory.appending(path: "nearhand-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: parent) }
        let folders = (0..<16).map { _ in PublishedFolder(in: parent) }
        try await withThrowingTaskGroup { group in
            for folder in folders { group.addTask { try folder.open() } }
            try await group.waitForAll()
        }
        for folder in folders { #expect(FileManager.default.fileExists(atPath: folder.path)) }
    }

    @Test func aFolderThatCannotBeMadeIsSaid() {
        #expect(throws: NodeError.stateFolder(path: "/nonexistent/published", errorNumber: ENOENT)) {
            try PublishedFolder(in: "/nonexistent/published").open()
        }
    }
}
