import Crypto
import Foundation
import Testing
import Wire

@testable import Node
@testable import SessionDomain

/// A folder of the test's own, gone afterwards.
private func withFolder(_ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "nearhand-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
}

private func hash(_ bytes: [UInt8]) -> String {
    [UInt8](SHA256.hash(data: bytes)).hexadecimal
}

private let transfer = TransferID(rawValue: "abc-1")

/// Receives the first bytes of a file, and keeps them.
private func part(of bytes: [UInt8], count: Int, in folder: String) throws {
    var file = try IncomingFile(
        folder: folder, name: "b", size: bytes.count, sha256: hash(bytes), transfer: TransferID(rawValue: "first"))
    try file.append(Array(bytes.prefix(count)))
    file.keep()
}

@Suite struct IncomingFileTests {
    @Test func wholeFileGetsItsName() throws {
        try withFolder { folder in
            let bytes = [UInt8](repeating: 7, count: 100_000)
            var file = try IncomingFile(
                folder: folder, name: "report.pdf", size: bytes.count, sha256: hash(bytes), transfer: transfer)
            for start in stride(from: 0, to: bytes.count, by: 16_384) {
                try file.append(Array(bytes[start..<min(bytes.count, start + 16_384)]))
            }
            let path = try file.finish()
            #expect(path == folder + "/report.pdf")
            #expect(try [UInt8](Data(contentsOf: URL(filePath: path))) == bytes)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["report.pdf"])
        }
    }

    @Test func anotherFileOfThatNameIsKept() throws {
        try withFolder { folder in
            try Data("mine".utf8).write(to: URL(filePath: folder + "/report.pdf"))
            var file = try IncomingFile(
                folder: folder, name: "report.pdf", size: 1, sha256: hash([1]), transfer: transfer)
            try file.append([1])
            #expect(try file.finish() == folder + "/report (2).pdf")
            #expect(try String(contentsOfFile: folder + "/report.pdf", encoding: .utf8) == "mine")
        }
    }

    @Test func wrongHashLeavesNothing() throws {
        try withFolder { folder in
            var file = try IncomingFile(folder: folder, name: "a", size: 2, sha256: hash([1, 2]), transfer: transfer)
            try file.append([2, 1])
            do {
                _ = try file.finish()
                Issue.record("a file with another hash was accepted")
            } catch {
                #expect(error as? IncomingFile.Failure == .hashMismatch)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }

    @Test func moreBytesThanAnnouncedAreRefused() throws {
        try withFolder { folder in
            var file = try IncomingFile(folder: folder, name: "a", size: 1, sha256: hash([1]), transfer: transfer)
            do {
                try file.append([1, 2])
                Issue.record("more bytes than announced were taken")
            } catch {
                #expect(error as? IncomingFile.Failure == .hashMismatch)
            }
        }
    }

    @Test func linkInPlaceOfThePartialFileIsNotFollowed() throws {
        try withFolder { folder in
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/." + hash([1]) + ".part", withDestinationPath: folder + "/elsewhere")
            var file = try IncomingFile(folder: folder, name: "a", size: 1, sha256: hash([1]), transfer: transfer)
            try file.append([1])
            _ = try file.finish()
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/.abc1.part", withDestinationPath: folder + "/elsewhere")
            #expect(throws: IncomingFile.Failure.folderNotWritable) {
                _ = try IncomingFile(folder: folder, name: "a", size: 1, sha256: hash([1]), transfer: transfer)
            }
            #expect(!FileManager.default.fileExists(atPath: folder + "/elsewhere"))
        }
    }

    @Test func whatIsKeptIsGoneOnWithAndTheHashCoversTheWhole() throws {
        try withFolder { folder in
            let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            try part(of: bytes, count: 2_000_000, in: folder)
            var second = try IncomingFile(
                folder: folder, name: "b", size: bytes.count, sha256: hash(bytes), transfer: transfer)
            #expect(second.received == 2_000_000)
            try second.append(Array(bytes[2_000_000...]))
            let path = try second.finish()
            #expect(try [UInt8](Data(contentsOf: URL(filePath: path))) == bytes)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["b"])
        }
    }

    @Test func aPartThatWasChangedFailsAndIsGone() throws {
        try withFolder { folder in
            let bytes = [UInt8](repeating: 9, count: 1_000)
            try part(of: bytes, count: 500, in: folder)
            let handle = try FileHandle(forWritingTo: URL(filePath: folder + "/." + hash(bytes) + ".part"))
            try handle.write(contentsOf: [1])
            try handle.close()
            var second = try IncomingFile(
                folder: folder, name: "b", size: bytes.count, sha256: hash(bytes), transfer: transfer)
            try second.append(Array(bytes[500...]))
            do {
                _ = try second.finish()
                Issue.record("a changed part was accepted")
            } catch {
                #expect(error as? IncomingFile.Failure == .hashMismatch)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }

    @Test func twoTransfersOfTheSameBytesKeepApart() throws {
        try withFolder { folder in
            let bytes: [UInt8] = [1, 2]
            var first = try IncomingFile(folder: folder, name: "a", size: 2, sha256: hash(bytes), transfer: transfer)
            var second = try IncomingFile(folder: folder, name: "b", size: 2, sha256: hash(bytes), transfer: transfer)
            try first.append([1])
            try second.append(bytes)
            _ = try second.finish()
            try first.append([2])
            _ = try first.finish()
            #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder)) == ["a", "b"])
        }
    }

    @Test func partsAreDeletedAfterAWeek() throws {
        try withFolder { folder in
            try part(of: [1, 2, 3], count: 2, in: folder)
            try Data("mine".utf8).write(to: URL(filePath: folder + "/.mine.part"))
            let now = Int64(Date().timeIntervalSince1970)
            IncomingFile.removeOldParts(in: folder, now: WallClockTime(secondsSince1970: now + 6 * 86_400))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
            IncomingFile.removeOldParts(in: folder, now: WallClockTime(secondsSince1970: now + 8 * 86_400))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [".mine.part"])
        }
    }

    @Test func missingFolderIsSaid() {
        #expect(throws: IncomingFile.Failure.folderNotWritable) {
            _ = try IncomingFile(
                folder: "/nonexistent", name: "a", size: 1, sha256: hash([1]), transfer: transfer)
        }
    }

    @Test(arguments: [
        ("report.pdf", "report (2).pdf"), ("archive.tar.gz", "archive.tar (2).gz"), ("none", "none (2)"),
        (".hidden", ".hidden (2)"),
    ])
    func numberStandsBeforeTheEnding(name: String, numbered: String) {
        #expect(IncomingFile.numbered(name, 2) == numbered)
    }
}

@Suite struct OutgoingFileTests {
    @Test func piecesAreTheFile() throws {
        try withFolder { folder in
            let bytes = (0..<50_000).map { UInt8(truncatingIfNeeded: $0) }
            try Data(bytes).write(to: URL(filePath: folder + "/a"))
            var file = try OutgoingFile(path: folder + "/a", size: bytes.count, offset: 10)
            var read: [UInt8] = []
            while let piece = try file.nextPiece() {
                #expect(piece.count <= OutgoingFile.pieceByteCount)
                read += piece
            }
            #expect(read == Array(bytes[10...]))
        }
    }

    @Test func changedAndMissingFilesAreSaid() throws {
        try withFolder { folder in
            try Data([1, 2, 3]).write(to: URL(filePath: folder + "/a"))
            #expect(throws: FileFailureError(reason: .changed)) {
                _ = try OutgoingFile(path: folder + "/a", size: 4, offset: 0)
            }
            #expect(throws: FileFailureError(reason: .unknownFile)) {
                _ = try OutgoingFile(path: folder + "/b", size: 4, offset: 0)
            }
            #expect(throws: FileFailureError(reason: .changed)) {
                _ = try OutgoingFile(path: folder + "/a", size: 3, offset: 5)
            }
        }
    }
}
