import DTLS
import Testing
import Wire

@Suite("DTLS handshake")
struct DTLSHandshakeTests {
    @Test("both ends verify each other and agree on AEAD and on the keys")
    func handshake() throws {
        var pair = try DTLSPair()
        pair.client.start(now: .origin)
        pair.run()
        #expect(pair.clientOutputs == [.connected])
        #expect(pair.serverOutputs == [.connected])
        #expect(pair.client.protectionProfile == .aeadAES128GCM)
        let client = try #require(try pair.client.exportSRTPKeyingMaterial())
        let server = try #require(try pair.server.exportSRTPKeyingMaterial())
        #expect(client.local == server.remote)
        #expect(client.remote == server.local)
        #expect(client.local != client.remote)
        #expect(client.local.count == 28)
        #expect(pair.client.nextTimeout == nil)
        #expect(pair.largestDatagram <= 1_200)
    }

    @Test("a certificate that is not the one named ends the handshake before any key or byte comes out")
    func wrongFingerprint() throws {
        var pair = try DTLSPair(swapped: true)
        pair.client.start(now: .origin)
        pair.run()
        #expect(pair.clientOutputs == [.failed(.fingerprintMismatch)])
        #expect(!pair.client.isConnected)
        #expect(throws: DTLSError.notConnected) {
            try pair.client.exportKeyingMaterial(label: "EXTRACTOR-dtls_srtp", byteCount: 56)
        }
        #expect(throws: DTLSError.notConnected) { try pair.client.send([1], now: .origin) }
    }

    @Test("rubbish of every length is dropped, and the handshake goes on")
    func rubbish() throws {
        var pair = try DTLSPair()
        pair.client.start(now: .origin)
        for count in 0...64 {
            pair.server.handle([UInt8](repeating: 22, count: count), now: .origin)
            pair.client.handle([UInt8](repeating: 23, count: count), now: .origin)
        }
        pair.run()
        #expect(pair.client.isConnected)
        #expect(pair.server.isConnected)
    }

    @Test("a client that offers no cipher is no client")
    func nullCipher() throws {
        let certificate = try Certificate.make()
        let server = try DTLSConnection(
            role: .server, certificate: certificate, remoteFingerprint: certificate.fingerprint)
        // ClientHello with TLS_NULL_WITH_NULL_NULL alone.
        let hello =
            "16fefd00000000000000000036 0100002a000000000000002a fefd"
            + String(repeating: "5a", count: 32) + "00 00 0002 0000 01 00"
        server.start(now: .origin)
        server.handle(try #require([UInt8](hexadecimal: hello)), now: .origin)
        #expect(!server.isConnected)
        #expect(throws: DTLSError.notConnected) { try server.send([1], now: .origin) }
    }
}
