import Wire

/// The primary host's part in a mesh: it brings every two of its people together, and vouches for who they are.
///
/// It is pure. Each person is connected to the primary over a verified channel of their own; what the primary tells of one
/// to the other is what that channel showed.
///
/// ```text
/// introduce ─▶ preparing ─both fingerprints─▶ introduced ─one leaves, or gives up─▶ (gone)
///                  └──ten seconds, one leaves──▶ (gone)
/// ```
/// The primary keeps passing payloads on while a pair stands, so that the two find another path when theirs is lost.
package struct Introducer: Sendable {
    /// Everybody of a session, the primary and the customer among them.
    package static let maximumParticipantCount = 8
    /// How long both sides may take to make a certificate.
    static let preparationTimeout: Duration = .seconds(10)

    /// Why somebody is not let in or not introduced.
    package enum Refusal: Error, Equatable, Sendable {
        /// `maximumParticipantCount` are there; a place is kept for the customer.
        case full
        /// One of the two is not connected to the primary.
        case unknownPerson
        /// The two know each other already, or are being introduced.
        case alreadyIntroduced
    }

    /// Whom the primary knows.
    struct Person: Sendable {
        /// Under which the primary admitted them.
        let name: String
        /// Whom the primary invited; `nil` for a customer.
        let account: String?
        let role: ControlMessage.Role
    }

    /// A message and the person whom it is for.
    struct Envelope: Equatable, Sendable {
        let to: ParticipantID
        let message: ControlMessage
    }

    private struct Pair: Sendable {
        enum State: Sendable {
            case preparing(until: Instant, fingerprints: [ParticipantID: [UInt8]])
            case introduced([ParticipantID: TokenBucket])
        }

        let first: ParticipantID
        let second: ParticipantID
        var state: State

        /// The other of the two; `nil` for a stranger.
        func other(than person: ParticipantID) -> ParticipantID? {
            person == first ? second : person == second ? first : nil
        }
    }

    private var people: [ParticipantID: Person] = [:]
    private var pairs: [ParticipantID: Pair] = [:]

    /// When `handleTimeout` has something to do.
    var nextTimeout: Instant? {
        pairs.values.compactMap { if case .preparing(let until, _) = $0.state { until } else { nil } }.min()
    }

    /// Whether these two were told of each other.
    package func haveMet(_ first: ParticipantID, _ second: ParticipantID) -> Bool {
        pairs.values.contains {
            guard case .introduced = $0.state else { return false }
            return $0.other(than: first) == second
        }
    }

    /// Somebody is connected to the primary.
    /// - Throws: `full`.
    mutating func join(_ id: ParticipantID, _ person: Person) throws(Refusal) {
        // Hosts leave a place for the customer, without whom there is no session.
        let hosts = people.values.count { $0.role == .host }
        guard person.role == .customer || hosts < Self.maximumParticipantCount - 2 else { throw .full }
        people[id] = person
    }

    /// Somebody is gone: whoever they were introduced to is told.
    mutating func leave(_ id: ParticipantID) -> [Envelope] {
        people.removeValue(forKey: id)
        return pairs.filter { $0.value.other(than: id) != nil }.keys.sorted { $0.rawValue < $1.rawValue }
            .flatMap { dismiss($0, tells: { $0 != id }) }
    }

    /// Asks two people to prepare for each other.
    /// - Parameter pair: new; it names the pair to both.
    /// - Throws: `unknownPerson`, `alreadyIntroduced`.
    mutating func introduce(
        _ first: ParticipantID, to second: ParticipantID, as pair: ParticipantID, now: Instant
    ) throws(Refusal) -> [Envelope] {
        guard first != second, people[first] != nil, people[second] != nil else { throw .unknownPerson }
        guard !pairs.values.contains(where: { $0.other(than: first) == second }) else { throw .alreadyIntroduced }
        pairs[pair] = Pair(
            first: first, second: second,
            state: .preparing(until: now + Self.preparationTimeout, fingerprints: [:]))
        let reference = ControlMessage.PairReference(participant: pair)
        return [first, second].map { Envelope(to: $0, message: .prepareIntroduction(reference)) }
    }

    /// Takes a fingerprint; with the second one both are told of each other. `nil` for what means nothing now.
    /// - Parameter makeSecret: gives 32 bytes of the system's generator.
    mutating func handle(
        _ prepared: ControlMessage.IntroductionPrepared, from sender: ParticipantID, now: Instant,
        makeSecret: () -> [UInt8]
    ) -> [Envelope]? {
        guard var pair = pairs[prepared.participant], let other = pair.other(than: sender),
            case .preparing(let until, var fingerprints) = pair.state, fingerprints[sender] == nil
        else { return nil }
        fingerprints[sender] = prepared.fingerprint
        guard let first = people[pair.first], let second = people[pair.second],
            let firstPrint = fingerprints[pair.first], let secondPrint = fingerprints[pair.second]
        else {
            pair.state = .preparing(until: until, fingerprints: fingerprints)
            pairs[prepared.participant] = pair
            return []
        }
        pair.state = .introduced([sender: .relay(now: now), other: .relay(now: now)])
        pairs[prepared.participant] = pair
        let secret = Redacted(makeSecret())
        // Whoever asks for pictures offers them: a host before a customer.
        let isFirstOffering = first.role == .host
        func told(of person: Person, fingerprint: [UInt8], offers: Bool) -> ControlMessage {
            .introduced(
                ControlMessage.Introduction(
                    participant: prepared.participant, name: person.name, account: person.account, role: person.role,
                    fingerprint: fingerprint, secret: secret, offers: offers))
        }
        return [
            Envelope(to: pair.first, message: told(of: second, fingerprint: secondPrint, offers: isFirstOffering)),
            Envelope(to: pair.second, message: told(of: first, fingerprint: firstPrint, offers: !isFirstOffering)),
        ]
    }

    /// Passes a payload on, unread; `nil` for one of a pair that was not introduced, or of somebody else's, and for one
    /// too many or too long.
    mutating func handle(
        _ relay: ControlMessage.IntroductionRelay, from sender: ParticipantID, now: Instant
    ) -> Envelope? {
        guard relay.payload.utf8.count <= ControlMessage.IntroductionRelay.maximumPayloadCount,
            let pair = pairs[relay.participant], let other = pair.other(than: sender),
            case .introduced(var budgets) = pair.state, budgets[sender]?.take(now: now) == true
        else { return nil }
        pairs[relay.participant]?.state = .introduced(budgets)
        return Envelope(to: other, message: .introductionRelay(relay))
    }

    /// One of a pair gives it up, and the other is told; `nil` for a pair that is not theirs.
    mutating func handle(dismissed pair: ParticipantID, from sender: ParticipantID) -> [Envelope]? {
        guard pairs[pair]?.other(than: sender) != nil else { return nil }
        return dismiss(pair, tells: { $0 != sender })
    }

    /// Gives up what was not prepared in time.
    mutating func handleTimeout(now: Instant) -> [Envelope] {
        let late = pairs.filter {
            guard case .preparing(let until, _) = $0.value.state else { return false }
            return until <= now
        }
        return late.keys.sorted { $0.rawValue < $1.rawValue }.flatMap { dismiss($0, tells: { _ in true }) }
    }

    private mutating func dismiss(_ id: ParticipantID, tells: (ParticipantID) -> Bool) -> [Envelope] {
        guard let pair = pairs.removeValue(forKey: id) else { return [] }
        let message = ControlMessage.dismissed(ControlMessage.PairReference(participant: id))
        return [pair.first, pair.second].filter(tells).map { Envelope(to: $0, message: message) }
    }
}
