import ICE
import JSEP
import Logging
import Pairing
import PeerConnection
import RTP
import SDP
import SessionDomain
import Wire

// Pairing.
extension SecureLink {
    /// The host offers: three channels, sound, a screen to receive and cameras. The customer answers.
    func openChannels() async {
        guard role == .host else { return }
        do {
            try await peer.addAudio(direction: .sendrecv)
            try await peer.addVideo(.screen, direction: .recvonly)
            try await peer.addVideo(.camera, direction: .sendrecv)
            control = try await peer.openDataChannel(label: Label.control.rawValue)
            chat = try await peer.openDataChannel(label: Label.chat.rawValue)
            pointer = try await peer.openDataChannel(label: Label.pointer.rawValue)
            if let control { labels[control] = .control }
            if let chat { labels[chat] = .chat }
            if let pointer { labels[pointer] = .pointer }
        } catch {
            logger.error("a peer connection could not be set up", metadata: ["error": "\(error)"])
            await end(.noPath(.notConfigured))
        }
    }

    /// The host's offer with new credentials; the association and everything on it stay.
    private func offerRestart() async throws {
        let now = ContinuousClock.now
        if let restartedAt, restartedAt.duration(to: now) < Self.shortestRestartInterval { return }
        restartedAt = now
        try await describe(.offer, try await peer.makeOffer(restartingICE: true))
    }

    /// Carries out what the pairing wants, until it wants nothing; called after each input.
    func drain() async {
        while !isOver, let output = conversation.pollOutput() { await perform(output) }
    }

    private func perform(_ output: PairingOutput) async {
        do {
            switch output {
            case .relay(let payload): sink.yield(.relay(payload))
            case .readOut(let digits): sink.yield(.readOut(digits: digits))
            case .expectReadBack: sink.yield(.expectReadBack)
            case .typeDigits: sink.yield(.typeDigits)
            case .readBack(let digits): sink.yield(.readBack(digits: digits))
            case .makeOffer:
                sink.yield(.connecting)
                try await describe(.offer, try await peer.makeOffer())
            case .description(let description): try await apply(description)
            case .candidate(let candidate):
                await peer.add(remoteCandidate: try ICECandidateLine.parse(candidate.candidate))
            case .endOfCandidates: await peer.endRemoteCandidates()
            case .restartWanted: try await offerRestart()
            case .secretUsed: sink.yield(.secretUsed)
            case .verified: announceVerified()
            case .failed(let failure):
                logger.notice("a pairing failed", metadata: ["reason": "\(failure)"])
                await end(LinkEnd(failure))
            }
        } catch {
            logger.notice("a description was refused", metadata: ["error": "\(error)"])
            // The association that is verified stands without it.
            if !conversation.isVerified { await end(.notGenuine) }
        }
    }

    private func apply(_ description: SealedMessage.Description) async throws {
        let remote = try SessionDescription.parse(description.sdp)
        try await peer.setRemoteDescription(description.kind == .offer ? .offer : .answer, remote)
        guard description.kind == .offer else { return }
        if description.restart == nil {
            sink.yield(.connecting)
            try await peer.addAudio(direction: .sendrecv)
            try await peer.addVideo(.screen, direction: .sendonly)
            try await peer.addVideo(.camera, direction: .sendrecv)
        }
        try await describe(.answer, try await peer.makeAnswer())
    }

    /// Sets a description that was made here and hands it on, with the candidates that were found at once.
    private func describe(_ kind: DescriptionKind, _ made: SessionDescription) async throws {
        try await peer.setLocalDescription(kind, made)
        conversation.describe((await peer.localDescription ?? made).serialize())
    }

    /// Hands on what came early, once the pairing and both channels are there.
    func announceVerified() {
        guard !isAnnounced, conversation.isVerified, control != nil, chat != nil else { return }
        isAnnounced = true
        sink.yield(.verified)
        for event in early { sink.yield(event) }
        early = []
    }

    /// Ends the link once: tells `events` why and closes them, lets waiting senders go, and closes the connection.
    /// Later calls do nothing.
    func end(_ reason: LinkEnd) async {
        guard !isOver else { return }
        isOver = true
        for waiter in waiters.values { waiter.resume() }
        waiters = [:]
        sink.yield(.ended(reason))
        sink.finish()
        mailbox.close()
        await peer.close()
        for task in tasks { task.cancel() }
    }
}
