import DTLS
import Testing
import Wire

/// Two ends of one association and what came out of them.
struct DTLSPair {
    let clientCertificate: Certificate
    let serverCertificate: Certificate
    let client: DTLSConnection
    let server: DTLSConnection
    private(set) var clientOutputs: [DTLSConnection.Output] = []
    private(set) var serverOutputs: [DTLSConnection.Output] = []
    private(set) var largestDatagram = 0

    /// - Parameter swapped: whether the client is told a fingerprint that is not the server's.
    init(swapped: Bool = false) throws {
        clientCertificate = try Certificate.make()
        serverCertificate = try Certificate.make()
        let expected = swapped ? try Certificate.make().fingerprint : serverCertificate.fingerprint
        client = try DTLSConnection(
            role: .client, certificate: clientCertificate, remoteFingerprint: expected,
            roundTripTime: .milliseconds(1))
        server = try DTLSConnection(
            role: .server, certificate: serverCertificate, remoteFingerprint: clientCertificate.fingerprint,
            roundTripTime: .milliseconds(1))
    }

    /// Carries datagrams until both are silent. `drop` may lose one: it sees its number, from 0.
    mutating func run(now: Instant = .origin, losing drop: (Int) -> Bool = { _ in false }) {
        var number = 0
        var isBusy = true
        while isBusy {
            isBusy = false
            while let output = client.pollOutput() {
                isBusy = true
                guard case .datagram(let datagram) = output else {
                    clientOutputs.append(output)
                    continue
                }
                largestDatagram = max(largestDatagram, datagram.count)
                if !drop(number) { server.handle(datagram, now: now) }
                number += 1
            }
            while let output = server.pollOutput() {
                isBusy = true
                guard case .datagram(let datagram) = output else {
                    serverOutputs.append(output)
                    continue
                }
                largestDatagram = max(largestDatagram, datagram.count)
                if !drop(number) { client.handle(datagram, now: now) }
                number += 1
            }
        }
    }
}
