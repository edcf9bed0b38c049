import SignalingDomain
import SignalingProtocol
import Testing
import Wire

/// A customer whose connection breaks after the admission, and who needs the relay again to find another path.
struct RejoinTests {
    private let board = Board()

    private struct Admission {
        let session: ServiceMessage.SessionStarted
        let attempt: AttemptID
    }

    private static let newConnection = ConnectionID(serial: 3)

    private func admit() throws -> Admission {
        let session = try #require(board.startSession())
        let attempt = try #require(board.knock(session.number))
        board.say(.admit(attempt.reference), from: Board.host)
        _ = board.read(Board.host)
        _ = board.read(Board.customer)
        return Admission(session: session, attempt: attempt)
    }

    private func relay(_ attempt: AttemptID, _ payload: String) -> ClientMessage.Relay {
        ClientMessage.Relay(attempt: attempt, payload: payload)
    }

    @Test("the new connection gets fresh relay credentials and what the host relayed meanwhile")
    func comesBack() throws {
        let admission = try admit()
        board.disconnect(Board.customer)
        #expect(board.read(Board.host) == [.left(admission.attempt.ended)])
        board.say(.relay(relay(admission.attempt, "b2ZmZXI")), from: Board.host)
        board.connect(Self.newConnection, as: .customer)
        board.say(.rejoin(admission.attempt.reference), from: Self.newConnection)
        let servers = [FixedICEServers.relay]
        #expect(
            board.read(Self.newConnection) == [
                .admitted(ServiceMessage.Admitted(attempt: admission.attempt, iceServers: servers)),
                .relayed(relay(admission.attempt, "b2ZmZXI")),
            ])
        board.say(.relay(relay(admission.attempt, "YW5zd2Vy")), from: Self.newConnection)
        #expect(board.read(Board.host) == [.relayed(relay(admission.attempt, "YW5zd2Vy"))])
    }

    @Test("a dead connection that nobody has noticed loses the relay to the new one")
    func takesOver() throws {
        let admission = try admit()
        board.connect(Self.newConnection, as: .customer)
        board.say(.rejoin(admission.attempt.reference), from: Self.newConnection)
        _ = board.read(Self.newConnection)
        board.disconnect(Board.customer)
        #expect(board.read(Board.host) == [])
        board.say(.relay(relay(admission.attempt, "b2ZmZXI")), from: Board.host)
        #expect(board.read(Self.newConnection) == [.relayed(relay(admission.attempt, "b2ZmZXI"))])
    }

    @Test("after two minutes there is nothing to come back to")
    func tooLate() throws {
        let admission = try admit()
        board.disconnect(Board.customer)
        board.wait(.seconds(150))
        board.connect(Self.newConnection, as: .customer)
        board.say(.rejoin(admission.attempt.reference), from: Self.newConnection)
        #expect(board.read(Self.newConnection).refusal == .unknownAttempt)
    }

    @Test("who only knocked does not come back, and a host does not rejoin")
    func refused() throws {
        let session = try #require(board.startSession())
        let attempt = try #require(board.knock(session.number))
        _ = board.read(Board.host)
        board.connect(Self.newConnection, as: .customer)
        board.say(.rejoin(attempt.reference), from: Self.newConnection)
        #expect(board.read(Self.newConnection).refusal == .unknownAttempt)
        board.say(.rejoin(attempt.reference), from: Board.host)
        #expect(board.read(Board.host).refusal == .notAllowed)
    }
}
