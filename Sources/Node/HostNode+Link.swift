import Console
import ICE
import Pairing
import PeerConnection
import RTP
import SessionDomain
import SignalingProtocol
import Wire

// What a link to a customer says, and what the session wants done.
extension HostNode {
    /// Takes one event of a link: of the connected customer's, or of the person's on the way in. Those of any other
    /// attempt are passed over.
    func handle(_ event: LinkEvent, of id: AttemptID) async {
        if id == customer?.attempt {
            await handleCustomer(event)
        } else if guests[id] != nil {
            await handleGuest(event, of: id)
        } else if id == attempt?.id {
            await handleAttempt(event)
        }
    }

    private func handleAttempt(_ event: LinkEvent) async {
        guard let current = attempt else { return }
        switch event {
        case .relay(let payload):
            await send(.relay(ClientMessage.Relay(attempt: current.id, payload: payload)))
        case .readOut(let digits): attempt?.stage = .compareDigits(digits: digits)
        case .connecting: attempt?.stage = .connecting
        case .secretUsed: await burn(current.invitation)
        case .verified: await welcome(current)
        case .path(let path): attempt?.path = path
        case .confirmed(.incomplete): notices.add(.digitsIncomplete)
        case .confirmed(.notNow): notices.add(.digitsTooEarly)
        case .ended(let end): await handleFailed(current, end)
        case .expectReadBack, .typeDigits, .readBack, .confirmed, .control, .chat, .input, .malformed, .fileOpened,
            .fileBytes,
            .fileClosed, .video, .keyFrameRequested, .videoBitrate, .videoBacklog, .pointer, .audioBegan,
            .audioReception:
            break
        }
    }

    private func handleFailed(_ failed: Attempt, _ end: LinkEnd) async {
        attempt = nil
        notices.withdraw(.attempt)
        if end != .left { await leave(failed.id) }
        switch end {
        case .mismatch:
            notices.add(.mismatch(name: failed.name))
        case .secretDiffers: notices.add(.linkDiffers(name: failed.name))
        case .notGenuine: notices.add(.notGenuine(name: failed.name))
        case .left: notices.add(.attemptLeft(name: failed.name))
        case .noPath(.notConfigured): notices.add(.noPathWithoutRelay(name: failed.name))
        case .noPath(.silent): notices.add(.noPathRelaySilent(name: failed.name))
        case .noPath(.answered): notices.add(.noPath(name: failed.name))
        case .lost, .closed: notices.add(.attemptFailed(name: failed.name))
        }
        await admitNextByLink()
    }

    /// The link's secret has done its work: nobody else comes in by it.
    private func burn(_ invitation: InvitationID?) async {
        guard let invitation else { return }
        if hostInvitations.removeValue(forKey: invitation) != nil {
            await send(.burnInvitation(ClientMessage.InvitationReference(invitation: invitation)))
            return
        }
        guard secrets.removeValue(forKey: invitation) != nil else { return }
        snapshot.session?.link = nil
        snapshot.session?.linkQRCode = nil
        snapshot.session?.linkExpiresAt = nil
        snapshot.session?.isLinkUsed = true
        // The service tells those who came by it and wait.
        waitingByLink.removeAll { $0.invitation == invitation }
        await send(.burnInvitation(ClientMessage.InvitationReference(invitation: invitation)))
    }

    /// The person is who they must be: they become the customer, in the place of whoever was it before.
    private func welcome(_ admitted: Attempt) async {
        guard let link = admitted.link else { return }
        attempt = nil
        if let account = admitted.guestAccount {
            await welcomeGuest(admitted, account: account, link: link)
            return await admitNextByLink()
        }
        await dismissCustomer()
        notices.withdraw(.attempt, .connection, .line, .picture)
        customer = (admitted.id, link)
        linkQuality = LinkQuality()
        quality = nil
        mailbox.post(.lookAtQuality(admitted.id))
        session?.handleConnected(
            name: admitted.name, path: admitted.path.map { $0.isRelayed ? .relayed : .direct } ?? .unknown,
            now: clock.now, wallClock: clock.wallClock)
        await admitNextByLink()
    }

    /// Looks at the line now, and again after a while, until the customer is gone.
    func lookAtQuality(of attempt: AttemptID) async {
        guard let customer, customer.attempt == attempt else { return }
        let report = await customer.link.statistics()
        if let next = linkQuality.handle(report, at: .now) { quality = next }
        Task { [mailbox] in
            try? await Task.sleep(for: LinkQuality.interval)
            mailbox.post(.lookAtQuality(attempt))
        }
    }

    private func dismissCustomer() async {
        guard let former = customer else { return }
        customer = nil
        session?.handleDisconnected()
        await former.link.close()
        await leave(former.attempt)
        await drain()
    }

    private func handleCustomer(_ event: LinkEvent) async {
        switch event {
        case .relay(let payload):
            guard let id = customer?.attempt else { break }
            await send(.relay(ClientMessage.Relay(attempt: id, payload: payload)))
        case .control(let message): session?.handle(message, now: clock.now)
        case .chat(let message): session?.handle(message, now: clock.now)
        case .malformed: session?.handleMalformedMessage(now: clock.now)
        case .video(.screen, let frame): await show(frame)
        case .video(.camera, let frame):
            guard session?.acceptsCamera == true else { break }
            await console.pushVideo(
                VideoFrame(
                    frame, of: .camera(HostSession.customerID),
                    timeline: &timelines[.camera, default: PictureTimeline()]))
        case .pointer(let message, let subject):
            guard session?.acceptsPicture == true else { break }
            await console.push(subject == .shape ? PageNote.pointerShape(message) : .pointerPlace(message))
        case .keyFrameRequested(.camera): await console.push(PageNote.keyFrameWanted(.camera))
        case .audioBegan: await callDesk.handleStreamBegan(of: HostSession.customerID)
        case .audioReception(let report): await callDesk.handle(report, of: HostSession.customerID)
        case .videoBitrate(.camera, _): await callDesk.tellCameraBitrate()
        case .path(let path): session?.handlePath(path.isRelayed ? .relayed : .direct)
        case .fileClosed: break
        case .ended:
            guard let former = customer else { break }
            customer = nil
            session?.handleDisconnected()
            await leave(former.attempt)
        case .readOut, .expectReadBack, .typeDigits, .readBack, .confirmed, .connecting, .secretUsed, .verified, .input,
            .fileOpened, .fileBytes, .keyFrameRequested, .videoBitrate, .videoBacklog:
            break
        }
    }

    /// Takes a frame of the page's camera, which the host switched on.
    func handle(_ frame: PageFrame) async {
        guard frame.source == .camera, session?.callMedia.isCameraOn == true else { return }
        let picture = EncodedVideoFrame(frame)
        for link in connectedLinks.values { await link.send(picture, on: .camera) }
    }

    /// Why a picture that is shown is not seen; the page itself knows when it waits for a key frame.
    func notePicture(_ share: HostSnapshot.Share, isReachable: Bool) async -> HostSnapshot.PictureProblem? {
        guard case .live = share else {
            if liveSince != nil { await console.forgetPointer() }
            (liveSince, hasPicture) = (nil, false)
            return nil
        }
        let since = liveSince ?? clock.now
        liveSince = since
        if !isReachable { return .noPath }
        return !hasPicture && clock.now - since > Self.pictureTimeout ? .nothingCaptured : nil
    }

    /// A frame is shown only under a request that the customer allowed.
    private func show(_ frame: EncodedVideoFrame) async {
        guard session?.acceptsPicture == true else { return }
        hasPicture = true
        await console.pushVideo(
            VideoFrame(frame, of: .screen, timeline: &timelines[.screen, default: PictureTimeline()]))
    }

    /// Carries out what the session wants, in order.
    func drain() async {
        while let output = session?.pollOutput() {
            switch output {
            case .send(let message): await customer?.link.send(message)
            case .sendTo(let guest, let message): await guestLink(guest)?.send(message)
            case .requestCameraKeyFrame(let guest): await guestLink(guest)?.requestKeyFrame(of: .camera)
            case .disconnectGuest(let guest): await disconnectGuest(guest)
            case .sendChat(let message): await customer?.link.send(message)
            case .sendInput(let message): await customer?.link.send(message)
            case .sendFile(let file, let transfer, let offset): startTransfer(transfer, of: file, from: offset)
            case .cancelTransfer(let transfer): transfers.removeValue(forKey: transfer)?.cancel()
            case .discardFile(let file):
                if let published = files.removeValue(forKey: file) { PublishedFolder.remove(published.path) }
            case .requestKeyFrame(let ofCamera): await customer?.link.requestKeyFrame(of: ofCamera ? .camera : .screen)
            case .notice(let key, let values): notices.add(key, values: values)
            case .disconnect: await closeCustomer()
            case .changed: break
            }
        }
    }

    private func closeCustomer() async {
        guard let former = customer else { return }
        customer = nil
        closing[former.attempt] = Task {
            await former.link.closeAfterSending()
            closing[former.attempt] = nil
        }
        await leave(former.attempt)
    }

    private func startTransfer(_ transfer: TransferID, of file: FileID, from offset: Int) {
        guard let published = files[file], let link = customer?.link else {
            session?.handleFailure(of: transfer, reason: .unknownFile)
            return
        }
        transfers[transfer] = FileTransfer(
            transfer, path: published.path, size: published.size, offset: offset, link: link
        ) { [mailbox] in mailbox.post(.transfer(transfer, $0)) }
    }

    /// Takes how far a file on its way out is; what a cancelled transfer still says is passed over.
    func handle(_ progress: FileTransfer.Progress, of transfer: TransferID) {
        guard transfers[transfer] != nil else { return }
        switch progress {
        case .sent(let count): session?.handleProgress(of: transfer, sent: count)
        case .finished: transfers.removeValue(forKey: transfer)
        case .failed(let reason):
            transfers.removeValue(forKey: transfer)
            session?.handleFailure(of: transfer, reason: reason)
        }
    }
}
