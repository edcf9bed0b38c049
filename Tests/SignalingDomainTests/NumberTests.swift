import SignalingDomain
import SignalingProtocol
import Testing
import Wire

@Suite("Numbers and links that stop working")
struct NumberTests {
    @Test("A number works for fifteen minutes")
    func expiry() throws {
        let board = Board()
        let session = try #require(board.startSession())
        #expect(session.number.rawValue.utf8.count == 9)
        #expect(session.numberExpiresAt.secondsSince1970 - session.now.secondsSince1970 == 900)
        board.wait(.milliseconds(899_999))
        #expect(board.knock(session.number) != nil)
        board.wait(.milliseconds(1))
        let late = ConnectionID(serial: 3)
        board.connect(late, as: .customer)
        #expect(board.knock(session.number, from: late) == nil)
        board.wait(.seconds(1))
        #expect(board.read(late).refusal == .numberDoesNotWork)
    }

    @Test("A renewed number replaces the earlier one at once")
    func renewal() throws {
        let board = Board()
        let session = try #require(board.startSession())
        board.say(.renewNumber(session.reference), from: Board.host)
        guard case .numberRenewed(let renewed)? = board.read(Board.host).first else { throw Missing() }
        #expect(renewed.number != session.number)
        #expect(board.knock(session.number) == nil)
        #expect(board.knock(renewed.number) != nil)
    }

    @Test("A number is for one customer: it works no more once somebody was admitted by it")
    func oneUse() throws {
        let board = Board()
        let session = try #require(board.startSession())
        let attempt = try #require(board.knock(session.number))
        let second = ConnectionID(serial: 3)
        board.connect(second, as: .customer)
        #expect(board.knock(session.number, from: second) != nil, "until then others may knock")
        board.say(.admit(attempt.reference), from: Board.host)
        let third = ConnectionID(serial: 4)
        board.connect(third, as: .customer)
        #expect(board.knock(session.number, from: third) == nil)
        #expect(
            board.stored.contains {
                $0 == .numberChanged(session: session.session, number: nil, expiresAt: session.numberExpiresAt)
            })
    }

    @Test("Numbers are spread over the whole range, without sequence, and none comes twice in a day")
    func spread() throws {
        var configuration = SwitchboardConfiguration()
        configuration.maximumSessionsPerHost = 1_000
        let board = Board(configuration: configuration)
        var numbers: [Int] = []
        for _ in 0..<500 {
            let session = try #require(board.startSession())
            numbers.append(try #require(Int(session.number.rawValue)))
        }
        #expect(Set(numbers).count == numbers.count)
        #expect(numbers.count(where: { $0 < 500_000_000 }) > 180)
        #expect(numbers.count(where: { $0 >= 500_000_000 }) > 180)
        #expect(!zip(numbers, numbers.dropFirst()).contains { abs($0 - $1) <= 1 })
    }

    @Test("A number that was given out rests for a day, also across a restart")
    func rest() throws {
        let first = Board()
        let session = try #require(first.startSession())
        first.say(.endSession(session.reference), from: Board.host)
        var restored = RestoredState()
        for case .numberUsed(let record) in first.stored { restored.usedNumbers.append(record) }
        #expect(restored.usedNumbers.map(\.number) == [session.number])

        // The same seed draws the same number first, and it is taken.
        let second = Board(restored: restored)
        #expect(try #require(second.startSession()).number != session.number)
        let third = Board(restored: restored)
        third.wait(.seconds(24 * 3_600 + 60))
        #expect(try #require(third.startSession()).number == session.number)
    }

    @Test("A link works for a day")
    func linkExpiry() throws {
        let board = Board()
        let session = try #require(board.startSession())
        let invitation = try #require(board.makeInvitation(to: session.session))
        board.wait(.seconds(24 * 3_600 - 1))
        #expect(board.switchboard.hostDisplayName(ofInvitation: invitation, now: board.now) == "Grace")
        board.wait(.seconds(1))
        #expect(board.switchboard.hostDisplayName(ofInvitation: invitation, now: board.now) == nil)
    }

    @Test("A restart keeps sessions, numbers and links; their times run on")
    func restart() throws {
        let before = Board()
        let session = try #require(before.startSession())
        let invitation = try #require(before.makeInvitation(to: session.session))
        var restored = RestoredState()
        for change in before.stored {
            switch change {
            case .sessionStarted(let record): restored.sessions.append(record)
            case .invitationMade(let record): restored.invitations.append(record)
            default: break
            }
        }
        let after = Board(restored: restored)
        #expect(after.switchboard.hostDisplayName(ofInvitation: invitation, now: after.now) == "Grace")
        let attempt = try #require(after.knock(session.number))
        #expect(after.read(Board.customer) == [.hostAway(attempt.ended)])
        after.say(.resumeSession(session.resumption), from: Board.host)
        #expect(after.read(Board.host).count == 2)
        _ = after.read(Board.customer)
        after.disconnect(Board.customer)
        after.wait(.seconds(900))
        after.connect(Board.customer, as: .customer)
        #expect(after.knock(session.number) == nil)
    }
}
