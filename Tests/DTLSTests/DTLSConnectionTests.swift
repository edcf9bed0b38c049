import DTLS
import Testing
import Wire

@Suite("DTLS connection")
struct DTLSConnectionTests {
    private func connectedPair() throws -> DTLSPair {
        var pair = try DTLSPair()
        pair.client.start(now: .origin)
        pair.run()
        return pair
    }

    @Test("records arrive whole, each in a datagram of its own, and up to 16 KiB", arguments: [1_163, 16_384])
    func records(byteCount: Int) throws {
        var pair = try connectedPair()
        let sent = [UInt8](repeating: 7, count: byteCount)
        try pair.client.send([1, 2, 3], now: .origin)
        try pair.server.send(sent, now: .origin)
        pair.run()
        #expect(pair.serverOutputs.last == .applicationData([1, 2, 3]))
        #expect(pair.clientOutputs.last == .applicationData(sent))
        #expect(pair.largestDatagram == byteCount + DTLSConnection.recordOverheadByteCount)
    }

    @Test("a message that no record takes is refused")
    func tooLong() throws {
        let pair = try connectedPair()
        let largest = [UInt8](repeating: 7, count: DTLSConnection.maximumMessageByteCount)
        #expect(throws: DTLSError.messageTooLong(byteCount: largest.count + 1)) {
            try pair.client.send(largest + [0], now: .origin)
        }
    }

    @Test("a record that comes twice is handed over once")
    func replay() throws {
        let pair = try connectedPair()
        try pair.client.send([9], now: .origin)
        guard case .datagram(let datagram) = pair.client.pollOutput() else {
            Issue.record("a record is one datagram")
            return
        }
        pair.server.handle(datagram, now: .origin)
        pair.server.handle(datagram, now: .origin)
        #expect(pair.server.pollOutput() == .applicationData([9]))
        #expect(pair.server.pollOutput() == nil)
    }

    @Test("closing tells the other end")
    func close() throws {
        var pair = try connectedPair()
        pair.client.close(now: .origin)
        pair.run()
        #expect(pair.serverOutputs.last == .closed)
        #expect(throws: DTLSError.notConnected) { try pair.client.send([1], now: .origin) }
        #expect(throws: DTLSError.notConnected) { try pair.server.send([1], now: .origin) }
    }
}

@Suite("Certificates")
struct CertificateTests {
    @Test("two sessions have different certificates")
    func fresh() throws {
        #expect(try Certificate.make().fingerprint != Certificate.make().fingerprint)
    }
}
