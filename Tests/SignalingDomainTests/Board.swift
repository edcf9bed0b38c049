import SignalingDomain
import SignalingProtocol
import Wire

/// A switchboard under virtual time with a seeded generator; what it asks for is collected.
final class Board {
    var switchboard: Switchboard
    var now = Moment(instant: .origin, wallClock: WallClockTime(secondsSince1970: 1_893_456_000))
    var random = SeededGenerator(seed: 1)
    /// What each connection was sent and has not read.
    var inbox: [ConnectionID: [ServiceMessage]] = [:]
    /// What was to be stored.
    var stored: [StoreChange] = []

    static let grace = Account(id: AccountID(rawValue: 1), name: "grace", displayName: "Grace")
    static let host = ConnectionID(serial: 1)
    static let customer = ConnectionID(serial: 2)

    init(
        configuration: SwitchboardConfiguration = SwitchboardConfiguration(),
        iceServers: any ICEServerPolicy = FixedICEServers(), restored: RestoredState = RestoredState()
    ) {
        switchboard = Switchboard(configuration: configuration, iceServers: iceServers, restored: restored, now: now)
        connect(Self.host, as: .host(Self.grace))
        connect(Self.customer, as: .customer, from: .ipv4(0xC000_0201))
    }

    func connect(_ id: ConnectionID, as role: ClientRole, from source: SourceAddress = .local) {
        switchboard.connect(id, as: role, from: source)
    }

    func disconnect(_ id: ConnectionID) {
        switchboard.disconnect(id, now: now)
        drain()
    }

    func say(_ message: ClientMessage, from id: ConnectionID) {
        switchboard.handle(message, from: id, now: now, random: &random)
        drain()
    }

    /// Lets time pass, timer by timer.
    func wait(_ duration: Duration) {
        let end = now.advanced(by: duration)
        while switchboard.nextTimeout <= end.instant {
            now = now.advanced(by: max(switchboard.nextTimeout - now.instant, .zero))
            now.wallClock = WallClockTime(secondsSince1970: 1_893_456_000 + now.instant.nanoseconds / 1_000_000_000)
            switchboard.handleTimeout(now: now)
            drain()
        }
        now = end
        now.wallClock = WallClockTime(secondsSince1970: 1_893_456_000 + now.instant.nanoseconds / 1_000_000_000)
    }

    /// Takes what a connection was sent.
    func read(_ id: ConnectionID) -> [ServiceMessage] {
        inbox.removeValue(forKey: id) ?? []
    }

    /// Starts a session on the host's connection.
    func startSession(on id: ConnectionID = Board.host) -> ServiceMessage.SessionStarted? {
        say(.startSession(ClientMessage.StartSession()), from: id)
        guard case .sessionStarted(let started)? = read(id).first else { return nil }
        return started
    }

    func makeInvitation(to session: SessionID) -> InvitationID? {
        say(.makeInvitation(ClientMessage.SessionReference(session: session)), from: Self.host)
        guard case .invitationMade(let made)? = read(Self.host).first else { return nil }
        return made.invitation
    }

    /// Knocks by number; the attempt when the customer waits.
    func knock(_ number: SessionNumber, from id: ConnectionID = Board.customer) -> AttemptID? {
        say(.knock(ClientMessage.Knock(number: number, name: "Ada")), from: id)
        guard case .waiting(let waiting)? = inbox[id]?.first else { return nil }
        inbox[id]?.removeFirst()
        return waiting.attempt
    }

    private func drain() {
        while let output = switchboard.pollOutput() {
            switch output {
            case .store(let change): stored.append(change)
            case .send(let message, let connection): inbox[connection, default: []].append(message)
            }
        }
    }
}

struct FixedICEServers: ICEServerPolicy {
    static let relay = ServiceMessage.ICEServer(urls: ["turn:relay.example"], username: "u", credential: "c")

    func publicServers() -> [ServiceMessage.ICEServer] { [] }
    func servers(for session: SessionID, now: WallClockTime) -> [ServiceMessage.ICEServer] { [Self.relay] }
    var renewalInterval: Duration? { nil }
}

/// SplitMix64, so that a failure repeats.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension ServiceMessage.SessionStarted {
    var reference: ClientMessage.SessionReference { ClientMessage.SessionReference(session: session) }
    var resumption: ClientMessage.ResumeSession { ClientMessage.ResumeSession(session: session) }
}

extension AttemptID {
    var reference: ClientMessage.AttemptReference { ClientMessage.AttemptReference(attempt: self) }
    var ended: ServiceMessage.AttemptReference { ServiceMessage.AttemptReference(attempt: self) }
}

extension [ServiceMessage] {
    /// The code of the only refusal among the messages.
    var refusal: ServiceMessage.Refused.Code? {
        guard count == 1, case .refused(let refused) = self[0] else { return nil }
        return refused.code
    }
}
