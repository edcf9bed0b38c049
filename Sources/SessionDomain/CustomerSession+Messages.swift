package import Wire

/// What the host sends.
extension CustomerSession {
    /// Takes a message of the `control` channel.
    package mutating func handle(_ message: ControlMessage, now: Instant) {
        guard isConnected else { return ignore() }
        noteHeard(now: now)
        if case .hello(let hello) = message { return handle(hello) }
        // Nothing counts before the other side said who it is.
        guard participant?.hello != nil else { return ignore() }
        switch message {
        case .heartbeat(let heartbeat): handle(heartbeat)
        case .requestShare(let request): handle(request, now: now)
        case .withdrawRequest(let reference):
            guard consent.withdraw(reference.request) else { return ignore() }
            askForNextWindow(now: now)
            emit(.notice(.promptWithdrawn, values: [:]))
            setChanged()
        case .stopShare(let reference):
            guard consent.grant?.request == reference.request else { return ignore() }
            stopSharing(.byHost, notice: .shareStoppedByHost)
        case .stopControl(let reference):
            guard consent.control?.request == reference.request else { return ignore() }
            stopControl(.byHost)
        case .filePublished(let published):
            guard let file = files.offer(published) else { return ignore() }
            emit(.notice(.fileOffered, values: ["host": hostName, "name": file.name]))
            setChanged()
        case .fileWithdrawn(let reference): handle(reference)
        case .fileFailed(let failed):
            guard let file = files.finish(failed.transfer, with: .failed(reason: failed.reason)) else {
                return ignore()
            }
            emitEnd(of: failed.transfer, reason: failed.reason)
            emit(.notice(.fileFailed, values: ["name": file.name]))
            setChanged()
        case .callOffered(let offer): handle(offer)
        case .prepareIntroduction(let pair): prepare(pair.participant, now: now)
        case .introduced(let introduction): handle(introduction, now: now)
        case .introductionRelay(let relay): handle(relay)
        case .dismissed(let pair): if !part(from: pair.participant) { ignore() }
        case .callPresence(let presence):
            call.handle(presence, of: Self.hostID)
            setChanged()
        case .setDisplayMode(let message):
            guard consent.grant != nil else { return ignore() }
            emit(.setDisplayMode(message.mode))
        case .chooseMonitor(let message):
            guard consent.grant != nil,
                monitors?.monitors.contains(where: { $0.monitor == message.monitor }) == true
            else { return ignore() }
            emit(.chooseMonitor(message.monitor))
        case .offerSwitch:
            // This is the program that it would lead to.
            send(.answerSwitch(ControlMessage.SwitchAnswer(answer: .unavailable)))
        case .end: end(.byHost)
        case .hello, .answerShare, .shareStarted, .shareStopped, .controlStopped, .controlPaused, .fileWanted,
            .fileReceived, .monitors, .answerSwitch,
            .introductionPrepared, .leave:
            ignore()
        }
    }

    /// Takes a message of the `chat` channel.
    package mutating func handle(_ message: ChatMessage, now: Instant) {
        guard isConnected else { return ignore() }
        noteHeard(now: now)
        changeOrIgnore(conversation.receive(message, from: hostName))
    }

    /// Something arrived that is no message at all.
    package mutating func handleMalformedMessage(now: Instant) {
        noteHeard(now: now)
        ignore()
    }

    private mutating func handle(_ hello: ControlMessage.Hello) {
        guard case .open(var participant) = connection else { return }
        let greeting = participant.accept(hello, role: .host)
        connection = .open(participant)
        switch greeting {
        case .accepted: setChanged()
        case .ignored: ignore()
        case .otherVersion:
            ignore()
            end(.versionDiffers)
        }
    }

    private mutating func handle(_ heartbeat: ControlMessage.Heartbeat) {
        guard case .open(var participant) = connection else { return }
        if !participant.liveness.accepts(heartbeat) { ignore() }
        connection = .open(participant)
    }

    private mutating func handle(_ request: ControlMessage.RequestShare, now: Instant) {
        guard IdentifierSource.isWellFormed(request.request) else { return ignore() }
        guard local.abilities.contains(request.scope.ability) else {
            send(.answerShare(ControlMessage.AnswerShare(request: request.request, answer: .unable)))
            return emit(.notice(local.captureObstacle?.customerNotice ?? .shareUnable, values: [:]))
        }
        switch consent.ask(request.request, scope: request.scope, now: now) {
        case .prompted:
            emit(.raisePrompt)
            setChanged()
        case .refused: ignore()
        }
    }

    private mutating func handle(_ withdrawn: ControlMessage.FileReference) {
        switch files.withdraw(withdrawn.file) {
        case .removed(let transfer):
            if let transfer { emit(.cancelDownload(transfer)) }
            setChanged()
        case .kept: break
        case .unknown: ignore()
        }
    }

    private mutating func noteHeard(now: Instant) {
        guard case .open(var participant) = connection else { return }
        let isBack = participant.liveness.handleHeard(now: now)
        connection = .open(participant)
        guard isBack else { return }
        pauseControl(false)
        emit(.notice(.hostBack, values: [:]))
        setChanged()
    }

    private mutating func changeOrIgnore(_ isAccepted: Bool) {
        if isAccepted { setChanged() } else { ignore() }
    }

    /// Counts what was refused.
    mutating func ignore() {
        ignoredMessageCount += 1
    }
}
