@testable import Pairing

/// An opening of an introduction with the pinned fingerprint taken out, to show that a test would notice.
struct Unpinned<Opening: PairingOpening & ~Copyable>: PairingOpening, ~Copyable {
    static var usesSecret: Bool { Opening.usesSecret }
    static var usesLink: Bool { Opening.usesLink }
    static var typedDigitCount: Int { Opening.typedDigitCount }
    private var opening: Opening

    init(_ opening: consuming Opening) {
        self.opening = opening
    }

    mutating func start(into outputs: inout [PairingOutput]) {
        opening.start(into: &outputs)
    }

    consuming func handle(
        _ message: PairingMessage, into outputs: inout [PairingOutput]
    ) throws(PairingFailure) -> OpeningStep<Unpinned<Opening>> {
        switch try opening.handle(message, into: &outputs) {
        case .waiting(let next): .waiting(Unpinned(next))
        case .opened(let channel, _): .opened(channel, promised: nil)
        }
    }

    consuming func confirm(
        _ digits: String, result: inout NumberPairing.ConfirmResult, into outputs: inout [PairingOutput]
    ) throws(PairingFailure) -> OpeningStep<Unpinned<Opening>> {
        .waiting(self)
    }
}

extension Party {
    static func offering(
        _ world: World, _ fingerprint: CertificateFingerprint, to remote: CertificateFingerprint, pair: String = "p-1",
        isPinned: Bool = true
    ) -> Party {
        let context = world.context(fingerprint)
        let terms = IntroductionPairing.Terms(pair: pair, secret: world.secret, remoteFingerprint: remote)
        if isPinned {
            return Party(IntroductionPairing.Offering(context: context, terms: terms), fingerprint: fingerprint)
        }
        let opening = IntroductionPairing.OfferingOpening(context: context, terms: terms)
        return Party(
            PairingMachine<Unpinned<IntroductionPairing.OfferingOpening>, HostExchange>(
                context: context, opening: Unpinned(opening)), fingerprint: fingerprint)
    }

    static func answering(
        _ world: World, _ fingerprint: CertificateFingerprint, to remote: CertificateFingerprint, pair: String = "p-1",
        isPinned: Bool = true
    ) -> Party {
        let context = world.context(fingerprint)
        let terms = IntroductionPairing.Terms(pair: pair, secret: world.secret, remoteFingerprint: remote)
        if isPinned {
            return Party(IntroductionPairing.Answering(context: context, terms: terms), fingerprint: fingerprint)
        }
        let nonce = context.cryptography.randomBytes(PairingMessage.IntroductionHello.nonceByteCount)
        let opening = IntroductionPairing.AnsweringOpening(context: context, terms: terms, nonce: nonce)
        return Party(
            PairingMachine<Unpinned<IntroductionPairing.AnsweringOpening>, CustomerExchange>(
                context: context, opening: Unpinned(opening)), fingerprint: fingerprint)
    }
}
