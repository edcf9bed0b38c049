/// Two people whom the primary host introduces: the secret and each other's fingerprint came over channels that are
/// verified, so both certificates are pinned before the first word.
///
/// ```text
/// answering                          offering
///    │ ── introductionHello(nonce) ────→ │
///    │ ←──── introductionHello(nonce) ── │   keys = HKDF(secret, transcript of names, nonces and both fingerprints)
///    │ ←─────────────── sealed(offer) ── │   only the promised certificate may be described
///    │ ── sealed(answer, tag) ─────────→ │
///    │ ←───────────── sealed(confirm) ── │
/// ```
/// Whoever carries it can drop it and nothing else. The primary itself knows the secret, and who is introduced is what it
/// says; nobody besides it can stand in between, not even with the secret, because the fingerprints are pinned.
///
/// The offering side takes the host's place in the second half, whatever its role in the session is.
package enum IntroductionPairing {
    /// The side that makes the offer.
    package typealias Offering = PairingMachine<OfferingOpening, HostExchange>
    /// The side that answers.
    package typealias Answering = PairingMachine<AnsweringOpening, CustomerExchange>

    /// The count of bytes in the secret of a pair.
    package static let secretByteCount = 32

    /// What the primary told both sides of a pair.
    package struct Terms: Sendable {
        /// Names the pair, so that nothing of one pair passes in another.
        package let pair: String
        /// Made for this pair alone, 32 bytes.
        package let secret: SecretBytes
        /// The certificate that the other side made for this pair alone.
        package let remoteFingerprint: CertificateFingerprint

        package init(pair: String, secret: SecretBytes, remoteFingerprint: CertificateFingerprint) {
            self.pair = pair
            self.secret = secret
            self.remoteFingerprint = remoteFingerprint
        }
    }

    /// Waits for the other side's nonce, and answers with the own one.
    package struct OfferingOpening: PairingOpening, ~Copyable {
        package static var usesSecret: Bool { false }
        package static var usesLink: Bool { false }
        package static var typedDigitCount: Int { 0 }
        let context: PairingContext
        let terms: Terms

        /// Says nothing: the answering side speaks first.
        package mutating func start(into outputs: inout [PairingOutput]) {}

        /// Answers the other side's nonce; anything else is `outOfOrder`.
        package consuming func handle(
            _ message: PairingMessage, into outputs: inout [PairingOutput]
        ) throws(PairingFailure) -> OpeningStep<OfferingOpening> {
            guard case .introductionHello(let hello) = message else { throw .outOfOrder }
            let nonce = context.cryptography.randomBytes(PairingMessage.IntroductionHello.nonceByteCount)
            outputs.append(context.relay(.introductionHello(PairingMessage.IntroductionHello(nonce: nonce))))
            let transcript = context.introductionTranscript(
                pair: terms.pair,
                offering: IntroductionShare(nonce: nonce, fingerprint: context.localFingerprint),
                answering: IntroductionShare(nonce: hello.nonce, fingerprint: terms.remoteFingerprint))
            let keys = context.deriveIntroductionKeys(from: terms.secret, salt: transcript)
            let channel = SealedChannel(context: context, role: .host, keys: keys)
            return .opened(channel, promised: terms.remoteFingerprint)
        }

        /// Changes nothing: nobody compares digits.
        package consuming func confirm(
            _ digits: String, result: inout NumberPairing.ConfirmResult, into outputs: inout [PairingOutput]
        ) throws(PairingFailure) -> OpeningStep<OfferingOpening> {
            .waiting(self)
        }
    }

    /// Sends the own nonce and waits for the other side's.
    package struct AnsweringOpening: PairingOpening, ~Copyable {
        package static var usesSecret: Bool { false }
        package static var usesLink: Bool { false }
        package static var typedDigitCount: Int { 0 }
        let context: PairingContext
        let terms: Terms
        /// 16 bytes, new for each attempt.
        let nonce: [UInt8]

        /// Sends this side's nonce.
        package mutating func start(into outputs: inout [PairingOutput]) {
            outputs.append(context.relay(.introductionHello(PairingMessage.IntroductionHello(nonce: nonce))))
        }

        /// Takes the other side's nonce; anything else is `outOfOrder`, and the own one come back is `reflected`.
        package consuming func handle(
            _ message: PairingMessage, into outputs: inout [PairingOutput]
        ) throws(PairingFailure) -> OpeningStep<AnsweringOpening> {
            guard case .introductionHello(let hello) = message else { throw .outOfOrder }
            guard hello.nonce != nonce else { throw .reflected }
            let transcript = context.introductionTranscript(
                pair: terms.pair,
                offering: IntroductionShare(nonce: hello.nonce, fingerprint: terms.remoteFingerprint),
                answering: IntroductionShare(nonce: nonce, fingerprint: context.localFingerprint))
            let keys = context.deriveIntroductionKeys(from: terms.secret, salt: transcript)
            let channel = SealedChannel(context: context, role: .customer, keys: keys)
            return .opened(channel, promised: terms.remoteFingerprint)
        }

        /// Changes nothing: nobody compares digits.
        package consuming func confirm(
            _ digits: String, result: inout NumberPairing.ConfirmResult, into outputs: inout [PairingOutput]
        ) throws(PairingFailure) -> OpeningStep<AnsweringOpening> {
            .waiting(self)
        }
    }
}

/// What one side of an introduced pair puts into the keys.
struct IntroductionShare {
    /// 16 bytes, new for each attempt.
    let nonce: [UInt8]
    let fingerprint: CertificateFingerprint
}

extension PairingMachine where Opening == IntroductionPairing.OfferingOpening, Exchange == HostExchange {
    /// The machine of the side that makes the offer.
    package init(context: PairingContext, terms: IntroductionPairing.Terms) {
        self.init(context: context, opening: IntroductionPairing.OfferingOpening(context: context, terms: terms))
    }
}

extension PairingMachine where Opening == IntroductionPairing.AnsweringOpening, Exchange == CustomerExchange {
    /// The machine of the side that answers.
    package init(context: PairingContext, terms: IntroductionPairing.Terms) {
        let nonce = context.cryptography.randomBytes(PairingMessage.IntroductionHello.nonceByteCount)
        self.init(
            context: context,
            opening: IntroductionPairing.AnsweringOpening(context: context, terms: terms, nonce: nonce))
    }
}
