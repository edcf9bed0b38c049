// Voice and camera at the host's side.
extension HostSession {
    /// The customer among the people of the call.
    package static let customerID = ParticipantID(rawValue: "customer")

    /// What the node does for the call now.
    package var callMedia: CallMedia { call.media }

    /// Whether a frame of the customer's camera that arrives now may be shown.
    package var acceptsCamera: Bool { call.others[Self.customerID]?.isCameraOn == true }

    /// Whether a frame of this person's camera that arrives now may be shown.
    package func acceptsCamera(of person: ParticipantID) -> Bool { call.others[person]?.isCameraOn == true }

    /// Takes what was pressed; the host's own *join* and *start* open the call to everybody.
    mutating func handle(_ command: CallCommand) {
        guard customer != nil || !roster.connected.isEmpty else { return }
        let (offer, own) = (call.offer, call.own)
        switch command {
        case .joinVoice:
            call.setOffer(CallOffer(voice: true, camera: call.offer.camera))
            _ = call.joinVoice()
        case .leaveVoice: call.leaveVoice()
        case .closeVoice: call.setOffer(CallOffer(voice: false, camera: call.offer.camera))
        case .setMuted(let muted): call.setMuted(muted.isMuted)
        case .setPushToTalk(let pushToTalk): call.setPushToTalk(pushToTalk.isOn)
        case .talk(let talk): call.talk(talk.isPressed)
        case .startCamera:
            call.setOffer(CallOffer(voice: call.offer.voice, camera: true))
            _ = call.startCamera()
        case .stopCamera: call.stopCamera()
        case .closeCamera: call.setOffer(CallOffer(voice: call.offer.voice, camera: false))
        // Devices are the node's, and a host who opens a call by voice is in it.
        case .stayOnPhone, .chooseMicrophone, .chooseLoudspeaker: return
        }
        if call.offer != offer { sendToAll(.callOffered(call.offer)) }
        if call.own != own { sendToAll(.callPresence(call.own)) }
        setChanged()
    }

    /// Tells a customer who has just come what is open.
    mutating func tellCall() {
        if call.offer != CallOffer() { send(.callOffered(call.offer)) }
        if call.own != CallPresence() { send(.callPresence(call.own)) }
    }

    /// Has the picture made in another way, now and for the customers to come.
    mutating func setDisplayMode(_ mode: DisplayMode) {
        guard mode != displayMode else { return }
        displayMode = mode
        if acceptsPicture { send(.setDisplayMode(ControlMessage.SetDisplayMode(mode: mode))) }
        setChanged()
    }

    /// Asks for another monitor; one that the customer has not named means nothing.
    mutating func chooseMonitor(_ choice: ControlMessage.ChooseMonitor) {
        guard let monitors, monitors.monitors.contains(where: { $0.monitor == choice.monitor }) else { return }
        send(.chooseMonitor(choice))
    }
}
