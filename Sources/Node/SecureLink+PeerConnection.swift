import DataChannel
import Logging
import Pairing
import PeerConnection
import RTP
import SDP
import SessionDomain
import Wire
import WireJSON

// The peer connection.
extension SecureLink {
    /// Takes one event of the peer connection. Its picture is dropped before the verification; its channel messages
    /// wait.
    func handle(_ event: PeerConnectionEvent) async {
        switch event {
        case .localCandidate(let candidate):
            // Everything is bundled, so each candidate belongs to the first section.
            conversation.add(SealedMessage.Candidate(candidate: candidate.serialize(), mid: "0"))
        case .endOfCandidates: conversation.endCandidates()
        case .stateChanged(let state): await handle(state)
        case .dataChannelOpened(let channel, let label, let transfer):
            handleOpened(channel, label: label, transfer: TransferID(rawValue: transfer))
        case .dataChannelMessage(let channel, let message): handle(message, on: channel)
        case .dataChannelBufferedAmountLow(let channel):
            lowChannels.insert(channel)
            waiters.removeValue(forKey: channel)?.resume()
        case .dataChannelClosed(let channel): handleClosed(channel)
        case .videoFrame(.camera, let frame): if isAnnounced { await hold(frame) }
        case .videoFrame(.screen, let frame): if isAnnounced { sink.yield(.video(.screen, frame)) }
        case .keyFrameRequested(let role): if isAnnounced { sink.yield(.keyFrameRequested(role)) }
        case .selectedPath(let path): sink.yield(.path(path))
        case .restartWanted:
            wantsRestart = true
            conversation.requestRestart()
        case .videoBitrate(let role, let bitsPerSecond):
            videoBitrates[role] = UInt32(clamping: bitsPerSecond)
            if isAnnounced { sink.yield(.videoBitrate(role, UInt32(clamping: bitsPerSecond))) }
        case .videoBacklogChanged(let role, let isTooLong):
            if isAnnounced { sink.yield(.videoBacklog(role, isTooLong: isTooLong)) }
        case .audioStarted: if isAnnounced { sink.yield(.audioBegan) }
        case .audioReceptionReported(let report): if isAnnounced { sink.yield(.audioReception(report)) }
        case .videoReceptionReported: break
        }
    }

    private func handle(_ state: PeerConnectionState) async {
        switch state {
        case .connected:
            wasConnected = true
            wantsRestart = false
            guard let fingerprint = await peer.remoteFingerprint(),
                let certificate = CertificateFingerprint(fingerprint.bytes)
            else { return await end(.notGenuine) }
            conversation.handle(certificate: certificate)
        case .failed(let failure):
            logger.notice("a connection failed", metadata: ["reason": "\(failure)"])
            await end(LinkEnd(failure, wasConnected: wasConnected))
        case .closed: await end(.lost)
        case .new, .connecting, .disconnected: break
        }
    }

    private func handleOpened(_ channel: DataChannelID, label: String, transfer: TransferID) {
        switch Label(rawValue: label) {
        case .control where role == .customer && control == nil:
            control = channel
            labels[channel] = .control
        case .chat where role == .customer && chat == nil:
            chat = channel
            labels[channel] = .chat
        case .pointer where role == .customer && pointer == nil:
            pointer = channel
            labels[channel] = .pointer
        case .input where role == .customer && input == nil:
            input = channel
            labels[channel] = .input
        case .motion where role == .customer && motion == nil:
            motion = channel
            labels[channel] = .motion
        case .file where role == .customer:
            labels[channel] = .file
            emit(.fileOpened(channel, transfer))
        default: break
        }
        announceVerified()
    }

    private func handleClosed(_ channel: DataChannelID) {
        waiters.removeValue(forKey: channel)?.resume()
        if labels.removeValue(forKey: channel) == .file { emit(.fileClosed(channel)) }
    }

    private func handle(_ message: DataChannelMessage, on channel: DataChannelID) {
        switch (labels[channel], message) {
        case (.control, .text(let text)): emit(Self.parse(ControlMessage.self, text).map { .control($0) } ?? .malformed)
        case (.chat, .text(let text)): emit(Self.parse(ChatMessage.self, text).map { .chat($0) } ?? .malformed)
        case (.pointer, .binary(let bytes)) where role == .host:
            emit(PointerMessage.subject(of: bytes).map { .pointer(bytes, $0) } ?? .malformed)
        case (.input, .text(let text)) where role == .customer: emit(Self.parseInput(text, isReliable: true))
        case (.motion, .text(let text)) where role == .customer: emit(Self.parseInput(text, isReliable: false))
        case (.file, .binary(let bytes)): emit(.fileBytes(channel, bytes))
        default: emit(.malformed)
        }
    }

    private func emit(_ event: LinkEvent) {
        if isAnnounced {
            sink.yield(event)
        } else if early.count < Self.maximumEarlyCount {
            early.append(event)
        }
    }

    private static func parseInput(_ text: String, isReliable: Bool) -> LinkEvent {
        parse(InputMessage.self, text).map { .input($0, isReliable: isReliable) } ?? .malformed
    }

    private static func parse<Message: Decodable>(_ type: Message.Type, _ text: String) -> Message? {
        try? JSON.decode(type, from: Array(text.utf8), limits: limits)
    }
}
