import Wire

/// Everybody else's part in a mesh: whom the primary host has introduced to this side.
///
/// ```text
///  (unknown) ─prepareIntroduction─▶ prepared ─introduced─▶ introduced ─verified─▶ connected
///                                       └───────┴─dismissed, or too late─┴──▶ spent ◀──┘
/// ```
/// Only what came over the primary's own verified channel reaches it. A name is used once: after `spent` nothing of it
/// counts again, and nobody is met who was not introduced.
package struct Introduced: Sendable {
    /// How long a prepared pair waits for the introduction.
    static let introductionTimeout: Duration = .seconds(20)
    /// How long the two may take to find each other.
    static let connectionTimeout: Duration = .seconds(60)
    /// The names that a primary may use in one session.
    static let maximumNameCount = 256
    /// Everybody of a session but this side and the primary.
    static let maximumPairCount = Introducer.maximumParticipantCount - 2

    private enum State: Sendable {
        case prepared(until: Instant)
        case introduced(until: Instant)
        /// What the other may still bring over the pair's own channel.
        case connected(TokenBucket)
        case spent
    }

    /// Names that mean this side or the primary in a node's own lists.
    private let reserved: Set<ParticipantID>
    private var states: [ParticipantID: State] = [:]

    /// - Parameter reserved: names that no pair may have.
    init(reserved: Set<ParticipantID>) {
        self.reserved = reserved
    }

    /// When `handleTimeout` has something to do.
    var nextTimeout: Instant? {
        states.values.compactMap { state in
            switch state {
            case .prepared(let until), .introduced(let until): until
            case .connected, .spent: nil
            }
        }.min()
    }

    /// The pairs that stand or are on their way.
    var current: [ParticipantID] {
        states.filter { if case .spent = $0.value { false } else { true } }.keys.sorted { $0.rawValue < $1.rawValue }
    }

    /// Begins a pair; `false` for a name that was used, is none, or is one too many.
    mutating func prepare(_ id: ParticipantID, now: Instant) -> Bool {
        guard IdentifierSource.isWellFormed(id), !reserved.contains(id), states[id] == nil,
            states.count < Self.maximumNameCount, current.count < Self.maximumPairCount
        else { return false }
        states[id] = .prepared(until: now + Self.introductionTimeout)
        return true
    }

    /// `false` for a pair that was not prepared, or was introduced before.
    mutating func introduce(_ id: ParticipantID, now: Instant) -> Bool {
        guard case .prepared = states[id] else { return false }
        states[id] = .introduced(until: now + Self.connectionTimeout)
        return true
    }

    /// The pair's certificates are verified; `false` for one that was not introduced.
    mutating func connect(_ id: ParticipantID, now: Instant) -> Bool {
        guard case .introduced = states[id] else { return false }
        states[id] = .connected(.relay(now: now))
        return true
    }

    /// Whether a payload of the pair's may be read or sent.
    func relays(_ id: ParticipantID) -> Bool {
        switch states[id] {
        case .introduced, .connected: true
        case .prepared, .spent, nil: false
        }
    }

    /// Whether a payload that the other brought over the pair's own channel may be read: `false` for one too many.
    mutating func takesDirectly(_ id: ParticipantID, now: Instant) -> Bool {
        guard case .connected(var budget) = states[id] else { return false }
        defer { states[id] = .connected(budget) }
        return budget.take(now: now)
    }

    /// Ends a pair for good; `false` for one that does not stand.
    mutating func dismiss(_ id: ParticipantID) -> Bool {
        switch states[id] {
        case .prepared, .introduced, .connected:
            states[id] = .spent
            return true
        case .spent, nil: return false
        }
    }

    /// The pairs that took too long; the caller dismisses them.
    func late(now: Instant) -> [ParticipantID] {
        current.filter { id in
            switch states[id] {
            case .prepared(let until), .introduced(let until): until <= now
            case .connected, .spent, nil: false
            }
        }
    }

    /// The primary is gone: what is not connected never will be; those who are stay.
    /// - Returns: the pairs that are over.
    mutating func losePrimary() -> [ParticipantID] {
        let lost = current.filter { if case .connected = states[$0] { false } else { true } }
        for id in lost { states[id] = .spent }
        return lost
    }
}
