// Voice and camera at the customer's side.
extension CustomerSession {
    /// The host among the people of the call.
    package static let hostID = ParticipantID(rawValue: "host")

    /// What the node does for the call now.
    package var callMedia: CallMedia { call.media }

    /// Whether a frame of the host's camera that arrives now may be shown.
    package var acceptsCamera: Bool { call.others[Self.hostID]?.isCameraOn == true }

    /// Whether a frame of this person's camera that arrives now may be shown.
    package func acceptsCamera(of person: ParticipantID) -> Bool { call.others[person]?.isCameraOn == true }

    /// Takes what was pressed; only what the host has opened can be joined.
    mutating func handle(_ command: CallCommand) {
        guard hasCompany else { return }
        let own = call.own
        switch command {
        case .joinVoice: _ = call.joinVoice()
        case .leaveVoice: call.leaveVoice()
        case .stayOnPhone: _ = call.stayOnPhone()
        case .setMuted(let muted): call.setMuted(muted.isMuted)
        case .setPushToTalk(let pushToTalk): call.setPushToTalk(pushToTalk.isOn)
        case .talk(let talk): call.talk(talk.isPressed)
        case .startCamera: _ = call.startCamera()
        case .stopCamera: call.stopCamera()
        // Devices are the node's, and the host alone closes.
        case .closeVoice, .closeCamera, .chooseMicrophone, .chooseLoudspeaker: return
        }
        if call.own != own { sendToAll(.callPresence(call.own)) }
        setChanged()
    }

    /// Asks for a picture that needs no other: of the host's camera, or of another's.
    mutating func requestKeyFrame(of person: ParticipantID?) {
        if let person, roster[person] != nil {
            if acceptsCamera(of: person) { emit(.requestCameraKeyFrame(of: person)) }
        } else if acceptsCamera {
            emit(.requestKeyFrame)
        }
    }

    /// Takes what the host has opened or closed.
    mutating func handle(_ offer: CallOffer) {
        let former = (offer: call.offer, own: call.own)
        guard offer != former.offer else { return }
        call.setOffer(offer)
        if call.own != former.own { sendToAll(.callPresence(call.own)) }
        if former.own.voice == .joined, !offer.voice { emit(.notice(.voiceClosed, values: ["host": hostName])) }
        if former.own.isCameraOn, !offer.camera { emit(.notice(.cameraClosed, values: ["host": hostName])) }
        setChanged()
    }
}
