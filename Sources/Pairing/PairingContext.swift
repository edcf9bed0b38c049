package import Wire

/// What both ways of joining need on either side.
package struct PairingContext: Sendable {
    /// Goes into every key, tag and commitment, so that nothing of one session passes in another.
    package let session: SessionID
    /// Of the own DTLS certificate.
    package let localFingerprint: CertificateFingerprint
    let cryptography: any PairingCryptography
    /// Turns messages into bytes; what it gives is sealed or relayed as it is.
    let coding: any PairingCoding

    package init(
        session: SessionID, localFingerprint: CertificateFingerprint, cryptography: any PairingCryptography,
        coding: any PairingCoding
    ) {
        self.session = session
        self.localFingerprint = localFingerprint
        self.cryptography = cryptography
        self.coding = coding
    }

    /// The message as a payload for the service to carry.
    func relay(_ message: PairingMessage) -> PairingOutput {
        .relay(coding.serialize(message))
    }
}
