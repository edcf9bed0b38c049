/// What the host has opened to everybody in the session: a call by voice, cameras, or neither.
package struct CallOffer: Codable, Equatable, Sendable {
    /// Whether people may join by voice.
    package var voice: Bool
    /// Whether people may switch their cameras on.
    package var camera: Bool

    package init(voice: Bool = false, camera: Bool = false) {
        self.voice = voice
        self.camera = camera
    }
}

/// What one person has switched on of the call. Of another person it is a claim and decides nothing here.
package struct CallPresence: Codable, Equatable, Sendable {
    package var voice: Voice
    /// Only of use while `voice` is `joined`.
    package var isMuted: Bool
    package var isCameraOn: Bool

    /// How a person takes part by voice.
    package enum Voice: String, Codable, Sendable {
        /// Neither heard nor hearing.
        case off
        /// Was asked and stays on the telephone.
        case onPhone
        /// Hears everybody who has joined, and is heard by them unless muted.
        case joined
    }

    package init(voice: Voice = .off, isMuted: Bool = false, isCameraOn: Bool = false) {
        self.voice = voice
        self.isMuted = isMuted
        self.isCameraOn = isCameraOn
    }
}

/// What the node does for the call now; it changes nothing by itself when this changes nothing.
package struct CallMedia: Equatable, Sendable {
    /// Whether microphone and loudspeaker are open at all.
    package var isVoiceOn = false
    /// Whether what the microphone hears leaves this computer.
    package var isHeard = false
    /// With whom sound is exchanged; empty unless `isVoiceOn`.
    package var voicePeers: Set<ParticipantID> = []
    /// Whether frames of this person's camera are taken and sent to everybody connected, but for `cameraWithheld`.
    package var isCameraOn = false
    /// Who was introduced while the camera was on: they see it once it is switched on anew.
    package var cameraWithheld: Set<ParticipantID> = []
    /// Whose cameras are shown.
    package var cameraPeers: Set<ParticipantID> = []

    package init() {}
}
