import Foundation
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(1))) struct LaunchFileTests {
    @Test("The file holds the address, only its owner may read it, and it can be removed")
    func file() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "nearhand-launch-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await withConsole { _, address, _ in
            let file = try LaunchFile(for: address, in: folder)
            #expect(try String(contentsOfFile: file.path, encoding: .utf8).contains("url=\(address.url)\""))
            #expect(!file.url.contains(address.token))
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let folderAttributes = try FileManager.default.attributesOfItem(atPath: folder)
            #expect(folderAttributes[.posixPermissions] as? Int == 0o700)
            file.remove()
            #expect(!FileManager.default.fileExists(atPath: file.path))
        }
    }

    @Test("A folder that cannot be made is an error")
    func unwritable() async throws {
        try await withConsole { _, address, _ in
            #expect(throws: ConsoleError.launchFileUnwritable(errorNumber: ENOENT)) {
                try LaunchFile(for: address, in: "/nonexistent/folder")
            }
        }
    }

    @Test("A browser that is missing or fails is unavailable", arguments: [["false"], ["no-such-browser-here"]])
    func unavailable(command: [String]) async throws {
        try await withConsole { _, address, _ in
            let file = try LaunchFile(for: address, in: NSTemporaryDirectory())
            defer { file.remove() }
            #expect(await BrowserOpener(command: command).open(file) == .unavailable)
        }
    }

    @Test("A browser that succeeds has opened it")
    func opened() async throws {
        try await withConsole { _, address, _ in
            let file = try LaunchFile(for: address, in: NSTemporaryDirectory())
            defer { file.remove() }
            #expect(await BrowserOpener(command: ["test", "-n"]).open(file) == .opened)
        }
    }

    @Test("A console starts once")
    func lifecycle() async throws {
        try await withConsole { console, address, _ in
            await #expect(throws: ConsoleError.alreadyStarted) { try await console.start() }
            await console.stop()
            await #expect(throws: ConsoleError.notRunning) { try await console.makeAddress() }
            #expect(address.signInRedirect == "http://127.0.0.1:\(address.port)/signed-in")
        }
    }
}
