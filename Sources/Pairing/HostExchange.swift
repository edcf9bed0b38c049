/// The host's second half.
///
/// ```text
/// open ─describe→ offered ─answer with a good tag→ answered ─certificate→ verified
/// ```
/// After that each `describe` is an offer that restarts ICE. Its answer must name the same certificate, and the number
/// of that offer: an earlier one's comes too late.
package struct HostExchange: PairingExchange, ~Copyable {
    private enum State: Equatable {
        case open
        case offered
        /// The customer's tag is good and ours is on its way.
        case answered(CertificateFingerprint)
        case verified(CertificateFingerprint)
    }

    private var channel: SealedChannel
    private let promised: CertificateFingerprint?
    private var candidates = CandidateFlow()
    private var state: State = .open
    /// The offers since the verification.
    private var restartCount = 0

    /// Asks for the offer at once.
    package init(
        channel: consuming SealedChannel, promised: CertificateFingerprint?, into outputs: inout [PairingOutput]
    ) {
        self.channel = channel
        self.promised = promised
        outputs.append(.makeOffer)
    }

    package var hasOpenedBox: Bool { channel.hasOpenedBox }

    package var remoteFingerprint: CertificateFingerprint? {
        switch state {
        case .answered(let fingerprint), .verified(let fingerprint): fingerprint
        case .open, .offered: promised
        }
    }

    package var isVerified: Bool {
        if case .verified = state { true } else { false }
    }

    /// Sends the offer: the first, or after the verification one that restarts ICE, with the next number.
    ///
    /// - Throws: `outOfOrder` for a second offer before the verification.
    package mutating func describe(_ sdp: String, into outputs: inout [PairingOutput]) throws(PairingFailure) {
        if case .verified = state {
            restartCount += 1
            candidates.restart()
            let offer = SealedMessage.Description(kind: .offer, sdp: sdp, restart: restartCount)
            outputs.append(channel.seal(.description(offer)))
            return
        }
        guard state == .open else { throw .outOfOrder }
        state = .offered
        outputs.append(channel.seal(.description(SealedMessage.Description(kind: .offer, sdp: sdp))))
        for candidate in candidates.release() { outputs.append(channel.seal(candidate)) }
    }

    package mutating func send(_ candidate: SealedMessage, into outputs: inout [PairingOutput]) {
        guard let candidate = candidates.pass(candidate) else { return }
        outputs.append(channel.seal(candidate))
    }

    /// Asks this side for another offer, by `restartWanted`.
    package mutating func requestRestart(into outputs: inout [PairingOutput]) {
        if isVerified { outputs.append(.restartWanted) }
    }

    /// Opens a box and takes what is in it: an answer, a candidate or the wish for a restart.
    ///
    /// - Throws: `notSealedByPeer`, `malformed`, `outOfOrder`, `wrongFingerprint`, `wrongTag`, `tooManyCandidates`.
    package mutating func handle(
        _ sealed: PairingMessage.Sealed, into outputs: inout [PairingOutput]
    ) throws(PairingFailure) {
        switch (state, try channel.open(sealed)) {
        case (.verified, .restart): outputs.append(.restartWanted)
        case (.verified(let expected), .description(let description)):
            guard description.kind == .answer, description.restart == restartCount else { throw .outOfOrder }
            guard CertificateFingerprint(ofDescription: description.sdp) == expected else { throw .wrongFingerprint }
            outputs.append(.description(description))
        case (.offered, .description(let description)): try handle(description, into: &outputs)
        case (.answered, let message), (.verified, let message): try candidates.receive(message, into: &outputs)
        default: throw .outOfOrder
        }
    }

    /// Takes the certificate of the handshake, which with the customer's tag verifies the customer.
    ///
    /// - Throws: `wrongFingerprint` when it is not the one that the answer names.
    package mutating func handle(
        certificate: CertificateFingerprint, into outputs: inout [PairingOutput]
    ) throws(PairingFailure) {
        guard case .answered(let expected) = state else {
            guard remoteFingerprint == certificate else { throw .wrongFingerprint }
            return
        }
        guard certificate == expected else { throw .wrongFingerprint }
        state = .verified(expected)
        channel.allowsGaps = true
        outputs.append(.verified(expected))
    }

    private mutating func handle(
        _ answer: SealedMessage.Description, into outputs: inout [PairingOutput]
    ) throws(PairingFailure) {
        guard answer.kind == .answer, let tag = answer.tag else { throw .outOfOrder }
        guard let claimed = CertificateFingerprint(ofDescription: answer.sdp), claimed == promised ?? claimed else {
            throw .wrongFingerprint
        }
        try channel.check(tag, remoteFingerprint: claimed)
        state = .answered(claimed)
        let confirm = SealedMessage.Confirm(tag: channel.makeTag(remoteFingerprint: claimed))
        outputs.append(channel.seal(.confirm(confirm)))
        outputs.append(.description(answer))
    }
}
