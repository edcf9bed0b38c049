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

    func addVideo(direction: MediaDirection) throws(PeerConnectionError) {
        guard !isEnded else { throw .closed }
        _ = descriptions.addTransceiver(kind: .video, direction: direction, random: &random)
    }

    func makeOffer(restartingICE: Bool) throws -> SessionDescription {
        guard !isEnded else { throw PeerConnectionError.closed }
        if restartingICE { try beginGeneration() }
        return try descriptions.makeOffer()
    }

    func makeAnswer() throws -> SessionDescription {
        guard !isEnded else { throw PeerConnectionError.closed }
        return try descriptions.makeAnswer()
    }

    func setLocalDescription(_ kind: DescriptionKind, _ description: SessionDescription) throws {
        guard !isEnded else { throw PeerConnectionError.closed }
        try descriptions.setLocalDescription(kind, description)
        if kind == .offer { negotiatingAgent.setControlling(true) }
        if kind != .rollback { try negotiatingAgent.gather() }
        if kind == .answer { applyAgreement() }
    }

    func setRemoteDescription(_ kind: DescriptionKind, _ description: SessionDescription) throws {
        guard !isEnded else { throw PeerConnectionError.closed }
        let previous = descriptions.remoteDescription?.iceCredentials
        try descriptions.setRemoteDescription(kind, description, random: &random)
        guard kind != .rollback, let credentials = description.iceCredentials else { return }
        // RFC 8839 §4.4.1.1.1: an offer with other credentials restarts ICE, and the answer has new ones too.
        if kind == .offer, let previous, previous != credentials { try beginGeneration() }
        if previous != credentials {
            if kind == .offer { negotiatingAgent.setControlling(false) }
            remoteAgent = negotiatingAgent
            try remoteAgent.setRemoteCredentials(credentials)
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

    func add(remoteCandidate candidate: ICECandidateLine) {
        guard !isEnded else { return }
        if descriptions.remoteDescription != nil {
            remoteAgent.add(remoteCandidate: candidate)
        } else if earlyCandidates.count < Self.earlyCandidateLimit {
            earlyCandidates.append(candidate)
        }
    }

    func endRemoteCandidates() {
        isRemoteGatheringDone = true
        if descriptions.remoteDescription != nil { remoteAgent.endRemoteCandidates() }
    }

    private func applyAgreement() {
        guard let negotiated = descriptions.negotiated else { return }
        beginConnecting()
        engine.apply(negotiated, now: NetworkLoop.now)
        scheduleFlush()
    }
}

extension SessionDescription {
    /// The credentials of the one transport: those of the first section that is not rejected.
    fileprivate var iceCredentials: ICECredentials? {
        media.lazy.filter { !$0.isRejected }.compactMap { transport(of: $0).iceCredentials }.first
    }
}

/// Messages and frames.
extension PeerTransport {
    func openDataChannel(_ configuration: DataChannelConfiguration) throws -> DataChannelID {
        guard !isEnded else { throw PeerConnectionError.closed }
        descriptions.addDataChannels()
        defer { scheduleFlush() }
        return try engine.openDataChannel(configuration, now: NetworkLoop.now)
    }

    func send(_ message: DataChannelMessage, on channel: DataChannelID) throws {
        guard !isEnded else { throw PeerConnectionError.closed }
        try engine.send(message, on: channel, now: NetworkLoop.now)
        tally.send(message, on: channel)
        scheduleFlush()
    }

    func bufferedAmount(of channel: DataChannelID) -> Int {
        engine.bufferedAmount(of: channel)
    }

    func setBufferedAmountLowThreshold(_ threshold: Int, of channel: DataChannelID) {
        engine.setBufferedAmountLowThreshold(threshold, of: channel)
    }

    func closeDataChannel(_ channel: DataChannelID) {
        engine.closeDataChannel(channel, now: NetworkLoop.now)
        scheduleFlush()
    }

    func sendVideo(_ frame: EncodedVideoFrame) {
        engine.sendVideo(frame, now: NetworkLoop.now)
        scheduleFlush()
    }

    func requestKeyFrame() {
        engine.requestKeyFrame(now: NetworkLoop.now)
        scheduleFlush()
    }

    func discardVideo() {
        engine.discardVideo()
    }
}
