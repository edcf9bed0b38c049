import DataChannel
import ICE
import JSEP
import PeerEngine
import RTP
import SDP
import Wire

/// Offers, answers and candidates.
extension PeerTransport {
    /// Candidates kept for a description that has not come; the agent takes no more either.
    private static let earlyCandidateLimit = ICEAgent.maximumRemoteCandidateCount

    /// Says what this end wants of a video section, which the next description gets where it is not there.
    /// - Throws: `closed`.
    func addVideo(_ role: VideoRole, direction: MediaDirection) throws(PeerConnectionError) {
        guard !isEnded else { throw .closed }
        descriptions.setTransceiver(kind: .video, ordinal: role.ordinal, direction: direction, random: &random)
    }

    /// Says what this end wants of the section for sound, which the next description gets where it is not there.
    /// - Throws: `closed`.
    func addAudio(direction: MediaDirection) throws(PeerConnectionError) {
        guard !isEnded else { throw .closed }
        descriptions.setTransceiver(kind: .audio, ordinal: 0, direction: direction, random: &random)
    }

    /// Makes an offer; a restart begins its generation with an agent of its own, whatever becomes of the offer.
    /// - Throws: `PeerConnectionError.closed`, `PeerConnectionError.ice`, `JSEPError`.
    func makeOffer(restartingICE: Bool) throws -> SessionDescription {
        guard !isEnded else { throw PeerConnectionError.closed }
        if restartingICE { beginGeneration(with: try makeNextAgent()) }
        return try descriptions.makeOffer()
    }

    /// Makes an answer to the offer that was set.
    /// - Throws: `PeerConnectionError.closed`, `JSEPError`.
    func makeAnswer() throws -> SessionDescription {
        guard !isEnded else { throw PeerConnectionError.closed }
        return try descriptions.makeAnswer()
    }

    /// Takes a description that was made here, and begins to gather candidates for it.
    ///
    /// Whoever sets an offer is controlling (RFC 8445 §6.1.1). An answer completes the exchange.
    /// - Throws: `PeerConnectionError.closed` or `JSEPError`, and nothing has changed.
    func setLocalDescription(_ kind: DescriptionKind, _ description: SessionDescription) throws {
        guard !isEnded else { throw PeerConnectionError.closed }
        try descriptions.setLocalDescription(kind, description)
        if kind == .offer { negotiatingAgent.setControlling(true) }
        if kind != .rollback { try gather() }
        if kind == .answer { applyAgreement() }
    }

    /// Takes the peer's description with the candidates it holds; an offer with other credentials restarts ICE.
    ///
    /// Whatever can be refused is looked at before anything is set.
    /// - Throws: `PeerConnectionError.closed`, `PeerConnectionError.ice` for credentials that no agent takes or an agent
    ///   that cannot be made, or `JSEPError`; nothing has changed then.
    func setRemoteDescription(_ kind: DescriptionKind, _ description: SessionDescription) throws {
        guard !isEnded else { throw PeerConnectionError.closed }
        let previous = descriptions.remoteDescription?.iceCredentials
        let credentials = kind == .rollback ? nil : description.iceCredentials
        guard credentials?.isValid != false else { throw PeerConnectionError.ice(.invalidCredentials) }
        // RFC 8839 §4.4.1.1.1: an offer with other credentials restarts ICE, and the answer has new ones too.
        let isRestart = kind == .offer && credentials != nil && previous != nil && previous != credentials
        let generation = isRestart ? try makeNextAgent() : nil
        do {
            try descriptions.setRemoteDescription(kind, description, random: &random)
        } catch {
            generation?.close()
            throw error
        }
        guard let credentials else { return }
        if let generation { beginGeneration(with: generation) }
        if previous != credentials {
            if kind == .offer { negotiatingAgent.setControlling(false) }
            remoteAgent = negotiatingAgent
            try give(credentials, to: remoteAgent)
        }
        for section in description.media {
            for candidate in section.candidates { remoteAgent.add(remoteCandidate: candidate) }
        }
        for candidate in earlyCandidates { remoteAgent.add(remoteCandidate: candidate) }
        earlyCandidates = []
        if isRemoteGatheringDone || description.media.contains(where: \.hasEndOfCandidates) {
            remoteAgent.endRemoteCandidates()
        }
        if kind == .answer { applyAgreement() }
    }

    /// Takes a candidate of the peer's for the agent that its latest description is for.
    ///
    /// One that comes before any description waits for it; beyond as many as an agent takes they are dropped.
    func add(remoteCandidate candidate: ICECandidateLine) {
        guard !isEnded else { return }
        if descriptions.remoteDescription != nil {
            remoteAgent.add(remoteCandidate: candidate)
        } else if earlyCandidates.count < Self.earlyCandidateLimit {
            earlyCandidates.append(candidate)
        }
    }

    /// Notes that the peer has no more candidates; what it says before its description holds from then on.
    func endRemoteCandidates() {
        isRemoteGatheringDone = true
        if descriptions.remoteDescription != nil { remoteAgent.endRemoteCandidates() }
    }

    private func gather() throws(PeerConnectionError) {
        do throws(ICEError) { try negotiatingAgent.gather() } catch { throw .ice(error) }
    }

    private func give(_ credentials: ICECredentials, to agent: ICEAgent) throws(PeerConnectionError) {
        do throws(ICEError) { try agent.setRemoteCredentials(credentials) } catch { throw .ice(error) }
    }

    private func applyAgreement() {
        guard let negotiated = descriptions.negotiated else { return }
        beginConnecting()
        engine.apply(negotiated, now: NetworkLoop.now)
        scheduleFlush()
    }
}

/// Messages and frames.
extension PeerTransport {
    /// Opens a channel, and gives the next description a section for channels.
    /// - Throws: `PeerConnectionError.closed`, `DataChannelError`.
    func openDataChannel(_ configuration: DataChannelConfiguration) throws -> DataChannelID {
        guard !isEnded else { throw PeerConnectionError.closed }
        descriptions.addDataChannels()
        defer { scheduleFlush() }
        let id = try engine.openDataChannel(configuration, now: NetworkLoop.now)
        tally.begin(id, label: configuration.label, subprotocol: configuration.subprotocol)
        return id
    }

    /// Hands over a message and counts it.
    /// - Throws: `PeerConnectionError.closed`, `DataChannelError`.
    func send(_ message: DataChannelMessage, on channel: DataChannelID) throws {
        guard !isEnded else { throw PeerConnectionError.closed }
        try engine.send(message, on: channel, now: NetworkLoop.now)
        tally.send(message, on: channel)
        scheduleFlush()
    }

    /// Bytes handed over for the channel that have not been sent for the first time.
    func bufferedAmount(of channel: DataChannelID) -> Int {
        engine.bufferedAmount(of: channel)
    }

    /// Sets at how many bytes `dataChannelBufferedAmountLow` is told.
    func setBufferedAmountLowThreshold(_ threshold: Int, of channel: DataChannelID) {
        engine.setBufferedAmountLowThreshold(threshold, of: channel)
    }

    /// Closes a channel after what waits on it.
    func closeDataChannel(_ channel: DataChannelID) {
        engine.closeDataChannel(channel, now: NetworkLoop.now)
        scheduleFlush()
    }

    /// Sends a frame; lost while its section does not send.
    func sendVideo(_ frame: EncodedVideoFrame, on role: VideoRole) {
        engine.sendVideo(frame, on: role, now: NetworkLoop.now)
        scheduleFlush()
    }

    /// The codecs that the peer takes, as it prefers them.
    func sendableVideoCodecs(of role: VideoRole) -> [VideoCodec] { engine.sendableVideoCodecs(of: role) }

    /// Asks the peer for a key frame.
    func requestKeyFrame(of role: VideoRole) {
        engine.requestKeyFrame(of: role, now: NetworkLoop.now)
        scheduleFlush()
    }

    /// Sends a frame of sound; lost while the section does not send.
    func sendAudio(_ frame: EncodedAudioFrame) {
        engine.sendAudio(frame, now: NetworkLoop.now)
        scheduleFlush()
    }

    /// What the peer's sound goes on with.
    func nextAudio(queuedSampleCount: Int) -> AudioDecision {
        engine.nextAudio(queuedSampleCount: queuedSampleCount, now: NetworkLoop.now)
    }

    /// Counts what time-stretching made of decoded sound.
    func countAudioStretch(samples: Int) { engine.countAudioStretch(samples: samples) }

    /// How many frames each packet of our sound repeats.
    var audioRedundancy: Int { engine.audioRedundancy }

    /// Drops the sound that waits.
    func discardAudio() {
        engine.discardAudio()
        scheduleFlush()
    }

    /// How long a frame has to wait for the sound that was recorded with it.
    func videoDelay(of timestamp: RTPTimestamp, on role: VideoRole) -> Duration? {
        engine.videoDelay(of: timestamp, on: role, now: NetworkLoop.now)
    }

    /// Drops the video that waits; the flush only tells that nothing waits any more.
    func discardVideo(_ role: VideoRole) {
        engine.discardVideo(role)
        scheduleFlush()
    }
}
