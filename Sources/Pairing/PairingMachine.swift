/// One side of an attempt, from `admitted` to *verified* or *failed*.
///
/// ```text
/// opening ─keys→ exchanging ─tag and certificate→ exchanging, verified
///    └──────────────┴─anything wrong→ failed
/// ```
/// It is pure: after each call poll until `pollOutput` gives `nil`. Before `verified` anything unexpected ends the
/// attempt. After it, what the relay brings and does not fit is counted and ignored, because the service must not be able
/// to end a connection that no longer needs it.
package struct PairingMachine<Opening: PairingOpening & ~Copyable, Exchange: PairingExchange & ~Copyable>: ~Copyable {
    private enum State: ~Copyable {
        case opening(Opening)
        case exchanging(Exchange)
        case failed
    }

    private let context: PairingContext
    private var state: State
    private var outputs: [PairingOutput] = []
    /// How many messages were refused after the verification.
    package private(set) var ignoredCount = 0

    /// - Parameter opening: at its beginning; nothing is sent before `start()`.
    init(context: PairingContext, opening: consuming Opening) {
        self.context = context
        state = .opening(opening)
    }

    /// The fingerprint that the other side's DTLS certificate must have, once known.
    package var remoteFingerprint: CertificateFingerprint? {
        switch state {
        case .exchanging(let exchange): exchange.remoteFingerprint
        default: nil
        }
    }

    /// Whether the other side is genuine; before that nothing may be sent on a data channel and nothing received shown.
    package var isVerified: Bool {
        switch state {
        case .exchanging(let exchange): exchange.isVerified
        default: false
        }
    }

    /// The next thing to do; `nil` when there is none.
    package mutating func pollOutput() -> PairingOutput? {
        outputs.isEmpty ? nil : outputs.removeFirst()
    }

    /// Sends what this side says first; once, after the admission.
    package mutating func start() {
        advance { (opening, outputs) throws(PairingFailure) in
            var opening = opening
            opening.start(into: &outputs)
            return .waiting(opening)
        } exchange: { (_, _) throws(PairingFailure) in
        }
    }

    /// Takes the payload of a relay message.
    package mutating func handle(payload: String) {
        guard let message = context.coding.parsePairingMessage(payload) else {
            return refuse(.malformed)
        }
        handle(message)
    }

    /// Takes a message of the other side's.
    package mutating func handle(_ message: PairingMessage) {
        if case .mismatch = message {
            return refuse(
                Opening.usesLink ? .secretDiffers : Opening.typedDigitCount > 0 ? .digitsDifferThere : .outOfOrder)
        }
        advance { (opening, outputs) throws(PairingFailure) in
            try opening.handle(message, into: &outputs)
        } exchange: { (exchange, outputs) throws(PairingFailure) in
            guard case .sealed(let sealed) = message else { throw .outOfOrder }
            try exchange.handle(sealed, into: &outputs)
        }
    }

    /// Sends the own description: the host's offer after `makeOffer`, the customer's answer after `description`.
    package mutating func describe(_ sdp: String) {
        step { (exchange, outputs) throws(PairingFailure) in try exchange.describe(sdp, into: &outputs) }
    }

    /// Begins a restart of ICE; does nothing before the verification.
    package mutating func requestRestart() {
        guard isVerified else { return }
        step { (exchange, outputs) throws(PairingFailure) in exchange.requestRestart(into: &outputs) }
    }

    /// Sends an own candidate; one that is found before the description is sent waits for it.
    package mutating func add(_ candidate: SealedMessage.Candidate) {
        step { (exchange, outputs) throws(PairingFailure) in exchange.send(.candidate(candidate), into: &outputs) }
    }

    /// Tells the other side that no more candidates follow.
    package mutating func endCandidates() {
        step { (exchange, outputs) throws(PairingFailure) in exchange.send(.endOfCandidates, into: &outputs) }
    }

    /// The DTLS handshake showed this certificate.
    package mutating func handle(certificate: CertificateFingerprint) {
        step { (exchange, outputs) throws(PairingFailure) in
            try exchange.handle(certificate: certificate, into: &outputs)
        }
    }

    /// Checks the digits that the person typed: the customer the six that are read out, the host the four that are read
    /// back. There is one try.
    package mutating func confirm(digits typed: String) -> NumberPairing.ConfirmResult {
        guard Opening.typedDigitCount > 0 else { return .notNow }
        guard let digits = PairingDigits.parse(typed, count: Opening.typedDigitCount) else { return .incomplete }
        var result = NumberPairing.ConfirmResult.notNow
        advance { (opening, outputs) throws(PairingFailure) in
            try opening.confirm(digits, result: &result, into: &outputs)
        } exchange: { (_, _) throws(PairingFailure) in
        }
        return result
    }

    /// Ends the attempt, in either half.
    private mutating func refuse(_ failure: PairingFailure) {
        advance { (_, _) throws(PairingFailure) in
            throw failure
        } exchange: { (_, _) throws(PairingFailure) in
            throw failure
        }
    }

    /// Runs a step of the second half; before that half it is out of order.
    private mutating func step(
        _ body: (inout Exchange, inout [PairingOutput]) throws(PairingFailure) -> Void
    ) {
        advance({ (_, _) throws(PairingFailure) in throw .outOfOrder }, exchange: body)
    }

    /// Runs one transition and turns what it throws into the end of the attempt.
    private mutating func advance(
        _ openingStep: (consuming Opening, inout [PairingOutput]) throws(PairingFailure) -> OpeningStep<Opening>,
        exchange exchangeStep: (inout Exchange, inout [PairingOutput]) throws(PairingFailure) -> Void
    ) {
        // The state is taken out as a whole; whatever is not put back has failed.
        let current = Swift.exchange(&state, with: .failed)
        switch consume current {
        case .failed: break
        case .opening(let opening):
            do throws(PairingFailure) {
                switch try openingStep(opening, &outputs) {
                case .waiting(let next): state = .opening(next)
                case .opened(let channel, let promised):
                    state = .exchanging(Exchange(channel: channel, promised: promised, into: &outputs))
                }
            } catch {
                outputs.append(.failed(error))
            }
        case .exchanging(var exchange):
            let wasVerified = exchange.isVerified
            do throws(PairingFailure) {
                try exchangeStep(&exchange, &outputs)
                if !wasVerified, exchange.isVerified { announceSecretUse() }
                state = .exchanging(exchange)
            } catch {
                if wasVerified {
                    ignoredCount += 1
                    state = .exchanging(exchange)
                } else {
                    end(error, isFirstBox: !exchange.hasOpenedBox)
                }
            }
        }
    }

    /// Ends the second half; the other side of a link is told when the secrets differ, so that its person is too.
    private mutating func end(_ failure: PairingFailure, isFirstBox: Bool) {
        guard Opening.usesLink, isFirstBox, failure == .notSealedByPeer else { return outputs.append(.failed(failure)) }
        outputs.append(context.relay(.mismatch))
        outputs.append(.failed(.secretDiffers))
    }

    /// Puts `secretUsed` before `verified`, which the step has just appended.
    private mutating func announceSecretUse() {
        if Opening.usesSecret { outputs.insert(.secretUsed, at: outputs.count - 1) }
    }
}
