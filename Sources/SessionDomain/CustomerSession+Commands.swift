package import Wire

/// What the customer does, and what becomes of it.
extension CustomerSession {
    /// Whose business a command is.
    package typealias CommandResult = HostSession.CommandResult

    /// Takes what was pressed in the panel.
    @discardableResult
    package mutating func handle(
        _ command: CustomerCommand, now: Instant, wallClock: WallClockTime
    ) -> CommandResult {
        switch command {
        case .sendChat(let chat): write(chat.text, wallClock: wallClock)
        case .answerPrompt(let answer): self.answer(answer, now: now)
        case .chooseWindows(let choice): chooseWindows(choice)
        case .stopShare: stopSharing(.byCustomer, notice: .shareStopped)
        case .stopControl: stopControl(.byCustomer)
        case .call(let command): handle(command)
        case .needKeyFrame(let picture): requestKeyFrame(of: picture.of)
        case .downloadFile(let file): download(file.file)
        case .pauseDownload(let file):
            if let transfer = files.transfer(of: file.file) { failDownload(transfer, reason: .paused) }
        case .cancelDownload(let file):
            if let transfer = files.transfer(of: file.file) { failDownload(transfer, reason: .cancelled) }
        case .leave:
            // Before the connection there is nothing here to leave.
            guard hasCompany else { return .forNode }
            stopSharing(.byCustomer, notice: nil)
            send(.leave)
            end(.byCustomer)
        case .confirmSite, .joinByNumber, .joinByLink, .confirmDigits, .pageCaptureStarted, .pageCaptureFailed,
            .pageCaptureEnded, .startOver:
            return .forNode
        }
        return .handled
    }

    /// Capture runs; where the grant was revoked meanwhile, it is stopped again.
    package mutating func handleCaptureStarted(_ grant: Grant, surface: ControlMessage.Surface) {
        guard consent.handleCaptureStarted(grant) else {
            // A second report of the capture that runs is no reason to end it.
            if !permits(grant) { emit(.stopCapture(grant)) }
            return
        }
        send(.shareStarted(ControlMessage.ShareStarted(request: grant.request, surface: surface)))
        setChanged()
    }

    /// Capture did not begin, or ended by itself: the grant is gone with it, and both sides are told why.
    package mutating func handleCaptureFailed(_ grant: Grant, failure: CaptureFailure) {
        guard permits(grant) else { return }
        stopSharing(.captureFailed, failure: failure, notice: failure.customerNotice)
    }

    /// The person allowed it and then picked nothing, or in the browser's own picker the whole screen for windows.
    package mutating func handleNothingPicked(_ grant: Grant, isWholeScreen: Bool = false) {
        guard permits(grant) else { return }
        _ = consent.revoke()
        windowChoice.close()
        emit(.stopCapture(grant))
        let answer = ControlMessage.AnswerShare(
            request: grant.request, answer: isWholeScreen ? .wholeScreen : .notShared)
        send(.answerShare(answer))
        emit(.notice(isWholeScreen ? .shareWholeScreen : .shareNothingChosen, values: [:]))
        setChanged()
    }

    /// What could be shown under a grant, and what is, at the start and on each change.
    package mutating func handleMonitors(_ list: MonitorList, under grant: Grant) {
        // Who is shown windows learns nothing of the desktop around them, and may choose none of it.
        guard permits(grant), grant.scope == .viewDesktop, list != monitors else { return }
        monitors = list
        send(.monitors(list))
    }

    /// *Stop* was pressed on the bar, or the panic key; capture has already stopped.
    package mutating func handleStopped(_ grant: Grant) {
        guard permits(grant) else { return }
        stopSharing(.byCustomer, notice: .shareStopped)
    }

    /// The node is ready for a download's bytes and has the first `offset` of them from an earlier transfer.
    package mutating func handleReady(of transfer: TransferID, from offset: Int) {
        guard let file = files.file(of: transfer) else { return }
        _ = files.handleProgress(transfer, received: offset)
        send(.fileWanted(ControlMessage.FileWanted(file: file, transfer: transfer, offset: offset)))
        setChanged()
    }

    /// More of a download's bytes have arrived.
    package mutating func handleProgress(of transfer: TransferID, received: Int) {
        if files.handleProgress(transfer, received: received) { setChanged() }
    }

    /// A download is whole, its hash fits, and it lies where `savedTo` says.
    package mutating func handleCompletion(of transfer: TransferID, savedTo: String) {
        guard let file = files.finish(transfer, with: .complete, savedTo: savedTo) else { return }
        send(.fileReceived(ControlMessage.TransferReference(transfer: transfer)))
        emit(.notice(.fileSaved, values: ["name": file.name]))
        setChanged()
    }

    /// A download cannot go on.
    package mutating func handleFailure(of transfer: TransferID, reason: ControlMessage.FileFailure) {
        guard let name = failDownload(transfer, reason: reason) else { return }
        emit(.notice(.fileFailed, values: ["name": name]))
    }

    /// Ends what is shown, if anything is: capture stops before anybody is told.
    mutating func stopSharing(
        _ reason: ControlMessage.StopReason, failure: CaptureFailure? = nil, notice: NoticeKey?
    ) {
        guard let grant = consent.grant else { return }
        _ = consent.revoke()
        windowChoice.close()
        monitors = nil
        emit(.stopCapture(grant))
        send(
            .shareStopped(ControlMessage.ShareStopped(request: grant.request, reason: reason, failure: failure)))
        if let notice { emit(.notice(notice, values: [:])) }
        setChanged()
    }

    private mutating func answer(_ answer: CustomerCommand.AnswerPrompt, now: Instant) {
        switch consent.answer(answer.request, isAllowed: answer.isAllowed, now: now) {
        case .granted(let grant):
            send(.answerShare(ControlMessage.AnswerShare(request: answer.request, answer: .allowed)))
            emit(.startCapture(grant))
            if let control = consent.control { startControl(control) }
        case .controlAdded(let grant):
            send(.answerShare(ControlMessage.AnswerShare(request: answer.request, answer: .allowed)))
            startControl(grant)
        case .windowAdded(let window, let grant): add(window, under: grant)
        case .windowDenied: break
        case .denied:
            send(.answerShare(ControlMessage.AnswerShare(request: answer.request, answer: .denied)))
        case .notArmed, .unknown: return
        }
        askForNextWindow(now: now)
        setChanged()
    }

    private mutating func write(_ text: String, wallClock: WallClockTime) {
        guard isConnected else { return }
        let message = conversation.write(text, from: local.name, id: identifiers.make(), at: wallClock)
        guard let message else { return }
        emit(.sendChat(message))
        setChanged()
    }

    private mutating func download(_ file: FileID) {
        guard isConnected else { return }
        let transfer = identifiers.make(TransferID.self)
        guard let entry = files.start(file, as: transfer) else { return }
        emit(.startDownload(transfer, entry))
        setChanged()
    }

    /// What arrived before a pause, or before a connection broke, is worth keeping; what was cancelled or does not fit is not.
    mutating func emitEnd(of transfer: TransferID, reason: ControlMessage.FileFailure) {
        emit(
            [.connectionLost, .paused].contains(reason) ? .suspendDownload(transfer) : .cancelDownload(transfer))
    }

    /// Ends a download and returns the file's name; `nil` when no such transfer runs.
    @discardableResult
    private mutating func failDownload(_ transfer: TransferID, reason: ControlMessage.FileFailure) -> String? {
        guard let file = files.finish(transfer, with: .failed(reason: reason)) else { return nil }
        emitEnd(of: transfer, reason: reason)
        send(.fileFailed(ControlMessage.FileFailed(transfer: transfer, reason: reason)))
        setChanged()
        return file.name
    }
}
