import Cryptography
import DTLS
import DataChannel
import ICE
import JSEP
import Logging
import Pairing
import PeerConnection
import RTP
import SDP
import SessionDomain
import SignalingProtocol
import Wire
import WireJSON

/// One pair of a session: pairing over the relay, then the peer connection, then the verified channels.
///
/// Nothing that arrives is handed on, and nothing is sent on a data channel, before the pairing says that the other side
/// is genuine; what comes early waits, within a bound.
actor SecureLink {
    /// What happens; ends after `.ended`.
    nonisolated let events: AsyncStream<LinkEvent>

    /// How many channel messages may wait for the verification.
    private static let maximumEarlyCount = 64
    /// The bytes of a file that may wait in a channel before the next piece is read.
    private static let highWaterMark = 1_048_576
    private static let lowWaterMark = 262_144
    /// How soon one offer that restarts ICE may follow another; each costs sockets.
    private static let shortestRestartInterval = Duration.milliseconds(300)
    /// Limits of the JSON on the channels.
    private static let limits = JSON.Limits(maximumByteCount: 65_536, maximumDepth: 8)

    private enum Input: Sendable {
        case start
        case relayed(String)
        case digits(String)
        case left
        case relayRestored
        case restart
        case peer(PeerConnectionEvent)
    }

    private enum Label: String {
        case control
        case chat
        case file
    }

    private let role: PairingRole
    private let conversation: any PairingConversation
    private let peer: PeerConnection
    private let sink: AsyncStream<LinkEvent>.Continuation
    private let mailbox = Mailbox<Input>()
    private let logger: Logger
    private var labels: [DataChannelID: Label] = [:]
    private var control: DataChannelID?
    private var chat: DataChannelID?
    private var early: [LinkEvent] = []
    private var wasConnected = false
    /// The path is lost or its network changed, and no other was found yet.
    private var wantsRestart = false
    /// When the last offer that restarts ICE was made.
    private var restartedAt: ContinuousClock.Instant?
    private var isAnnounced = false
    private var isOver = false
    private var waiters: [DataChannelID: CheckedContinuation<Void, Never>] = [:]
    /// The channels that ran low since a sender last asked; closes the gap between its question and its waiting.
    private var lowChannels: Set<DataChannelID> = []
    private var tasks: [Task<Void, Never>] = []

    /// - Parameters:
    ///   - method: By link or by number.
    ///   - certificate: This side's, whose fingerprint the pairing covers.
    init(
        role: PairingRole, method: PairingMethod, context: PairingContext, certificate: Certificate,
        iceServers: [ICEServer], relayOnly: Bool, loop: NetworkLoop, logger: Logger
    ) {
        self.role = role
        self.logger = logger
        conversation =
            switch role {
            case .host: method.makeHostConversation(context)
            case .customer: method.makeCustomerConversation(context)
            }
        let ice = ICEConfiguration(servers: iceServers, relayOnly: relayOnly, includesLoopback: true)
        peer = PeerConnection(
            configuration: PeerConnectionConfiguration(ice: ice, certificate: certificate), loop: loop, logger: logger)
        (events, sink) = AsyncStream.makeStream()
    }

    /// Makes a link with a certificate of its own, which the pairing covers.
    /// - Parameter relayOnly: whether the other side must learn no address of this computer.
    /// - Throws: `DTLSError` when no certificate can be made.
    static func make(
        role: PairingRole, method: PairingMethod, session: SessionID, iceServers: [ICEServer], relayOnly: Bool,
        loop: NetworkLoop, logger: Logger
    ) throws -> SecureLink {
        let certificate = try Certificate.make()
        guard let fingerprint = CertificateFingerprint(certificate.fingerprint.bytes) else {
            preconditionFailure("a certificate's fingerprint has 32 bytes")
        }
        let context = PairingContext(
            session: session, localFingerprint: fingerprint, cryptography: SystemCryptography(), coding: PairingJSON())
        return SecureLink(
            role: role, method: method, context: context, certificate: certificate, iceServers: iceServers,
            relayOnly: relayOnly, loop: loop, logger: logger)
    }

    /// What the connection did so far.
    func statistics() async -> RTCStatsReport { await peer.statistics() }

    /// Begins; this side says its first word.
    func start() {
        tasks.append(mailbox.forward(peer.events) { .peer($0) })
        tasks.append(
            Task { [mailbox] in
                for await input in mailbox.messages { await self.handle(input) }
            })
        mailbox.post(.start)
    }

    /// A payload that the other side sent through the service.
    nonisolated func handleRelayed(_ payload: String) {
        mailbox.post(.relayed(payload))
    }

    /// The other side gave the attempt up; what it sent before is read first, and may say why. A verified link stays.
    nonisolated func handleLeft() {
        mailbox.post(.left)
    }

    /// The digits that this side's person typed; answered by `.confirmed`.
    nonisolated func confirm(_ digits: String) {
        mailbox.post(.digits(digits))
    }

    /// The service can carry payloads again; what was relayed meanwhile may be lost.
    nonisolated func handleRelayRestored() {
        mailbox.post(.relayRestored)
    }

    /// Looks for another path, as a lost one does; what goes over the present one meanwhile goes on.
    nonisolated func restart() {
        mailbox.post(.restart)
    }

    private func handle(_ input: Input) async {
        guard !isOver else { return }
        switch input {
        case .start:
            await openChannels()
            conversation.start()
        case .relayed(let payload): conversation.handle(payload: payload)
        case .digits(let digits): sink.yield(.confirmed(conversation.confirm(digits)))
        case .left: if !conversation.isVerified { await end(.left) }
        case .relayRestored: if wantsRestart { conversation.requestRestart() }
        case .restart: await peer.requestRestart()
        case .peer(let event): await handle(event)
        }
        await drain()
    }
}

// Pairing.
extension SecureLink {
    /// The host offers: two channels and a picture to receive. The customer answers.
    private func openChannels() async {
        guard role == .host else { return }
        do {
            try await peer.addVideo(direction: .recvonly)
            control = try await peer.openDataChannel(label: Label.control.rawValue)
            chat = try await peer.openDataChannel(label: Label.chat.rawValue)
            if let control { labels[control] = .control }
            if let chat { labels[chat] = .chat }
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
        let offer = try await peer.makeOffer(restartingICE: true)
        try await peer.setLocalDescription(.offer, offer)
        conversation.describe(offer.serialize())
    }

    private func drain() async {
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
                let offer = try await peer.makeOffer()
                try await peer.setLocalDescription(.offer, offer)
                conversation.describe(offer.serialize())
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
            try await peer.addVideo(direction: .sendonly)
        }
        let answer = try await peer.makeAnswer()
        try await peer.setLocalDescription(.answer, answer)
        conversation.describe(answer.serialize())
    }

    /// Hands on what came early, once the pairing and both channels are there.
    private func announceVerified() {
        guard !isAnnounced, conversation.isVerified, control != nil, chat != nil else { return }
        isAnnounced = true
        sink.yield(.verified)
        for event in early { sink.yield(event) }
        early = []
    }

    private func end(_ reason: LinkEnd) async {
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

// The peer connection.
extension SecureLink {
    private func handle(_ event: PeerConnectionEvent) async {
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
        case .videoFrame(let frame): if isAnnounced { sink.yield(.video(frame)) }
        case .keyFrameRequested: if isAnnounced { sink.yield(.keyFrameRequested) }
        case .selectedPath(let path): sink.yield(.path(path))
        case .restartWanted:
            wantsRestart = true
            conversation.requestRestart()
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

    private static func parse<Message: Decodable>(_ type: Message.Type, _ text: String) -> Message? {
        try? JSON.decode(type, from: Array(text.utf8), limits: limits)
    }
}

// What the node sends.
extension SecureLink {
    func send(_ message: ControlMessage) async {
        await send(message, on: control)
    }

    func send(_ message: ChatMessage) async {
        await send(message, on: chat)
    }

    private func send(_ message: some Encodable & Sendable, on channel: DataChannelID?) async {
        guard isAnnounced, !isOver, let channel else { return }
        do {
            let text = String(decoding: try JSON.encode(message), as: UTF8.self)
            try await peer.send(.text(text), on: channel)
        } catch {
            logger.warning("a message could not be sent", metadata: ["error": "\(error)"])
        }
    }

    /// Opens the channel of one transfer.
    func openFileChannel(_ transfer: TransferID) async throws -> DataChannelID {
        let channel = try await peer.openDataChannel(label: Label.file.rawValue, protocol: transfer.rawValue)
        labels[channel] = .file
        await peer.setBufferedAmountLowThreshold(Self.lowWaterMark, of: channel)
        return channel
    }

    /// Sends a piece, and returns when the next may be read; `false` when the channel or the link is gone.
    func send(_ piece: [UInt8], on channel: DataChannelID) async -> Bool {
        guard isAnnounced, !isOver, labels[channel] == .file else { return false }
        do {
            try await peer.send(.binary(piece), on: channel)
        } catch {
            return false
        }
        lowChannels.remove(channel)
        if await peer.bufferedAmount(of: channel) > Self.highWaterMark, !isOver, labels[channel] == .file,
            !lowChannels.contains(channel)
        {
            await withCheckedContinuation { waiters[channel] = $0 }
        }
        return !isOver && labels[channel] == .file
    }

    func closeFileChannel(_ channel: DataChannelID) async {
        labels.removeValue(forKey: channel)
        waiters.removeValue(forKey: channel)?.resume()
        await peer.closeDataChannel(channel)
    }

    func send(_ frame: EncodedVideoFrame) async {
        guard isAnnounced, !isOver else { return }
        await peer.sendVideo(frame)
    }

    /// Drops what is still queued of the picture: nothing of it leaves after this returns.
    func stopVideo() async {
        await peer.discardVideo()
    }

    func requestKeyFrame() async {
        await peer.requestKeyFrame()
    }

    /// Gives the other side a second to receive what was sent and to close, then ends the link.
    func closeAfterSending() async {
        for _ in 0..<50 where !isOver { try? await Task.sleep(for: .milliseconds(20)) }
        await end(.closed)
    }

    /// Ends the link; `events` ends with `.ended(.closed)`.
    func close() async {
        await end(.closed)
    }
}
