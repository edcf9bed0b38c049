import Wire

extension DTLSConnection {
    /// Shakes hands between two ends in memory, once in a process, from any thread: OpenSSL looks up and loads each
    /// algorithm when it is first used, and a first real handshake would wait some 20 ms for that.
    package static func rehearse() {
        guard let certificate = try? Certificate.make(),
            let client = try? DTLSConnection(
                role: .client, certificate: certificate, remoteFingerprint: certificate.fingerprint),
            let server = try? DTLSConnection(
                role: .server, certificate: certificate, remoteFingerprint: certificate.fingerprint)
        else { return }
        client.start(now: .origin)
        // Four flights.
        for _ in 0..<4 {
            client.deliver(to: server)
            server.deliver(to: client)
        }
        _ = try? client.exportSRTPKeyingMaterial()
        _ = try? server.exportSRTPKeyingMaterial()
    }

    private func deliver(to other: DTLSConnection) {
        while let output = pollOutput() {
            if case .datagram(let datagram) = output { other.handle(datagram, now: .origin) }
        }
    }
}
