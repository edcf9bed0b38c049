/// Voice and camera of a session as one side of it sees them: everything is off until a person switches it on.
///
/// ```text
/// closed ─host opens→ open ─own press→ joined ─own press→ open
///   ^                  │                 │
///   └──host closes, connection lost──────┘
/// ```
/// A host can open and close; nobody but the person switches their own voice or camera on.
struct Call: Sendable {
    /// What the host has opened.
    private(set) var offer = CallOffer()
    /// What this person has switched on.
    private(set) var own = CallPresence()
    /// What the others say of themselves.
    private(set) var others: [ParticipantID: CallPresence] = [:]
    /// Who came while this person's camera was on: they see it once it is switched on anew.
    private var withheld: Set<ParticipantID> = []
    /// Whether the microphone is heard only while the talk key is held.
    private(set) var isPushToTalk = false
    /// Whether the talk key is held.
    private(set) var isTalking = false

    /// Whether what the microphone hears leaves now.
    var isHeard: Bool { own.voice == .joined && !own.isMuted && (!isPushToTalk || isTalking) }

    /// What the node does for it.
    var media: CallMedia {
        var media = CallMedia()
        media.isVoiceOn = own.voice == .joined
        media.isHeard = isHeard
        if media.isVoiceOn { media.voicePeers = Set(others.filter { $0.value.voice == .joined }.keys) }
        media.isCameraOn = own.isCameraOn
        if own.isCameraOn { media.cameraWithheld = withheld }
        media.cameraPeers = Set(others.filter(\.value.isCameraOn).keys)
        return media
    }

    /// Takes what is open now; what was closed ends what this person had switched on of it.
    mutating func setOffer(_ offer: CallOffer) {
        self.offer = offer
        if !offer.voice { leaveVoice() }
        if !offer.camera { stopCamera() }
    }

    /// `false` while no call by voice is open.
    mutating func joinVoice() -> Bool {
        guard offer.voice else { return false }
        own.voice = .joined
        return true
    }

    /// Neither heard nor hearing any more.
    mutating func leaveVoice() {
        own.voice = .off
        own.isMuted = false
        isTalking = false
    }

    /// `false` while no call by voice is open.
    mutating func stayOnPhone() -> Bool {
        guard offer.voice else { return false }
        leaveVoice()
        own.voice = .onPhone
        return true
    }

    /// Mutes or unmutes; without meaning for a person who has not joined.
    mutating func setMuted(_ isMuted: Bool) {
        if own.voice == .joined { own.isMuted = isMuted }
    }

    /// Sets whether the talk key must be held; it counts as released.
    mutating func setPushToTalk(_ isOn: Bool) {
        isPushToTalk = isOn
        isTalking = false
    }

    /// Holds or releases the talk key.
    mutating func talk(_ isPressed: Bool) {
        isTalking = isPushToTalk && isPressed && own.voice == .joined
    }

    /// `false` while cameras are not open.
    mutating func startCamera() -> Bool {
        guard offer.camera else { return false }
        if !own.isCameraOn { withheld = [] }
        own.isCameraOn = true
        return true
    }

    /// Switches this person's camera off.
    mutating func stopCamera() {
        own.isCameraOn = false
        withheld = []
    }

    /// Somebody whom this person did not invite has come; by that alone they see nothing.
    mutating func withhold(from participant: ParticipantID) {
        if own.isCameraOn { withheld.insert(participant) }
    }

    /// Takes what another person says of themselves.
    mutating func handle(_ presence: CallPresence, of participant: ParticipantID) {
        others[participant] = presence
    }

    /// A person is gone.
    mutating func remove(_ participant: ParticipantID) {
        others.removeValue(forKey: participant)
        withheld.remove(participant)
    }

    /// The connection is gone, and with it everything that was switched on.
    mutating func reset() {
        self = Call()
    }
}
