/// Joining by a link: its secret, which the service never sees, gives the keys.
///
/// ```text
/// customer                         host
///    │ ── linkHello(nonce 16) ──────→ │
///    │ ←────── linkHello(nonce 16) ── │   keys = HKDF(secret, session ‖ host nonce ‖ customer nonce)
///    │ ←──────────── sealed(offer) ── │
///    │ ── sealed(answer, tag) ──────→ │   the host checks the tag
///    │ ←────────── sealed(confirm) ── │   the customer checks the tag
/// ```
/// Who cannot open the other's first box says `mismatch`: the link is damaged or forged, and its secret stays good for the
/// person who has it. A relay that forges that message ends the attempt, which it can in any case.
package enum LinkPairing {
    /// The host's side of one attempt.
    package typealias Host = PairingMachine<HostOpening, HostExchange>
    /// The customer's side of one attempt.
    package typealias Customer = PairingMachine<CustomerOpening, CustomerExchange>

    /// The count of bytes in a link's secret.
    package static let secretByteCount = 32

    /// Waits for the customer's nonce, and answers with the own one.
    package struct HostOpening: PairingOpening, ~Copyable {
        package static var usesSecret: Bool { true }
        package static var usesLink: Bool { true }
        package static var typedDigitCount: Int { 0 }
        let context: PairingContext
        /// The link's, 32 bytes; it is burnt only by `secretUsed`.
        let secret: SecretBytes

        /// Says nothing: the customer speaks first.
        package mutating func start(into outputs: inout [PairingOutput]) {}

        /// Answers the customer's nonce; anything else is `outOfOrder`.
        package consuming func handle(
            _ message: PairingMessage, into outputs: inout [PairingOutput]
        ) throws(PairingFailure) -> OpeningStep<HostOpening> {
            guard case .linkHello(let hello) = message else { throw .outOfOrder }
            let nonce = context.cryptography.randomBytes(PairingMessage.LinkHello.nonceByteCount)
            outputs.append(context.relay(.linkHello(PairingMessage.LinkHello(nonce: nonce))))
            let salt = context.linkSalt(hostNonce: nonce, customerNonce: hello.nonce)
            let keys = context.deriveKeys(from: secret, salt: salt)
            return .opened(SealedChannel(context: context, role: .host, keys: keys), promised: nil)
        }

        /// Changes nothing: with a link nobody compares digits.
        package consuming func confirm(
            _ digits: String, result: inout NumberPairing.ConfirmResult, into outputs: inout [PairingOutput]
        ) throws(PairingFailure) -> OpeningStep<HostOpening> {
            .waiting(self)
        }
    }

    /// Sends the own nonce and waits for the host's.
    package struct CustomerOpening: PairingOpening, ~Copyable {
        package static var usesSecret: Bool { false }
        package static var usesLink: Bool { true }
        package static var typedDigitCount: Int { 0 }
        let context: PairingContext
        /// As the link brought it, 32 bytes; a damaged one fails at the host's first box.
        let secret: SecretBytes
        /// 16 bytes, new for each attempt.
        let nonce: [UInt8]

        /// Sends the customer's nonce.
        package mutating func start(into outputs: inout [PairingOutput]) {
            outputs.append(context.relay(.linkHello(PairingMessage.LinkHello(nonce: nonce))))
        }

        /// Takes the host's nonce; anything else is `outOfOrder`, and the own one come back is `reflected`.
        package consuming func handle(
            _ message: PairingMessage, into outputs: inout [PairingOutput]
        ) throws(PairingFailure) -> OpeningStep<CustomerOpening> {
            guard case .linkHello(let hello) = message else { throw .outOfOrder }
            guard hello.nonce != nonce else { throw .reflected }
            let salt = context.linkSalt(hostNonce: hello.nonce, customerNonce: nonce)
            let keys = context.deriveKeys(from: secret, salt: salt)
            return .opened(SealedChannel(context: context, role: .customer, keys: keys), promised: nil)
        }

        /// Changes nothing: with a link nobody compares digits.
        package consuming func confirm(
            _ digits: String, result: inout NumberPairing.ConfirmResult, into outputs: inout [PairingOutput]
        ) throws(PairingFailure) -> OpeningStep<CustomerOpening> {
            .waiting(self)
        }
    }
}

extension PairingMachine where Opening == LinkPairing.HostOpening, Exchange == HostExchange {
    /// - Parameter secret: the link's, 32 bytes.
    package init(context: PairingContext, secret: SecretBytes) {
        self.init(context: context, opening: LinkPairing.HostOpening(context: context, secret: secret))
    }
}

extension PairingMachine where Opening == LinkPairing.CustomerOpening, Exchange == CustomerExchange {
    /// - Parameter secret: the link's, 32 bytes.
    package init(context: PairingContext, secret: SecretBytes) {
        let nonce = context.cryptography.randomBytes(PairingMessage.LinkHello.nonceByteCount)
        self.init(
            context: context, opening: LinkPairing.CustomerOpening(context: context, secret: secret, nonce: nonce))
    }
}
