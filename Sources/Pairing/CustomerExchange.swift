/// The customer's second half. The handshake may end before or after the host's tag arrives.
///
/// ```text
/// open ─offer→ offered ─describe→ answered ─confirm→ confirmed ─certificate→ verified
///                                     └─certificate→ certified ─confirm──────→ verified
/// ```
/// After that an offer with the same certificate restarts ICE; the newest alone is answered.
package struct CustomerExchange: PairingExchange, ~Copyable {
    private enum State: Equatable {
        case open
        case offered(CertificateFingerprint)
        case answered(CertificateFingerprint)
        /// The host's tag is good.
        case confirmed(CertificateFingerprint)
        /// The certificate is the described one; the host's tag is awaited.
        case certified(CertificateFingerprint)
        case verified(CertificateFingerprint)
    }

    private var channel: SealedChannel
    private let promised: CertificateFingerprint?
    private var candidates = CandidateFlow()
    private var state: State = .open
    /// The number of the newest offer that restarts ICE.
    private var restartNumber = 0
    private var isRestartOpen = false

    /// Waits for the host's offer.
    package init(
        channel: consuming SealedChannel, promised: CertificateFingerprint?, into outputs: inout [PairingOutput]
    ) {
        self.channel = channel
        self.promised = promised
    }

    package var hasOpenedBox: Bool { channel.hasOpenedBox }

    package var remoteFingerprint: CertificateFingerprint? {
        switch state {
        case .open: promised
        case .offered(let fingerprint), .answered(let fingerprint), .confirmed(let fingerprint),
            .certified(let fingerprint), .verified(let fingerprint):
            fingerprint
        }
    }

    package var isVerified: Bool {
        if case .verified = state { true } else { false }
    }

    /// Sends the answer to the offer that was handed out last: the first with this side's tag, a later one with the
    /// number of its offer.
    ///
    /// - Throws: `outOfOrder` when no offer waits for an answer.
    package mutating func describe(_ sdp: String, into outputs: inout [PairingOutput]) throws(PairingFailure) {
        if case .verified = state, isRestartOpen {
            isRestartOpen = false
            let answer = SealedMessage.Description(kind: .answer, sdp: sdp, restart: restartNumber)
            outputs.append(channel.seal(.description(answer)))
            return
        }
        guard case .offered(let remote) = state else { throw .outOfOrder }
        state = .answered(remote)
        let tag = channel.makeTag(remoteFingerprint: remote)
        outputs.append(channel.seal(.description(SealedMessage.Description(kind: .answer, sdp: sdp, tag: tag))))
        for candidate in candidates.release() { outputs.append(channel.seal(candidate)) }
    }

    package mutating func send(_ candidate: SealedMessage, into outputs: inout [PairingOutput]) {
        guard let candidate = candidates.pass(candidate) else { return }
        outputs.append(channel.seal(candidate))
    }

    /// Asks the host, who alone makes offers, for one that restarts ICE.
    package mutating func requestRestart(into outputs: inout [PairingOutput]) {
        if isVerified { outputs.append(channel.seal(.restart)) }
    }

    /// Opens a box and takes what is in it: an offer, a candidate or the host's tag.
    ///
    /// - Throws: `notSealedByPeer`, `malformed`, `outOfOrder`, `wrongFingerprint`, `wrongTag`, `tooManyCandidates`.
    package mutating func handle(
        _ sealed: PairingMessage.Sealed, into outputs: inout [PairingOutput]
    ) throws(PairingFailure) {
        switch (state, try channel.open(sealed)) {
        case (.verified(let expected), .description(let offer)):
            guard offer.kind == .offer, let number = offer.restart, number > restartNumber else { throw .outOfOrder }
            guard CertificateFingerprint(ofDescription: offer.sdp) == expected else { throw .wrongFingerprint }
            restartNumber = number
            isRestartOpen = true
            candidates.restart()
            outputs.append(.description(offer))
        case (.open, .description(let offer)):
            guard offer.kind == .offer else { throw .outOfOrder }
            guard let claimed = CertificateFingerprint(ofDescription: offer.sdp), claimed == promised ?? claimed else {
                throw .wrongFingerprint
            }
            state = .offered(claimed)
            outputs.append(.description(offer))
        case (.answered(let remote), .confirm(let confirm)):
            try channel.check(confirm.tag, remoteFingerprint: remote)
            state = .confirmed(remote)
        case (.certified(let remote), .confirm(let confirm)):
            try channel.check(confirm.tag, remoteFingerprint: remote)
            verify(remote, into: &outputs)
        case (.open, _): throw .outOfOrder
        case (_, let message): try candidates.receive(message, into: &outputs)
        }
    }

    /// Takes the certificate of the handshake, before or after the host's tag; both together verify the host.
    ///
    /// - Throws: `wrongFingerprint` when it is not the one that the offer names.
    package mutating func handle(
        certificate: CertificateFingerprint, into outputs: inout [PairingOutput]
    ) throws(PairingFailure) {
        guard remoteFingerprint == certificate else { throw .wrongFingerprint }
        switch state {
        case .answered(let remote): state = .certified(remote)
        case .confirmed(let remote): verify(remote, into: &outputs)
        case .open, .offered, .certified, .verified: break
        }
    }

    private mutating func verify(_ remote: CertificateFingerprint, into outputs: inout [PairingOutput]) {
        state = .verified(remote)
        channel.allowsGaps = true
        outputs.append(.verified(remote))
    }
}
