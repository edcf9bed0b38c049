import SignalingClient
import SignalingProtocol
import SignalingService
import Testing
import Wire

@Suite("Notes at the service", .timeLimit(.minutes(1)))
struct NotesTests {
    private static func notes(_ session: SessionID, revision: Int = 1, _ text: String = "Driver 2.1") -> ClientMessage {
        .saveNotes(ClientMessage.SaveNotes(session: session, revision: revision, text: text))
    }

    @Test("The session's host may write, while it runs and after its end; each is acknowledged with its revision")
    func host() async throws {
        try await Site.with { site in
            let host = try await site.signedInHost()
            let session = try await host.startSession().session
            try await host.send(Self.notes(session))
            guard case .notesSaved(let first) = try await host.message() else { throw Unexpected() }
            #expect(first.session == session && first.revision == 1)
            try await host.send(.endSession(ClientMessage.SessionReference(session: session)))
            guard case .sessionEnded = try await host.message() else { throw Unexpected() }
            let longest = String(repeating: "機", count: SignalingLimits.maximumNotesScalarCount)
            try await host.send(Self.notes(session, revision: 5, longest))
            guard case .notesSaved(let last) = try await host.message() else { throw Unexpected() }
            #expect(last.revision == 5)
            try await host.send(Self.notes(session, revision: 4, "an old one"))
            guard case .notesSaved(let late) = try await host.message() else { throw Unexpected() }
            #expect(late.revision == 5)
        }
    }

    @Test("Another account, a customer, and the host for a session that never was, write nothing")
    func others() async throws {
        try await Site.with { site in
            let host = try await site.signedInHost()
            let session = try await host.startSession().session
            let customer = try await site.visitor()
            try await customer.send(Self.notes(session))
            #expect(
                try await customer.message() == .refused(ServiceMessage.Refused(code: .notAllowed)))
            let unknown = SessionID(rawValue: "c2Vzc2lvbg")
            try await host.send(Self.notes(unknown))
            #expect(
                try await host.message()
                    == .notesRefused(
                        ServiceMessage.NotesRefused(session: unknown, revision: 1, reason: .unknownSession)))
            _ = try await site.service.addAccount(name: "ada", displayName: "Ada")
            let other = try await site.signedInHost(account: "ada")
            try await other.send(Self.notes(session))
            #expect(
                try await other.message()
                    == .notesRefused(
                        ServiceMessage.NotesRefused(session: session, revision: 1, reason: .unknownSession)))
        }
    }

    @Test("Notes that are too long are refused, and the connection lives")
    func tooLong() async throws {
        try await Site.with { site in
            let host = try await site.signedInHost()
            let session = try await host.startSession().session
            let text = String(repeating: "a", count: SignalingLimits.maximumNotesScalarCount + 1)
            try await host.send(Self.notes(session, text))
            #expect(try await host.message() == .refused(ServiceMessage.Refused(code: .tooLarge)))
            try await host.send(Self.notes(session))
            guard case .notesSaved = try await host.message() else { throw Unexpected() }
        }
    }
}
