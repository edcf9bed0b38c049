package import Wire

/// What the customer sends.
extension HostSession {
    /// Takes a message of the `control` channel.
    package mutating func handle(_ message: ControlMessage, now: Instant) {
        guard customer != nil else { return ignore() }
        noteHeard(now: now)
        if case .hello(let hello) = message { return handle(hello) }
        // Nothing counts before the other side said who it is.
        guard customer?.participant.hello != nil else { return ignore() }
        switch message {
        case .heartbeat(let heartbeat):
            if customer?.participant.liveness.accepts(heartbeat) != true { ignore() }
        case .answerShare(let answer): handle(answer)
        case .shareStarted(let started):
            guard view.handle(started) else { return ignore() }
            if displayMode != .standard { send(.setDisplayMode(ControlMessage.SetDisplayMode(mode: displayMode))) }
            setChanged()
        case .shareStopped(let stopped):
            guard let notice = view.handle(stopped) else { return ignore() }
            control.reset()
            monitors = nil
            emitNotice(notice)
        case .controlStopped(let stopped):
            guard control.handle(stopped) else { return ignore() }
            emitNotice(.controlStoppedByCustomer)
        case .controlPaused(let paused): changeOrIgnore(control.handle(paused))
        case .answerSwitch(let answer):
            guard let notice = handle(answer) else { return ignore() }
            emitNotice(notice)
        case .fileWanted(let wanted): handle(wanted)
        case .fileReceived(let reference): finish(reference.transfer, with: .complete, notice: .fileDelivered)
        case .fileFailed(let failed):
            // A pause is no failure: the customer goes on when they want to.
            let notice: NoticeKey? = failed.reason == .paused ? nil : .fileNotDelivered
            finish(failed.transfer, with: .failed(reason: failed.reason), notice: notice)
        case .callPresence(let presence):
            call.handle(presence, of: Self.customerID)
            setChanged()
        case .monitors(let list):
            guard acceptsPicture else { return ignore() }
            monitors = list.cleaned
            setChanged()
        case .introductionPrepared, .introductionRelay, .dismissed:
            handleIntroduction(message, from: Self.customerID, now: now)
        case .leave: end(.customerLeft, notice: .customerLeft)
        case .hello, .requestShare, .withdrawRequest, .stopShare, .stopControl, .filePublished, .fileWithdrawn,
            .callOffered, .offerSwitch,
            .setDisplayMode, .chooseMonitor, .prepareIntroduction, .introduced, .end:
            ignore()
        }
    }

    /// Takes a message of the `chat` channel.
    package mutating func handle(_ message: ChatMessage, now: Instant) {
        guard let name = customer?.name else { return ignore() }
        noteHeard(now: now)
        changeOrIgnore(conversation.receive(message, from: name))
    }

    /// Something arrived that is no message at all.
    package mutating func handleMalformedMessage(now: Instant) {
        noteHeard(now: now)
        ignore()
    }

    private mutating func handle(_ hello: ControlMessage.Hello) {
        switch customer?.participant.accept(hello, role: .customer) {
        case .accepted:
            tellCall()
            setChanged()
        case .ignored, nil: ignore()
        case .otherVersion:
            ignore()
            end(.versionDiffers, notice: .versionDiffers)
        }
    }

    private mutating func handle(_ answer: ControlMessage.AnswerShare) {
        // One request may ask for both.
        switch (view.handle(answer), control.handle(answer)) {
        case (.refused(let notice), _):
            control.reset()
            emitNotice(notice)
        case (.unknown, .refused(let notice)): emitNotice(notice)
        case (.allowed, _), (_, .allowed): setChanged()
        case (.unknown, .unknown): ignore()
        }
    }

    private mutating func handle(_ wanted: ControlMessage.FileWanted) {
        switch files.handle(wanted) {
        case .send(let superseded):
            for transfer in superseded { emit(.cancelTransfer(transfer)) }
            emit(.sendFile(wanted.file, transfer: wanted.transfer, offset: wanted.offset))
            setChanged()
        case .refused(let reason):
            send(.fileFailed(ControlMessage.FileFailed(transfer: wanted.transfer, reason: reason)))
        case .ignored: ignore()
        }
    }

    private mutating func finish(_ transfer: TransferID, with progress: FileEntry.Progress, notice: NoticeKey?) {
        guard let file = files.finish(transfer, with: progress) else { return ignore() }
        // After a success the channel closes by itself; after a failure there are bytes to hold back.
        if progress != .complete { emit(.cancelTransfer(transfer)) }
        if let notice { emit(.notice(notice, values: ["name": file.name])) }
        setChanged()
    }

    private mutating func emitNotice(_ key: NoticeKey) {
        emit(.notice(key, values: ["name": customer?.name ?? ""]))
        setChanged()
    }

    private mutating func noteHeard(now: Instant) {
        if customer?.participant.liveness.handleHeard(now: now) == true { setChanged() }
    }

    private mutating func changeOrIgnore(_ isAccepted: Bool) {
        if isAccepted { setChanged() } else { ignore() }
    }

    /// Counts what was refused.
    mutating func ignore() {
        ignoredMessageCount += 1
    }
}
