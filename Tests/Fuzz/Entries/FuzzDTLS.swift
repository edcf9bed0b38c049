import DTLS
import Wire

/// Each datagram comes after its length in two bytes.
private func split(_ bytes: Span<UInt8>) -> [[UInt8]] {
    var reader = ByteReader(bytes)
    var datagrams: [[UInt8]] = []
    while let count = try? reader.readUInt16(), let datagram = try? reader.readBytes(min(Int(count), reader.remaining))
    {
        datagrams.append(datagram)
    }
    return datagrams
}

/// Datagrams before anybody is authenticated, to a client and to a server that shake hands. Folder: `dtls-handshake`.
package func fuzzDTLSHandshake(_ bytes: Span<UInt8>) {
    let datagrams = split(bytes)
    for role in [DTLSConnection.Role.client, .server] {
        guard let certificate = try? FuzzCertificate.made.get(),
            let connection = try? DTLSConnection(
                role: role, certificate: certificate, remoteFingerprint: certificate.fingerprint)
        else { return }
        var now = Instant.origin + .seconds(1)
        connection.start(now: now)
        for datagram in datagrams {
            connection.handle(datagram, now: now)
            while connection.pollOutput() != nil {}
            now += .milliseconds(10)
        }
        connection.handleTimeout(now: now + .seconds(4))
        while connection.pollOutput() != nil {}
    }
}

/// One for all inputs: what it proves is not looked at here.
private enum FuzzCertificate {
    static let made = Result { try Certificate.make() }
}
