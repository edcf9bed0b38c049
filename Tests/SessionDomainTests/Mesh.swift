import Wire

@testable import SessionDomain

/// A primary host, a customer and invited hosts, with lossless channels between those who are connected.
final class Mesh {
    /// What a node does for a person: it makes certificates and meets those whom it was told to meet.
    final class Side {
        var session: CustomerSession
        fileprivate(set) var outputs: [CustomerOutput] = []
        /// Whom this side was told to meet, under the pair's name.
        fileprivate(set) var introductions: [ParticipantID: ControlMessage.Introduction] = [:]
        /// Whose payloads came, in order.
        fileprivate(set) var payloads: [String] = []
        /// Whether a certificate is made when one is wanted.
        var makesCertificates = true
        let fingerprint: [UInt8]

        init(name: String, role: ControlMessage.Role, number: UInt8) {
            session = CustomerSession(
                local: .init(name: name, role: role, system: "Linux", abilities: role == .host ? [] : [.shareDesktop]),
                invitingName: "Ada", identifiers: IdentifierSource(prefix: "c\(number)"))
            fingerprint = [UInt8](repeating: number, count: 32)
        }

        func acceptsCamera(of id: ParticipantID) -> Bool { session.acceptsCamera(of: id) }
        func permits(_ grant: Grant) -> Bool { session.permits(grant) }
    }

    var primary = HostSession(local: .init(name: "Ada", system: "Linux"), identifiers: IdentifierSource(prefix: "h"))
    private(set) var sides: [ParticipantID: Side] = [:]
    private(set) var now = Instant.origin
    let wallClock = WallClockTime(secondsSince1970: 1_780_000_000)
    /// Whether what the primary and the others send each other arrives.
    var isPrimaryThere = true
    private(set) var primaryOutputs: [HostOutput] = []

    /// A primary with a customer.
    init() {
        let customer = Side(name: "Grace", role: .customer, number: 1)
        sides[HostSession.customerID] = customer
        primary.handleConnected(name: "Grace", path: .direct, now: now, wallClock: wallClock)
        customer.session.handleConnected(now: now)
        deliver()
    }

    var customer: Side { side(HostSession.customerID) }

    func side(_ id: ParticipantID) -> Side {
        guard let side = sides[id] else { preconditionFailure("nobody has that name") }
        return side
    }

    /// An invited host comes in.
    func invite(_ name: String) throws(Introducer.Refusal) -> ParticipantID {
        let id = try primary.handleGuestConnected(name: name, account: name.lowercased(), now: now)
        let side = Side(name: name, role: .host, number: UInt8(sides.count + 1))
        sides[id] = side
        side.session.handleConnected(now: now)
        deliver()
        return id
    }

    func haveMet(_ first: ParticipantID, _ second: ParticipantID) -> Bool { primary.haveMet(first, second) }

    func primaryAcceptsCamera(of id: ParticipantID) -> Bool { primary.acceptsCamera(of: id) }

    /// Both sides' certificates fit: each is connected to whom it was told to meet.
    func connect(_ first: ParticipantID, _ second: ParticipantID) {
        guard let pair = pair(of: first, second) else { return }
        for id in [first, second] { side(id).session.handleConnected(pair, now: now) }
        deliver()
    }

    /// The name under which these two were told of each other.
    func pair(of first: ParticipantID, _ second: ParticipantID) -> ParticipantID? {
        side(first).introductions.keys.first { side(second).introductions[$0] != nil }
    }

    func introduce(_ first: ParticipantID, to second: ParticipantID) throws(Introducer.Refusal) {
        try primary.introduce(first, to: second, now: now)
        deliver()
    }

    func advance(by duration: Duration) {
        let end = now + duration
        while let due = nextTimeout, due <= end {
            now = max(now, due)
            primary.handleTimeout(now: now)
            for side in sides.values { side.session.handleTimeout(now: now) }
            deliver()
        }
        now = end
    }

    private var nextTimeout: Instant? {
        ([primary.nextTimeout] + sides.values.map { $0.session.nextTimeout }).compactMap(\.self).min()
    }

    /// Carries messages until everybody is silent.
    func deliver() {
        var isQuiet = false
        while !isQuiet {
            isQuiet = true
            while let output = primary.pollOutput() {
                isQuiet = false
                primaryOutputs.append(output)
                guard isPrimaryThere else { continue }
                if case .send(let message) = output { customer.session.handle(message, now: now) }
                if case .sendTo(let guest, let message) = output { sides[guest]?.session.handle(message, now: now) }
            }
            for (id, side) in sides {
                while let output = side.session.pollOutput() {
                    isQuiet = false
                    side.outputs.append(output)
                    carry(output, of: id, side)
                }
            }
        }
    }

    private func carry(_ output: CustomerOutput, of id: ParticipantID, _ side: Side) {
        switch output {
        case .send(let message) where isPrimaryThere:
            if id == HostSession.customerID {
                primary.handle(message, now: now)
            } else {
                primary.handle(message, from: id, now: now)
            }
        case .sendTo(let pair, let message):
            let other = sides.first { $0.key != id && $0.value.introductions[pair] != nil }
            other?.value.session.handle(message, from: pair, now: now)
        case .prepareIntroduction(let pair) where side.makesCertificates:
            side.session.handlePrepared(pair, fingerprint: side.fingerprint)
        case .meet(let introduction): side.introductions[introduction.participant] = introduction
        case .relayed(let payload, _): side.payloads.append(payload)
        default: break
        }
    }

    func call(of id: ParticipantID) -> CallSnapshot? {
        var snapshot = CustomerSnapshot(siteName: "", siteAddress: "", stage: .connecting)
        side(id).session.fill(&snapshot, now: now)
        return snapshot.call
    }

    func stage(of id: ParticipantID) -> CustomerSnapshot.Stage {
        var snapshot = CustomerSnapshot(siteName: "", siteAddress: "", stage: .connecting)
        side(id).session.fill(&snapshot, now: now)
        return snapshot.stage
    }

    var primaryCall: CallSnapshot? {
        var snapshot = HostSnapshot.Session(
            id: SessionID(rawValue: "s"), number: "123456789", numberExpiresAt: wallClock)
        primary.fill(&snapshot)
        return snapshot.call
    }
}
