/// Joining by a number, which is no secret: two people compare digits that cover keys and certificates.
///
/// ```text
/// host                                        customer
///    │ ── commit(SHA-256 of the share) ─────────→ │
///    │ ←── numberHello(nonce, key, fingerprint) ── │
///    │ ── reveal(nonce, key, fingerprint) ──────→ │   the customer checks the commitment
///    │    reads six digits out · · · · · · · · · ·│   types them: one try
///    │ ←─────────────── sealed(digitsMatched) ─── │   reads four digits back
///    │    types them: one try                     │
///    │ ── sealed(offer) ────────────────────────→ │   and on as with a link
/// ```
/// Who sits in between must commit to its share before it sees the other's, so its digits fit once in 10^6 attempts, and
/// each attempt that fails is seen by two people (RFC 6189 §4.4.1 has the same shape).
package enum NumberPairing {
    /// The host's side of one attempt.
    package typealias Host = PairingMachine<HostOpening, HostExchange>
    /// The customer's side of one attempt.
    package typealias Customer = PairingMachine<CustomerOpening, CustomerExchange>

    /// What became of typed digits.
    package enum ConfirmResult: Equatable, Sendable {
        /// They fit.
        case matched
        /// They do not fit, and the attempt is over.
        case differed
        /// Not the right count of digits; nothing is used up.
        case incomplete
        /// Nobody asked for digits now; nothing is used up.
        case notNow
    }

    /// What both sides have computed when they know each other's share.
    struct Agreement: ~Copyable {
        /// Sealed under the agreed keys, from both counters at 0.
        var channel: SealedChannel
        let digits: PairingDigits
        /// The other side's, which the digits cover.
        let remoteFingerprint: CertificateFingerprint
    }

    /// Makes a nonce and an ephemeral key.
    static func makeShare(_ context: PairingContext) -> (key: AgreementKey, share: NumberShare) {
        let key = context.cryptography.makeAgreementKey()
        let share = NumberShare(
            nonce: context.cryptography.randomBytes(NumberShare.nonceByteCount), publicKey: key.publicKey,
            fingerprint: context.localFingerprint)
        return (key, share)
    }

    /// Computes keys and digits from both shares.
    /// - Throws: `reflected`, `invalidPublicKey`.
    static func agree(
        _ context: PairingContext, as role: PairingRole, key: AgreementKey, host: NumberShare, customer: NumberShare
    ) throws(PairingFailure) -> Agreement {
        let remote = role == .host ? customer : host
        guard remote.publicKey != key.publicKey else { throw .reflected }
        guard let secret = context.cryptography.agree(key, with: remote.publicKey) else { throw .invalidPublicKey }
        let salt = context.transcript(host: host, customer: customer)
        guard let digits = context.deriveDigits(from: secret, salt: salt) else { throw .malformed }
        let keys = context.deriveKeys(from: secret, salt: salt)
        return Agreement(
            channel: SealedChannel(context: context, role: role, keys: keys), digits: digits,
            remoteFingerprint: remote.fingerprint)
    }
}
