import Logging
import SignalingDomain
import SignalingProtocol
import Synchronization
import Testing
import Wire
import WireJSON

@testable import SignalingService

/// What people are told, and what holds, while the disk takes nothing.
@Suite("A store that fails")
struct StoringTests {
    @Test("A session that could not be kept does not run, and the next one can")
    func start() async throws {
        let story = try await Story()
        story.store.fails = true
        #expect(await story.say(.startSession(ClientMessage.StartSession()), from: .host) == [.unavailable])
        #expect(await story.hub.figures().sessions == 0)
        #expect(await story.hub.figures().counters.sessionsStarted == 0)
        story.store.fails = false
        _ = try await story.startSession()
        #expect(await story.hub.figures().sessions == 1)
    }

    @Test("The end of a session holds and is told, and is kept with the next change")
    func end() async throws {
        let story = try await Story()
        let session = try await story.startSession()
        let ended = ServiceMessage.sessionEnded(
            ServiceMessage.SessionEnded(session: session.session, reason: .byHost))
        story.store.fails = true
        let reference = ClientMessage.SessionReference(session: session.session)
        #expect(await story.say(.endSession(reference), from: .host) == [ended])
        #expect(await story.hub.figures().sessions == 0)
        _ = await story.say(.startSession(ClientMessage.StartSession()), from: .host)
        story.store.fails = false
        _ = try await story.startSession()
        #expect(story.store.kept.contains(.sessionEnded(session.session)))
        #expect(story.store.kept.count { if case .sessionStarted = $0 { true } else { false } } == 2)
    }

    @Test("A number that could not be kept does not replace the one before")
    func renewal() async throws {
        let story = try await Story()
        let session = try await story.startSession()
        let reference = ClientMessage.SessionReference(session: session.session)
        story.store.fails = true
        #expect(await story.say(.renewNumber(reference), from: .host) == [.unavailable])
        let knock = ClientMessage.Knock(number: session.number, name: "Ada")
        guard case .waiting(let waiting)? = await story.say(.knock(knock), from: .customer).first else {
            throw Unexpected()
        }
        // Nor does a number come back that was used up.
        _ = await story.read(.host)
        let attempt = ClientMessage.AttemptReference(attempt: waiting.attempt)
        #expect(await story.say(.admit(attempt), from: .host).map(\.isAdmitted) == [true])
        #expect(await story.read(.customer).map(\.isAdmitted) == [true])
        #expect(await story.say(.renewNumber(reference), from: .host) == [.unavailable])
        #expect(await story.say(.knock(knock), from: .customer).isEmpty, "the refusal comes later")
    }

    @Test("A link that could not be kept is none; one that was burnt stays burnt")
    func invitation() async throws {
        let story = try await Story()
        let session = try await story.startSession()
        let reference = ClientMessage.SessionReference(session: session.session)
        guard case .invitationMade(let made)? = await story.say(.makeInvitation(reference), from: .host).first else {
            throw Unexpected()
        }
        story.store.fails = true
        for _ in 0..<30 {
            #expect(await story.say(.makeInvitation(reference), from: .host) == [.unavailable])
        }
        let burnt = ClientMessage.InvitationReference(invitation: made.invitation)
        #expect(await story.say(.burnInvitation(burnt), from: .host).isEmpty)
        #expect(await story.hub.hostDisplayName(ofInvitation: made.invitation) == nil)
        story.store.fails = false
        _ = await story.say(.makeInvitation(reference), from: .host)
        #expect(story.store.kept.contains(.invitationEnded(made.invitation)))
    }

    @Test("Notes that could not be kept are refused as such, and taken when they come again")
    func notes() async throws {
        let story = try await Story()
        let desk = NotesDesk(store: story.store, clock: ServiceClock(), logger: quiet)
        let grace = Account(id: AccountID(rawValue: 1), name: "grace", displayName: "Grace")
        let notes = ClientMessage.SaveNotes(session: SessionID(rawValue: "c2Vzc2lvbg"), revision: 2, text: "a")
        story.store.fails = true
        let refusal = ServiceMessage.NotesRefused(session: notes.session, revision: 2, reason: .unavailable)
        #expect(await desk.save(notes, of: grace) == .notesRefused(refusal))
        story.store.fails = false
        guard case .notesSaved(let saved) = await desk.save(notes, of: grace) else { throw Unexpected() }
        #expect(saved.revision == 2)
    }
}

/// A hub with a host and a customer, and what they were told.
private struct Story {
    enum Side: Hashable {
        case host, customer
    }

    let hub: Hub
    let store = FailingStore()
    private let connections: [Side: (queue: OutgoingQueue, id: ConnectionID)]

    init() async throws {
        hub = try await Hub(
            configuration: SwitchboardConfiguration(),
            iceServers: ICEServers(stunURL: nil, turnURLs: [], turnSecret: nil), store: store,
            maximumConnectionsPerAddress: 8, clock: ServiceClock(), logger: quiet)
        let grace = Account(id: AccountID(rawValue: 1), name: "grace", displayName: "Grace")
        var connections: [Side: (queue: OutgoingQueue, id: ConnectionID)] = [:]
        for (side, role) in [(Side.host, ClientRole.host(grace)), (.customer, .customer)] {
            let queue = OutgoingQueue {}
            connections[side] = (queue, await hub.open(queue, as: role, from: .local, welcome: .pong))
        }
        self.connections = connections
        _ = await (read(.host), read(.customer))
    }

    func startSession() async throws -> ServiceMessage.SessionStarted {
        let answer = await say(.startSession(ClientMessage.StartSession()), from: .host)
        guard case .sessionStarted(let started)? = answer.first else { throw Unexpected() }
        return started
    }

    /// Says something, and reads what the same side is told.
    func say(_ message: ClientMessage, from side: Side) async -> [ServiceMessage] {
        guard let connection = connections[side] else { return [] }
        await hub.handle(message, from: connection.id)
        return await read(side)
    }

    /// What a side was told and has not read; a ping marks the end.
    func read(_ side: Side) async -> [ServiceMessage] {
        guard let queue = connections[side]?.queue else { return [] }
        queue.push(.ping)
        var messages: [ServiceMessage] = []
        for await item in queue.items {
            guard case .text(let bytes) = item else { break }
            if let message = try? JSON.decode(ServiceMessage.self, from: bytes) { messages.append(message) }
        }
        return messages
    }
}

extension ServiceMessage {
    fileprivate static let unavailable = ServiceMessage.refused(Refused(code: .unavailable))

    fileprivate var isAdmitted: Bool {
        if case .admitted = self { true } else { false }
    }
}

/// Keeps changes in memory, or refuses them.
private final class FailingStore: Store {
    private let state = Mutex((fails: false, kept: [StoreChange]()))

    /// Whether a change is refused.
    var fails: Bool {
        get { state.withLock { $0.fails } }
        set { state.withLock { $0.fails = newValue } }
    }

    var kept: [StoreChange] { state.withLock { $0.kept } }

    func restore(now: WallClockTime) async throws -> RestoredState { RestoredState() }

    func apply(_ changes: [StoreChange]) async throws {
        try state.withLock { state in
            guard !state.fails else { throw Unexpected() }
            state.kept += changes
        }
    }

    func addAccount(name: String, displayName: String, passwordHash: String) async throws -> Account {
        throw Unexpected()
    }
    func account(named name: String) async throws -> StoredAccount? { nil }
    func setPassword(of account: AccountID, hash: String) async throws {}
    func setOneTimePassword(of account: AccountID, hash: String, whileUnused: Bool) async throws -> Bool { false }
    func add(_ code: StoredAuthorizationCode) async throws {}
    func takeAuthorizationCode(hash: [UInt8], now: WallClockTime) async throws -> StoredAuthorizationCode? { nil }
    func addToken(hash: [UInt8], account: AccountID, expiresAt: WallClockTime) async throws {}
    func account(tokenHash: [UInt8], now: WallClockTime) async throws -> Account? { nil }
    func setExpiry(ofTokenHash hash: [UInt8], to time: WallClockTime) async throws {}
    func saveNotes(_ notes: NotesRecord, of account: AccountID) async throws -> NotesReceipt? {
        guard !fails else { throw Unexpected() }
        return NotesReceipt(revision: notes.revision, savedAt: notes.savedAt)
    }
    func removeExpired(now: WallClockTime) async throws {}
}
