/// The second half of an attempt, alike in both ways of joining: descriptions, candidates and tags over a sealed relay.
package protocol PairingExchange: ~Copyable {
    /// - Parameter promised: the other side's fingerprint, where digits or an introduction already cover it.
    init(channel: consuming SealedChannel, promised: CertificateFingerprint?, into outputs: inout [PairingOutput])

    /// The fingerprint that the other side's DTLS certificate must have, once known.
    var remoteFingerprint: CertificateFingerprint? { get }

    /// Whether tag and certificate were both the other side's.
    var isVerified: Bool { get }

    /// Whether a box of the other side's has opened, so that both have the same keys.
    var hasOpenedBox: Bool { get }

    /// Sends the own description; after the verification it restarts ICE.
    mutating func describe(_ sdp: String, into outputs: inout [PairingOutput]) throws(PairingFailure)

    /// The own path is lost: the host is told to make another offer, or the customer asks it for one. Before the
    /// verification nothing happens.
    mutating func requestRestart(into outputs: inout [PairingOutput])

    /// Sends an own candidate or the end of them; those found before the description wait for it.
    mutating func send(_ candidate: SealedMessage, into outputs: inout [PairingOutput])

    /// Opens a box of the other side's and acts on what is in it. Before the verification a failure ends the attempt;
    /// after it the message is counted and ignored.
    mutating func handle(
        _ sealed: PairingMessage.Sealed, into outputs: inout [PairingOutput]
    ) throws(PairingFailure)

    /// The DTLS handshake showed this certificate.
    mutating func handle(
        certificate: CertificateFingerprint, into outputs: inout [PairingOutput]
    ) throws(PairingFailure)
}
