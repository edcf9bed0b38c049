import Foundation
import Logging
import SignalingClient
import SignalingDomain
import SignalingProtocol
import SignalingService
import SignalingStore
import Testing
import Wire

@testable import Console
@testable import Node
@testable import SessionDomain

/// What a host writes, from the page's command to the site's file, with a site that comes and goes.
@Suite(.serialized) struct NotesTests {
    @Test func aDraftIsKeptAsTypedAndSavedWhenTheSiteHasIt() async throws {
        try await Desk.with { desk in
            let node = try await desk.makeHost("host")
            let session = try await desk.startSession(node)
            #expect(await node.snapshot.notes?.state == .empty)
            #expect(desk.file(of: session, in: "host") == nil, "nothing was typed")
            node.type("Driver 2.1\r\n印表機", in: session, revision: 1)
            _ = try await eventually("the draft") { await node.snapshot.notes?.state == .draft ? true : nil }
            let file = try #require(desk.file(of: session, in: "host"))
            #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
            #expect(try String(contentsOfFile: file, encoding: .utf8).contains(#"Driver 2.1\n印表機"#))
            #expect(try await desk.report(session) == nil)

            node.press(.notes(.save(.init(session: session))))
            _ = try await eventually("the answer") { await node.snapshot.notes?.state == .saved ? true : nil }
            #expect(try await desk.report(session)?.text == "Driver 2.1\n印表機")
            node.press(.endSession)
            _ = try await eventually("the end") { await node.snapshot.session == nil ? true : nil }
            #expect(desk.file(of: session, in: "host") == nil, "the report has it")
            #expect(await node.snapshot.notes?.session == session, "and it can still be finished")
            node.type("Driver 2.1\nPaid", in: session, revision: 2)
            node.press(.notes(.save(.init(session: session))))
            _ = try await eventually("the last") { try await desk.report(session)?.revision == 2 ? true : nil }
            await node.stop()
            #expect(!desk.log.text.contains("Driver") && !desk.log.text.contains("印表機"))
            #expect(!desk.log.text.isEmpty)
        }
    }

    @Test func whatIsSavedWithoutTheSiteIsSentWhenItIsBack() async throws {
        try await Desk.with { desk in
            let node = try await desk.makeHost("host")
            let session = try await desk.startSession(node)
            try await desk.stopSite()
            _ = try await eventually("the loss") { await node.snapshot.service == .unreachable ? true : nil }
            node.type("Offline", in: session, revision: 1)
            node.press(.notes(.save(.init(session: session))))
            _ = try await eventually("the wait") { await node.snapshot.notes?.state == .waiting ? true : nil }
            node.type("Offline, and more since", in: session, revision: 2)
            try await desk.startSite()
            _ = try await eventually("the answer") { await node.snapshot.notes?.state == .changed ? true : nil }
            #expect(try await desk.report(session)?.text == "Offline", "what Save found, not what was typed since")
            await node.stop()
        }
    }

    @Test func whatIsSavedWithoutTheSiteIsSentByTheNextRunOfTheNode() async throws {
        try await Desk.with { desk in
            let first = try await desk.makeHost("host")
            let session = try await desk.startSession(first)
            try await desk.stopSite()
            first.type("Before the crash", in: session, revision: 1)
            first.press(.notes(.save(.init(session: session))))
            first.press(.endSession)
            _ = try await eventually("the end") { await first.snapshot.session == nil ? true : nil }
            try desk.copyState(from: "host", to: "after")
            // The first node would come back by itself, and send them too.
            await first.client?.close()
            try await desk.startSite()
            let second = try await desk.makeHost("after")
            #expect(await second.snapshot.notes == nil, "nobody has signed in")
            try await desk.signIn(second)
            _ = try await eventually("the report") {
                try await desk.report(session)?.text == "Before the crash" ? true : nil
            }
            _ = try await eventually("the file's end") { desk.file(of: session, in: "after") == nil ? true : nil }
            await second.stop()
            await first.stop()
        }
    }

    @Test func anUnsavedDraftIsShownAgainAndSavedWhenAnotherSessionTakesItsPlace() async throws {
        try await Desk.with { desk in
            let first = try await desk.makeHost("host")
            let session = try await desk.startSession(first)
            first.type("Not saved", in: session, revision: 1)
            _ = try await eventually("the draft") { await first.snapshot.notes?.state == .draft ? true : nil }
            await first.stop()
            try desk.copyState(from: "host", to: "after")
            let second = try await desk.makeHost("after")
            try await desk.signIn(second)
            let shown = try await eventually("the draft again") { await second.snapshot.notes }
            #expect(shown.text == "Not saved" && shown.session == session && shown.state == .draft)
            let next = try await desk.startSession(second, isSignedIn: true)
            #expect(await second.snapshot.notes?.session == next)
            _ = try await eventually("the report") { try await desk.report(session)?.text == "Not saved" ? true : nil }
            #expect(try await desk.report(next) == nil)
            await second.stop()
        }
    }

    @Test func tooLongATextIsRefusedAndCounted() async throws {
        try await Desk.with { desk in
            let node = try await desk.makeHost("host")
            let session = try await desk.startSession(node)
            node.type("short", in: session, revision: 1)
            node.type(String(repeating: "a", count: SessionNotes.maximumScalarCount + 1), in: session, revision: 2)
            _ = try await eventually("the refusal") { await node.notes.refusedCount == 1 ? true : nil }
            #expect(await node.snapshot.notes?.text == "short")
            #expect(SessionNotes.maximumScalarCount == SignalingLimits.maximumNotesScalarCount)
            await node.stop()
        }
    }

    @Test func aDiskThatTakesNothingIsSaid() async throws {
        try await Desk.with { desk in
            let node = try await desk.makeHost("host")
            let session = try await desk.startSession(node)
            // A file stands where the folder should be.
            try "x".write(toFile: desk.folder + "/host/notes", atomically: true, encoding: .utf8)
            node.type("a", in: session, revision: 1)
            _ = try await eventually("the word") { await node.snapshot.notes?.isKept == false ? true : nil }
            node.press(.notes(.save(.init(session: session))))
            _ = try await eventually("the answer") { await node.snapshot.notes?.state == .saved ? true : nil }
            await node.stop()
        }
    }
}

extension HostNode {
    /// What the page sends a moment after each change.
    fileprivate nonisolated func type(_ text: String, in session: SessionID, revision: Int) {
        press(.notes(.write(.init(session: session, text: text, revision: revision))))
    }
}

/// A site with a port and a file of its own that can be stopped and started, and the folders of nodes.
private actor Desk {
    nonisolated let folder: String
    nonisolated let log = NotesLog()
    private var port = 0
    private var address = ""
    private var service: SignalingService?
    private var running: Task<Void, any Error>?

    static func with(_ story: (Desk) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "nearhand-\(UUID().uuidString)").path
        for name in ["", "/run", "/downloads"] {
            try FileManager.default.createDirectory(atPath: folder + name, withIntermediateDirectories: true)
        }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let desk = Desk(folder: folder)
        try await desk.startSite()
        _ = try await desk.service?.addAccount(name: "alex", displayName: "Alex Chen")
        do {
            try await story(desk)
        } catch {
            try await desk.stopSite()
            throw error
        }
        try await desk.stopSite()
    }

    private init(folder: String) { self.folder = folder }

    func startSite() async throws {
        var configuration = SignalingServiceConfiguration()
        configuration.port = port
        configuration.stunPort = nil
        configuration.databasePath = folder + "/site.sqlite"
        let service = try await SignalingService(configuration: configuration, logger: log.logger)
        running = Task { try await service.run() }
        self.service = service
        port = try await service.boundPort
        address = try await service.address
    }

    func stopSite() async throws {
        running?.cancel()
        _ = try? await running?.value
        running = nil
        service = nil
    }

    func makeHost(_ name: String) async throws -> HostNode {
        try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        let configuration = NodeConfiguration(
            siteAddress: address, stateFolder: "\(folder)/\(name)", runtimeFolder: folder + "/run",
            downloadsFolder: folder + "/downloads", executablePath: "/bin/false")
        let node = HostNode(configuration: configuration, loop: Session.sharedLoop, logger: log.logger)
        _ = try await node.start()
        return node
    }

    func signIn(_ node: HostNode) async throws {
        let request = try #require(await node.signInRequest())
        let code = try #require(
            await service?.makeAuthorizationCode(
                account: "alex", codeChallenge: request.codeChallenge, redirectURI: request.redirectURI))
        await node.completeSignIn(code: code)
    }

    func startSession(_ node: HostNode, isSignedIn: Bool = false) async throws -> SessionID {
        if !isSignedIn { try await signIn(node) }
        _ = try await node.startSession(within: .seconds(15))
        return try #require(await node.snapshot.session?.id)
    }

    /// What a node that is killed leaves behind, without the locks that the other still holds.
    nonisolated func copyState(from: String, to: String) throws {
        try FileManager.default.copyItem(atPath: "\(folder)/\(from)", toPath: "\(folder)/\(to)")
    }

    /// The session's file of notes, where there is one.
    nonisolated func file(of session: SessionID, in name: String) -> String? {
        let path = "\(folder)/\(name)/notes/\(session.rawValue).json"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    /// What the site has of a session.
    nonisolated func report(_ session: SessionID) async throws -> (text: String, revision: Int)? {
        let store = try SQLiteStore(path: folder + "/site.sqlite", purpose: .command)
        defer { try? store.close() }
        return try await store.notes(of: session).map { ($0.text, $0.revision) }
    }
}
