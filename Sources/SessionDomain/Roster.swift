import Wire

/// One of the people of a session besides this side and the one it is first connected to.
package struct RosterEntry: Equatable, Sendable {
    package let id: ParticipantID
    /// Under which they were admitted or introduced.
    package let name: String
    /// Whom the primary invited; `nil` for a customer.
    package let account: String?
    package let role: ControlMessage.Role
    /// Whether the primary introduced them; else they came to this node by an invitation of its own.
    package let isIntroduced: Bool
    /// Whether their connection to this side is verified.
    package fileprivate(set) var isConnected: Bool

    /// For people: with the account, where the primary invited one.
    var title: String { account.map { "\(name) (\($0))" } ?? name }
}

/// The further people of a session as one side of it sees them: they are seen and can be spoken with, and have no right to
/// anything else.
struct Roster: Sendable {
    private struct Member: Sendable {
        var entry: RosterEntry
        /// `nil` until the connection is verified.
        var participant: RemoteParticipant?
    }

    /// What follows from a message of a member's.
    enum Reaction: Equatable {
        case nothing
        /// They said who they are; what they must know can be sent.
        case greeted
        case presence(CallPresence)
        /// They go of their own will, or end what both had.
        case left
        /// Their program speaks another version.
        case otherVersion
        /// Not theirs to send, or out of order.
        case ignored
        /// For the introducer, where this side is the primary.
        case ofIntroduction(ControlMessage)
    }

    /// What follows from the passing of time.
    enum Happening: Equatable {
        case heartbeat(ControlMessage.Heartbeat, to: ParticipantID)
        case lost(ParticipantID)
    }

    private var members: [Member] = []

    var entries: [RosterEntry] { members.map(\.entry) }

    /// Those whose connection is verified.
    var connected: [RosterEntry] { entries.filter(\.isConnected) }

    /// When `handleTimeout` has something to do.
    var nextTimeout: Instant? { members.compactMap { $0.participant?.liveness.nextTimeout }.min() }

    subscript(_ id: ParticipantID) -> RosterEntry? { members.first { $0.entry.id == id }?.entry }

    /// Somebody was admitted or introduced; nothing of theirs counts before `connect`.
    mutating func add(
        _ id: ParticipantID, name: String, account: String?, role: ControlMessage.Role, isIntroduced: Bool
    ) {
        guard self[id] == nil else { return }
        let entry = RosterEntry(
            id: id, name: DisplayText.name(name), account: account.map(DisplayText.name), role: role,
            isIntroduced: isIntroduced, isConnected: false)
        members.append(Member(entry: entry))
    }

    /// A member's connection is verified; `false` where they are not known or are connected.
    mutating func connect(_ id: ParticipantID, now: Instant) -> Bool {
        guard let index = index(of: id), !members[index].entry.isConnected else { return false }
        members[index].entry.isConnected = true
        members[index].participant = RemoteParticipant(now: now)
        return true
    }

    /// `nil` where they are not known.
    mutating func remove(_ id: ParticipantID) -> RosterEntry? {
        guard let index = index(of: id) else { return nil }
        return members.remove(at: index).entry
    }

    /// Takes a message of a connected member's.
    mutating func handle(_ message: ControlMessage, from id: ParticipantID, now: Instant) -> Reaction {
        guard let index = index(of: id), var participant = members[index].participant else { return .ignored }
        defer { members[index].participant = participant }
        _ = participant.liveness.handleHeard(now: now)
        if case .hello(let hello) = message {
            return switch participant.accept(hello, role: members[index].entry.role) {
            case .accepted: .greeted
            case .ignored: .ignored
            case .otherVersion: .otherVersion
            }
        }
        guard participant.hello != nil else { return .ignored }
        switch message {
        case .heartbeat(let heartbeat): return participant.liveness.accepts(heartbeat) ? .nothing : .ignored
        case .callPresence(let presence): return .presence(presence)
        case .leave, .end: return .left
        case .introductionPrepared, .introductionRelay, .dismissed: return .ofIntroduction(message)
        // Nobody but the customer and the primary ask, show, offer or introduce.
        default: return .ignored
        }
    }

    /// Something arrived that is no message.
    mutating func noteHeard(_ id: ParticipantID, now: Instant) {
        guard let index = index(of: id) else { return }
        _ = members[index].participant?.liveness.handleHeard(now: now)
    }

    /// Gives the heartbeats that are due, and whoever was silent for too long.
    mutating func handleTimeout(now: Instant) -> [Happening] {
        var happenings: [Happening] = []
        for index in members.indices {
            guard let result = members[index].participant?.liveness.handleTimeout(now: now) else { continue }
            let id = members[index].entry.id
            if result.change == .lost {
                happenings.append(.lost(id))
            } else if let heartbeat = result.heartbeat {
                happenings.append(.heartbeat(heartbeat, to: id))
            }
        }
        return happenings
    }

    private func index(of id: ParticipantID) -> Int? {
        members.firstIndex { $0.entry.id == id }
    }
}
