import DTLS
import TestSupport
import Testing
import Wire

/// What a lost datagram of the handshake costs, on a path with a round trip of 100 ms.
///
///     client ─▶ ClientHello              ─▶ server   flight 1
///            ◀─ ServerHello … Done       ◀─          flight 4
///            ─▶ Certificate … Finished   ─▶          flight 5
///            ◀─ ChangeCipherSpec, Finished ◀─        flight 6
@Suite("DTLS: lost datagrams")
struct DTLSLossTests {
    private static let roundTrip = Duration.milliseconds(100)
    /// Flights 1 and 5, and 4 and 6; each fits one datagram.
    private static let flightsEachWay = 2

    private typealias Ends = Pair<DTLSEnd, DTLSEnd>

    /// - Parameter estimate: what ICE says of the round trip.
    private func makeEnds(estimate: Duration = roundTrip) throws -> Ends {
        let client = try Certificate.make()
        let server = try Certificate.make()
        let ends = Ends(
            DTLSEnd(
                try DTLSConnection(
                    role: .client, certificate: client, remoteFingerprint: server.fingerprint, roundTripTime: estimate)),
            DTLSEnd(
                try DTLSConnection(
                    role: .server, certificate: server, remoteFingerprint: client.fingerprint, roundTripTime: estimate)),
            path: NetemConfiguration(latency: Self.roundTrip / 2))
        ends.right.start(now: ends.now)
        return ends
    }

    /// Runs the handshake; gives the time until both ends are connected.
    private func connect(_ ends: Ends) throws -> Duration {
        let begin = ends.now
        ends.left.start(now: begin)
        ends.run(for: .seconds(60)) { ends.left.connectedAt != nil && ends.right.connectedAt != nil }
        let client = try #require(ends.left.connectedAt)
        let server = try #require(ends.right.connectedAt)
        return max(client, server) - begin
    }

    @Test("without loss it takes two round trips, and nothing is repeated")
    func lossless() throws {
        let ends = try makeEnds()
        #expect(try connect(ends) == Self.roundTrip * 2)
        ends.run(for: .seconds(10))
        #expect(ends.leftToRight.statistics.sent == Self.flightsEachWay)
        #expect(ends.rightToLeft.statistics.sent == Self.flightsEachWay)
    }

    @Test(
        "each lost datagram costs two round trips at most", arguments: [true, false],
        0..<flightsEachWay)
    func loss(isFromClient: Bool, number: Int) throws {
        let ends = try makeEnds()
        if isFromClient {
            ends.leftToRight.filter = { sent, _ in sent != number }
        } else {
            ends.rightToLeft.filter = { sent, _ in sent != number }
        }
        let cost = try connect(ends) - Self.roundTrip * 2
        #expect(ends.leftToRight.statistics.lost + ends.rightToLeft.statistics.lost == 1)
        #expect(cost > .zero)
        #expect(cost <= Self.roundTrip * 2)
        // A flight that is repeated fits one datagram like its first copy.
        #expect(ends.leftToRight.statistics.sent <= Self.flightsEachWay + 2)
        #expect(ends.rightToLeft.statistics.sent <= Self.flightsEachWay + 2)
    }

    @Test("the server's data brings the end of the handshake along, until the client has sent data")
    func lastFlightWithData() throws {
        let ends = try makeEnds()
        ends.rightToLeft.filter = { sent, _ in sent != 1 }
        ends.left.start(now: ends.now)
        ends.run(for: .seconds(1)) { ends.right.connectedAt != nil }
        try ends.right.send([1, 2, 3], now: ends.now)
        ends.run(for: Self.roundTrip * 3 / 4) { ends.left.connectedAt != nil }
        #expect(ends.left.connectedAt != nil)
        #expect(ends.left.received == [[1, 2, 3]])
        try ends.left.send([4], now: ends.now)
        ends.run(for: Self.roundTrip)
        #expect(ends.right.received == [[4]])
        try ends.right.send([5], now: ends.now)
        #expect(ends.right.pollDatagram(now: ends.now)?.count == DTLSConnection.recordOverheadByteCount + 1)
    }

    @Test("an estimate that is ten times too high is forgotten after the first flight")
    func highEstimate() throws {
        let ends = try makeEnds(estimate: Self.roundTrip * 10)
        ends.leftToRight.filter = { sent, _ in sent != 1 }
        #expect(try connect(ends) <= Self.roundTrip * 4)
    }

    @Test("a third of all datagrams lost still ends in a connection, each time", arguments: 1...20)
    func heavyLoss(seed: UInt64) throws {
        let ends = try makeEnds()
        ends.leftToRight = Netem(NetemConfiguration(latency: Self.roundTrip / 2, loss: 0.33), seed: seed)
        ends.rightToLeft = Netem(NetemConfiguration(latency: Self.roundTrip / 2, loss: 0.33), seed: ~seed)
        #expect(try connect(ends) < .seconds(30))
    }
}
