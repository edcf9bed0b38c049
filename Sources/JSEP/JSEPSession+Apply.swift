package import SDP
import Wire

extension JSEPSession {
    /// Takes a description that this end made, or goes back to the last stable state.
    /// - Throws: `JSEPError.wrongState`, `.notTheMadeDescription`, or what makes an agreement impossible.
    /// Source: RFC 9429 §5.9 <https://www.rfc-editor.org/rfc/rfc9429#section-5.9>
    package mutating func setLocalDescription(
        _ kind: DescriptionKind, _ description: SessionDescription? = nil
    ) throws(JSEPError) {
        switch (kind, stage) {
        case (.rollback, .haveLocalOffer): rollback()
        case (.offer, .stable), (.offer, .haveLocalOffer):
            let offer = try takeMade(description)
            for index in transceivers.indices {
                if let mediaID = offer.assignments[transceivers[index].id] { transceivers[index].mediaID = mediaID }
            }
            stage = .haveLocalOffer(offer.description)
            version += 1
        case (.answer, .haveRemoteOffer(let remote)):
            let answer = try takeMade(description)
            try settle(local: answer.description, remote: remote, isOfferer: false)
            version += 1
        default: throw .wrongState(signalingState, kind)
        }
    }

    /// Takes the peer's description, or goes back to the last stable state.
    /// - Throws: `JSEPError`; the session is then as before.
    /// Source: RFC 9429 §5.10 <https://www.rfc-editor.org/rfc/rfc9429#section-5.10>
    package mutating func setRemoteDescription(
        _ kind: DescriptionKind, _ description: SessionDescription, random: inout some RandomNumberGenerator
    ) throws(JSEPError) {
        switch (kind, stage) {
        case (.rollback, .haveRemoteOffer): rollback()
        case (.offer, .stable), (.offer, .haveRemoteOffer):
            try description.checkOffer()
            if let previous = currentRemoteDescription { try description.checkSuccessor(of: previous) }
            try checkFingerprint(in: description, isAnswer: false)
            if case .haveRemoteOffer = stage { rollback() }
            associateTransceivers(with: description, random: &random)
            stage = .haveRemoteOffer(description)
            made = nil
        case (.answer, .haveLocalOffer(let offer)):
            let answer = try description.checkedAnswer(to: offer)
            try checkFingerprint(in: answer, isAnswer: true)
            try settle(local: offer, remote: answer, isOfferer: true)
        default: throw .wrongState(signalingState, kind)
        }
    }

    /// The last made description. Candidates may have been added on the way, nothing else may differ.
    private mutating func takeMade(_ description: SessionDescription?) throws(JSEPError) -> MadeDescription {
        guard var made else { throw .notTheMadeDescription }
        made.description = made.description.withoutCandidates
        if let description, description.withoutCandidates != made.description { throw .notTheMadeDescription }
        self.made = nil
        return made
    }

    private mutating func settle(
        local: SessionDescription, remote: SessionDescription, isOfferer: Bool
    ) throws(JSEPError) {
        let agreement = try makeAgreement(local: local, remote: remote, isOfferer: isOfferer)
        if let previous = negotiated?.transport, previous.dtlsRole != agreement.transport.dtlsRole {
            throw .changedRole
        }
        negotiated = agreement
        currentLocalDescription = local
        currentRemoteDescription = remote
        if agreement.application != nil { hasDataChannels = true }
        stage = .stable
    }

    /// Binds each media section of an offer to a transceiver, making those that are missing.
    ///
    /// RFC 9429 §5.10 reuses only transceivers made by `addTrack`; here there is one way to make them, and any that
    /// is not bound yet and has the right kind is taken.
    private mutating func associateTransceivers(
        with offer: SessionDescription, random: inout some RandomNumberGenerator
    ) {
        for section in offer.media where !section.isRejected && (section.kind == .audio || section.kind == .video) {
            guard transceiver(for: section.mediaID) == nil else { continue }
            if let index = transceivers.firstIndex(where: { $0.mediaID == nil && $0.kind == section.kind }) {
                transceivers[index].mediaID = section.mediaID
                continue
            }
            let id = makeTransceiver(kind: section.kind, direction: .recvonly, isUnclaimed: true, random: &random)
            guard let index = transceivers.firstIndex(where: { $0.id == id }) else { continue }
            transceivers[index].mediaID = section.mediaID
        }
    }

    /// Frees the transceivers that the abandoned offer bound, and drops those that it made (RFC 9429 §4.1.10.2).
    private mutating func rollback() {
        let agreed = Set((currentLocalDescription?.media ?? []).compactMap(\.mediaID))
        transceivers.removeAll { transceiver in
            transceiver.isUnclaimed && transceiver.mediaID.map { !agreed.contains($0) } == true
        }
        for index in transceivers.indices {
            if let mediaID = transceivers[index].mediaID, !agreed.contains(mediaID) {
                transceivers[index].mediaID = nil
            }
        }
        stage = .stable
        made = nil
    }

    /// Refuses another certificate than the one agreed on.
    ///
    /// RFC 8842 §3 has it begin another DTLS association, ICE restart or not. None is made here: whom a connection is with
    /// stays as it was compared once, and who has a new certificate makes a new connection.
    private func checkFingerprint(in description: SessionDescription, isAnswer: Bool) throws(JSEPError) {
        let next = try description.agreedTransport(isAnswer: isAnswer)
        guard let transport = negotiated?.transport else { return }
        guard next.fingerprint == transport.remoteFingerprint else { throw .fingerprintChanged }
    }
}
