import SignalingDomain
import SignalingProtocol
import Testing
import Wire

/// Relay credentials in sessions that last longer than one of them.
struct RelayRenewalTests {
    private let board = Board(iceServers: ExpiringICEServers())

    private func admit() throws -> (session: ServiceMessage.SessionStarted, attempt: AttemptID) {
        let session = try #require(board.startSession())
        let attempt = try #require(board.knock(session.number))
        board.say(.admit(attempt.reference), from: Board.host)
        _ = board.read(Board.host)
        _ = board.read(Board.customer)
        return (session, attempt)
    }

    /// The seconds for which the only message's credential is good yet, where it is about the attempt.
    private func lifetime(of messages: [ServiceMessage], _ attempt: AttemptID) -> Int64? {
        guard messages.count == 1, case .admitted(let admitted) = messages[0], admitted.attempt == attempt,
            let expiry = admitted.iceServers.first?.username.flatMap({ Int64($0) })
        else { return nil }
        return expiry - board.now.wallClock.secondsSince1970
    }

    @Test("both sides always hold a credential that is good for ten minutes more")
    func renewed() throws {
        let (_, attempt) = try admit()
        for _ in 0..<4 {
            board.wait(.seconds(2_760))
            let atHost = try #require(lifetime(of: board.read(Board.host), attempt))
            let atCustomer = try #require(lifetime(of: board.read(Board.customer), attempt))
            #expect(atHost == atCustomer)
            #expect(atHost > 600)
            #expect(atHost <= 3_600)
        }
        board.wait(.seconds(2_000))
        #expect(board.read(Board.host) == [])
    }

    @Test("a side that was away gets one when it is back, before what was kept for it")
    func away() throws {
        let (session, attempt) = try admit()
        board.disconnect(Board.host)
        board.wait(.seconds(4_000))
        _ = board.read(Board.customer)
        let relay = ClientMessage.Relay(attempt: attempt, payload: "b2ZmZXI")
        board.say(.relay(relay), from: Board.customer)
        let returned = ConnectionID(serial: 4)
        board.connect(returned, as: .host(Board.grace))
        board.say(.resumeSession(session.resumption), from: returned)
        let messages = board.read(returned)
        #expect(messages.count == 3)
        #expect(lifetime(of: Array(messages.dropFirst().prefix(1)), attempt) == 3_600)
        #expect(messages.last == .relayed(relay))
    }

    @Test("an attempt that is over, or was never admitted, gets none")
    func over() throws {
        let (session, attempt) = try admit()
        board.say(.leave(attempt.reference), from: Board.customer)
        board.say(.renewNumber(session.reference), from: Board.host)
        guard case .numberRenewed(let renewed)? = board.read(Board.host).last else {
            Issue.record("there is a new number")
            return
        }
        _ = try #require(board.knock(renewed.number))
        _ = board.read(Board.host)
        board.wait(.seconds(4_000))
        #expect(board.read(Board.customer) == [])
        #expect(board.read(Board.host) == [])
    }
}

/// Credentials that are good for an hour, as the service makes them; the user name is when they expire.
private struct ExpiringICEServers: ICEServerPolicy {
    var renewalInterval: Duration? { .seconds(2_700) }

    func publicServers() -> [ServiceMessage.ICEServer] { [] }

    func servers(for session: SessionID, now: WallClockTime) -> [ServiceMessage.ICEServer] {
        [
            ServiceMessage.ICEServer(
                urls: ["turn:relay.example"], username: "\(now.secondsSince1970 + 3_600)", credential: "c")
        ]
    }
}
