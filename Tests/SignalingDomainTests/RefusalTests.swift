import SignalingDomain
import SignalingProtocol
import Testing
import Wire

@Suite("Refusals tell nothing, and guessing is slow")
struct RefusalTests {
    /// Why a number does not work.
    enum Reason: CaseIterable {
        case unknown, expired, renewed, used, ended, full
    }

    @Test("Wrong, expired, used, ended and full numbers get one answer at one time", arguments: Reason.allCases)
    func uniform(reason: Reason) throws {
        let board = Board()
        let session = try #require(board.startSession())
        var number = session.number
        switch reason {
        case .unknown:
            number = SessionNumber(rawValue: session.number.rawValue == "000000000" ? "000000001" : "000000000")
        case .expired: board.wait(.seconds(900))
        case .renewed: board.say(.renewNumber(session.reference), from: Board.host)
        case .used:
            let other = ConnectionID(serial: 9)
            board.connect(other, as: .customer)
            let attempt = try #require(board.knock(number, from: other))
            board.say(.admit(attempt.reference), from: Board.host)
        case .ended: board.say(.endSession(session.reference), from: Board.host)
        case .full:
            for serial in 10..<18 {
                let other = ConnectionID(serial: UInt64(serial))
                board.connect(other, as: .customer)
                #expect(board.knock(number, from: other) != nil)
            }
        }
        #expect(board.knock(number) == nil)
        board.wait(.milliseconds(249))
        #expect(board.read(Board.customer).isEmpty)
        board.wait(.milliseconds(1))
        #expect(board.read(Board.customer) == [.refused(ServiceMessage.Refused(code: .numberDoesNotWork))])
    }

    @Test("Ten wrong numbers a minute, then a wait that doubles; a right number from elsewhere still works")
    func backOff() throws {
        let board = Board()
        let session = try #require(board.startSession())
        var waits: [Int] = []
        for round in 0..<3 {
            for guess in 0..<10 {
                #expect(board.knock(SessionNumber(rawValue: "00000\(round)\(guess)99")) == nil)
            }
            board.wait(.milliseconds(300))
            _ = board.read(Board.customer)
            #expect(board.knock(session.number) == nil, "also the right number is not looked at")
            board.wait(.milliseconds(250))
            guard case .refused(let refused)? = board.read(Board.customer).first else { throw Missing() }
            #expect(refused.code == .tooManyTries)
            let wait = try #require(refused.retryAfter)
            waits.append(wait)

            let elsewhere = ConnectionID(serial: UInt64(20 + round))
            board.connect(elsewhere, as: .customer, from: .ipv4(0xC633_6401))
            #expect(board.knock(session.number, from: elsewhere) != nil)
            board.wait(.seconds(wait))
        }
        #expect(waits == [60, 120, 240])
        #expect(board.knock(session.number) != nil)
    }

    @Test("A hundred thousand guesses from one address hit nothing and get past the limit only a few times")
    func flood() throws {
        let board = Board()
        _ = try #require(board.startSession())
        for guess in 0..<100_000 {
            let digits = String(guess)
            let number = String(repeating: "0", count: 9 - digits.count) + digits
            board.say(
                .knock(ClientMessage.Knock(number: SessionNumber(rawValue: number), name: "x")), from: Board.customer)
            if guess.isMultiple(of: 1_000) { board.wait(.milliseconds(600)) }
        }
        #expect(board.switchboard.counters.knocks <= 10)
        #expect(board.switchboard.counters.triesHeldBack >= 99_990)
    }

    @Test("Addresses of one IPv6 /64 count together, those of a /56 and /48 with more allowance")
    func prefixes() {
        var limiter = TryLimiter()
        let bytes: [UInt8] = [0x20, 0x01, 0x0D, 0xB8, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]
        var sibling = bytes
        sibling[15] = 2
        let one = SourceAddress(bytes: bytes)
        #expect(one == SourceAddress(bytes: sibling))
        guard let one else { return }
        for _ in 0..<10 { limiter.recordFailure(of: one.subjects, now: .origin) }
        #expect(limiter.wait(for: one.subjects, now: .origin) == .seconds(60))

        var neighbour = bytes
        neighbour[7] = 2
        guard let next = SourceAddress(bytes: neighbour) else { return }
        #expect(limiter.wait(for: next.subjects, now: .origin) == nil)
        for _ in 0..<10 { limiter.recordFailure(of: next.subjects, now: .origin) }
        neighbour[7] = 3
        guard let third = SourceAddress(bytes: neighbour) else { return }
        #expect(limiter.wait(for: third.subjects, now: .origin) == .seconds(60), "the /56 is full")
    }

    @Test("An IPv4 address in IPv6 clothes counts as itself")
    func mapped() {
        let mapped = SourceAddress(bytes: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 192, 0, 2, 1])
        #expect(mapped == .ipv4(0xC000_0201))
        #expect(SourceAddress(bytes: [1, 2, 3]) == nil)
    }

    @Test("When everybody together fails too often, those who failed wait and a newcomer does not")
    func total() {
        var limiter = TryLimiter()
        for address in 0..<20 { limiter.recordFailure(of: SourceAddress.ipv4(UInt32(address)).subjects, now: .origin) }
        #expect(limiter.wait(for: SourceAddress.ipv4(3).subjects, now: .origin) == .seconds(1))
        #expect(limiter.wait(for: SourceAddress.ipv4(99).subjects, now: .origin) == nil)
        #expect(limiter.wait(for: SourceAddress.ipv4(3).subjects, now: .origin + .seconds(1)) == nil)
    }

    @Test("What is remembered of strangers is bounded, and those who must wait still wait")
    func bounded() {
        var policy = TryLimiter.Policy()
        policy.maximumSubjectCount = 100
        var limiter = TryLimiter(policy: policy)
        for _ in 0..<10 { limiter.recordFailure(of: SourceAddress.ipv4(1).subjects, now: .origin) }
        for address in 2..<2_000 {
            limiter.recordFailure(of: SourceAddress.ipv4(UInt32(address)).subjects, now: .origin)
        }
        #expect(limiter.subjectCount <= 100)
        #expect(limiter.wait(for: SourceAddress.ipv4(1).subjects, now: .origin) == .seconds(60))
    }
}
