/// One side of an attempt, whichever way of joining it is: what a node does with it after it has made it.
package protocol PairingSide: ~Copyable {
    /// The fingerprint that the other side's DTLS certificate must have, once known.
    var remoteFingerprint: CertificateFingerprint? { get }
    /// Whether the other side is genuine; before that nothing may be sent on a data channel and nothing received shown.
    var isVerified: Bool { get }
    /// How many messages were refused after the verification.
    var ignoredCount: Int { get }
    /// The next thing to do; `nil` when there is none.
    mutating func pollOutput() -> PairingOutput?
    /// Sends what this side says first; once, after the admission.
    mutating func start()
    /// Takes the payload of a relay message.
    mutating func handle(payload: String)
    /// Sends the own description: the host's offer after `makeOffer`, the customer's answer after `description`.
    mutating func describe(_ sdp: String)
    /// Sends an own candidate; one that is found before the description is sent waits for it.
    mutating func add(_ candidate: SealedMessage.Candidate)
    /// Tells the other side that no more candidates follow.
    mutating func endCandidates()
    /// The DTLS handshake showed this certificate.
    mutating func handle(certificate: CertificateFingerprint)
    /// Checks digits that the person typed, once; `notNow` in the link way.
    mutating func confirm(digits typed: String) -> NumberPairing.ConfirmResult
}
