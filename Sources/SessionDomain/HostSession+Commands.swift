package import Wire

/// What the host does.
extension HostSession {
    /// Whose business a command is.
    package enum CommandResult: Equatable, Sendable {
        /// Done, or without meaning now.
        case handled
        /// Sign-in, numbers, links and pairing are the node's.
        case forNode
    }

    /// Takes what was pressed in the console. `endSession` tells the customer here and the service in the node.
    @discardableResult
    package mutating func handle(_ command: HostCommand, wallClock: WallClockTime) -> CommandResult {
        switch command {
        case .sendChat(let chat): write(chat.text, wallClock: wallClock)
        case .requestShare(let request): requestShare(request.scope)
        case .withdrawRequest:
            let (ofView, ofControl) = (view.withdraw(), control.withdraw())
            guard let request = ofView ?? ofControl else { break }
            send(.withdrawRequest(ControlMessage.RequestReference(request: request)))
            setChanged()
        case .stopView:
            guard let request = view.stop() else { break }
            control.reset()
            send(.stopShare(ControlMessage.RequestReference(request: request)))
            setChanged()
        case .stopControl: stopControl()
        case .input(let input):
            if let message = control.message(input.event) { emit(.sendInput(message)) }
        case .withdrawFile(let file): withdraw(file.file)
        case .call(let command): handle(command)
        case .setDisplayMode(let message): setDisplayMode(message.mode)
        case .chooseMonitor(let message): chooseMonitor(message)
        case .needKeyFrame(let picture):
            if picture.of == nil, acceptsPicture { emit(.requestKeyFrame(ofCamera: false)) }
            if picture.of == Self.customerID, acceptsCamera { emit(.requestKeyFrame(ofCamera: true)) }
            if let guest = picture.of, roster[guest] != nil, acceptsCamera(of: guest) {
                emit(.requestCameraKeyFrame(of: guest))
            }
        case .endSession:
            send(.end)
            endGuests()
            end(.byHost, notice: nil)
            return .forNode
        case .completeSignIn, .signOut, .startSession, .renewNumber, .makeLink, .inviteHost, .introduce, .admit,
            .decline, .confirmReadBack, .cancelPairing, .pageDecodes, .confirmSite, .offerSwitch, .notes:
            return .forNode
        }
        return .handled
    }

    /// Publishes a file that the node has taken in whole; `nil` when there are too many.
    /// - Parameters:
    ///   - size: bytes.
    ///   - sha256: 64 lower-case hexadecimal digits.
    package mutating func publishFile(name: String, size: Int, sha256: String) -> FileID? {
        let file = FileEntry(
            id: identifiers.make(), name: SafeFileName(claimed: name).value, size: size, sha256: sha256,
            progress: .offered)
        guard files.publish(file) else { return nil }
        send(.filePublished(Self.announcement(of: file)))
        setChanged()
        return file.id
    }

    /// More of a transfer's bytes have left.
    package mutating func handleProgress(of transfer: TransferID, sent: Int) {
        if files.handleProgress(transfer, sent: sent) { setChanged() }
    }

    /// The node cannot go on with a transfer.
    package mutating func handleFailure(of transfer: TransferID, reason: ControlMessage.FileFailure) {
        guard let file = files.finish(transfer, with: .failed(reason: reason)) else { return }
        send(.fileFailed(ControlMessage.FileFailed(transfer: transfer, reason: reason)))
        emit(.notice(.fileNotDelivered, values: ["name": file.name]))
        setChanged()
    }

    private mutating func write(_ text: String, wallClock: WallClockTime) {
        // Nobody would receive it, and nothing is sent later; the console offers no field then.
        guard customer != nil else { return }
        let message = conversation.write(text, from: local.name, id: identifiers.make(), at: wallClock)
        guard let message else { return }
        emit(.sendChat(message))
        setChanged()
    }

    private mutating func withdraw(_ file: FileID) {
        guard let transfers = files.withdraw(file) else { return }
        for transfer in transfers { emit(.cancelTransfer(transfer)) }
        send(.fileWithdrawn(ControlMessage.FileReference(file: file)))
        emit(.discardFile(file))
        setChanged()
    }
}
