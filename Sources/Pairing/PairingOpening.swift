/// The first half of an attempt: how the two sides get keys that the service does not have.
package protocol PairingOpening: ~Copyable {
    /// Whether a success uses up a secret.
    static var usesSecret: Bool { get }

    /// Whether the keys come from a link's secret, which mail may have damaged.
    static var usesLink: Bool { get }

    /// Sends what this side says first.
    mutating func start(into outputs: inout [PairingOutput])

    /// Takes a message; a failure ends the attempt.
    consuming func handle(
        _ message: PairingMessage, into outputs: inout [PairingOutput]
    ) throws(PairingFailure) -> OpeningStep<Self>

    /// Compares typed digits, which fit or end the attempt; where none are asked for, nothing happens.
    /// - Throws: `digitsDiffer`.
    consuming func confirm(
        _ digits: String, result: inout NumberPairing.ConfirmResult, into outputs: inout [PairingOutput]
    ) throws(PairingFailure) -> OpeningStep<Self>

    /// How many digits this side types; zero for none.
    static var typedDigitCount: Int { get }
}

/// What follows from a message or from typed digits.
package enum OpeningStep<Opening: ~Copyable>: ~Copyable {
    /// More has to come.
    case waiting(Opening)
    /// The relay is sealed. `promised` is the other side's fingerprint, where the digits cover it or the
    /// primary host has said it.
    case opened(SealedChannel, promised: CertificateFingerprint?)
}
