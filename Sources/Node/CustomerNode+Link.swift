import Console
import Desktop
import Glibc
import ICE
import Logging
import Media
import Pairing
import RTP
import SessionDomain
import SignalingClient
import SignalingProtocol
import Wire

// What the link to the host says, and what the session wants done.
extension CustomerNode {
    /// Takes one event of the present link; the caller has passed over those of earlier ones. Messages and file bytes
    /// come only after `.verified`; bytes of a channel whose transfer nobody asked for are dropped.
    func handle(_ event: LinkEvent) async {
        switch event {
        case .relay(let payload): await relay(payload)
        case .typeDigits: snapshot.stage = .typeDigits
        case .readBack(let digits): snapshot.stage = .readBack(digits: digits)
        case .confirmed(.incomplete): notices.add(.digitsIncomplete)
        case .connecting: snapshot.stage = .connecting
        case .verified: beginSession()
        case .control(let message): session?.handle(message, now: clock.now)
        case .chat(let message): session?.handle(message, now: clock.now)
        case .malformed: session?.handleMalformedMessage(now: clock.now)
        case .fileOpened(let channel, let transfer): if downloads[transfer] != nil { channels[channel] = transfer }
        case .fileBytes(let channel, let bytes): if let transfer = channels[channel] { receive(bytes, of: transfer) }
        case .fileClosed(let channel): if let transfer = channels.removeValue(forKey: channel) { endDownload(transfer) }
        case .keyFrameRequested(.screen): await makeKeyFrame()
        case .videoBitrate(.screen, let bitsPerSecond):
            await handleScreenBitrate(bitsPerSecond, of: CustomerSession.hostID)
        case .videoBacklog(.screen, let isTooLong):
            await handleScreenBacklog(isTooLong: isTooLong, of: CustomerSession.hostID)
        case .keyFrameRequested(.camera): await console.push(PageNote.keyFrameWanted(.camera))
        case .audioBegan: await callDesk.handleStreamBegan(of: CustomerSession.hostID)
        case .audioReception(let report): await callDesk.handle(report, of: CustomerSession.hostID)
        case .videoBitrate(.camera, _): await callDesk.tellCameraBitrate()
        case .video(.camera, let frame): await showCamera(frame)
        case .ended(let end): await handle(end)
        case .input, .readOut, .expectReadBack, .confirmed, .secretUsed, .path, .video(.screen, _),
            .videoBacklog(.camera, _), .pointer:
            break
        }
    }

    private func relay(_ payload: String) async {
        guard let attempt else { return }
        do {
            try await client?.send(.relay(ClientMessage.Relay(attempt: attempt.attempt, payload: payload)))
        } catch {
            logger.notice("a relay message did not reach the service", metadata: ["error": "\(error)"])
        }
    }

    private func beginSession() {
        // The host burns a link's secret at the same moment.
        invitation = .number
        notices.withdraw(.attempt)
        session = CustomerSession(
            local: LocalParticipant(
                name: name, role: role, system: "Linux",
                abilities: abilities, captureObstacle: capturesByPage || role == .host ? nil : captureObstacle,
                capturesByPage: capturesByPage),
            invitingName: snapshot.hostDisplayName ?? "",
            identifiers: IdentifierSource(prefix: NodeIdentifiers.makePrefix()))
        session?.handleConnected(now: clock.now)
    }

    /// On Wayland only the browser can show the desktop.
    var capturesByPage: Bool { captureObstacle == .wayland }

    private var abilities: [ControlMessage.Ability] {
        // An invited host shows nothing and takes no files.
        if role == .host { return [.talk, .camera] }
        let always: [ControlMessage.Ability] = [.receiveFiles, .talk, .camera]
        if capturesByPage { return always + [.shareDesktop, .shareApplication] }
        guard captureObstacle == nil else { return always }
        return always + [.shareDesktop, .controlDesktop, .shareApplication, .controlApplication]
    }

    /// A frame of the host's camera is shown only while the host says that it is on.
    private func showCamera(_ frame: EncodedVideoFrame) async {
        guard session?.acceptsCamera == true else { return }
        await console.pushVideo(VideoFrame(frame, of: .camera(CustomerSession.hostID), timeline: &cameraTimeline))
    }

    private func handle(_ end: LinkEnd) async {
        link = nil
        if session != nil {
            session?.handleDisconnected()
            // There is no link any more that could come back to the attempt.
            return await leave()
        }
        // The host has read the reason, where there is one, before it reads this.
        if end != .closed { await leave() }
        switch end {
        case .mismatch: snapshot.stage = .ended(reason: .mismatch)
        case .secretDiffers: refuseLink(.linkNotGenuine)
        case .notGenuine: snapshot.stage = .ended(reason: .notGenuine)
        case .noPath(.notConfigured): snapshot.stage = .ended(reason: .noPathWithoutRelay)
        case .noPath(.silent): snapshot.stage = .ended(reason: .noPathRelaySilent)
        case .noPath(.answered): snapshot.stage = .ended(reason: .noPath)
        case .lost, .left: snapshot.stage = .ended(reason: .connectionLost)
        case .closed: break
        }
    }

    /// Carries out what the session wants, in order, each to its end.
    func drain() async {
        while let output = session?.pollOutput() {
            switch output {
            case .send(let message): await link?.send(message)
            case .sendTo(let id, let message): await introductions.links[id]?.send(message)
            case .prepareIntroduction(let id): prepareIntroduction(id)
            case .meet(let introduction): await meet(introduction)
            case .relayed(let payload, let id): introductions.links[id]?.handleRelayed(payload)
            case .part(let id): part(id)
            case .requestCameraKeyFrame(let id): await introductions.links[id]?.requestKeyFrame(of: .camera)
            case .sendChat(let message): await link?.send(message)
            case .startCapture(let grant): await startCapture(grant)
            case .stopCapture(let grant): await stopCapture(grant)
            case .startControl(let grant): await startControl(grant)
            case .stopControl: await stopControl()
            case .pauseControl(let isPaused): await pauseControl(isPaused)
            case .inject(let event, let grant): await inject(event, under: grant)
            case .startDownload(let transfer, let file): startDownload(transfer, file)
            case .suspendDownload(let transfer): suspendDownload(transfer)
            case .cancelDownload(let transfer): cancelDownload(transfer)
            case .setDisplayMode(let mode): await setDisplayMode(mode)
            case .chooseMonitor(let monitor): await chooseMonitor(monitor)
            case .showWindows(let windows, let grant): await showWindows(windows, under: grant)
            case .requestKeyFrame: await link?.requestKeyFrame(of: .camera)
            case .raisePrompt: break
            case .notice(let key, let values): notices.add(key, values: values)
            case .disconnect: await disconnect()
            case .changed: break
            }
        }
    }

    private func disconnect() async {
        guard let former = link else { return }
        link = nil
        closing[ObjectIdentifier(former)] = Task {
            await former.closeAfterSending()
            closing[ObjectIdentifier(former)] = nil
        }
        await leave()
    }
}

// Files on their way in.
extension CustomerNode {
    private func startDownload(_ transfer: TransferID, _ entry: FileEntry) {
        mkdir(configuration.downloadsFolder, 0o755)
        openingDownloads.insert(transfer)
        Task { [mailbox, folder = configuration.downloadsFolder] in
            mailbox.post(.downloadOpened(transfer, await Download.open(entry, as: transfer, in: folder)))
        }
    }

    /// The partial file is open; meanwhile the download may have been given up.
    func handleOpened(_ result: Result<Download, IncomingFile.Failure>, of transfer: TransferID) {
        let isWanted = openingDownloads.remove(transfer) != nil
        switch result {
        case .success(let download):
            guard isWanted else { return download.keep() }
            downloads[transfer] = download
            session?.handleReady(of: transfer, from: download.received)
            if download.entry.size == 0 { receive([], of: transfer) }
        case .failure(let failure):
            if isWanted { session?.handleFailure(of: transfer, reason: failure.asFileFailure) }
        }
    }

    /// Keeps what has arrived; pieces that are still on their way come to nobody.
    private func suspendDownload(_ transfer: TransferID) {
        openingDownloads.remove(transfer)
        downloads.removeValue(forKey: transfer)?.keep()
    }

    private func cancelDownload(_ transfer: TransferID) {
        openingDownloads.remove(transfer)
        downloads.removeValue(forKey: transfer)
    }

    private func receive(_ bytes: [UInt8], of transfer: TransferID) {
        guard let download = downloads[transfer] else { return }
        switch download.append(bytes) {
        case .progress(let received): session?.handleProgress(of: transfer, received: received)
        case .finished(let path):
            downloads.removeValue(forKey: transfer)
            session?.handleCompletion(of: transfer, savedTo: path)
        case .failed(let reason):
            downloads.removeValue(forKey: transfer)
            session?.handleFailure(of: transfer, reason: reason)
        }
    }

    /// The channel closed before the file was whole.
    private func endDownload(_ transfer: TransferID) {
        guard downloads[transfer] != nil else { return }
        session?.handleFailure(of: transfer, reason: .connectionLost)
    }
}
