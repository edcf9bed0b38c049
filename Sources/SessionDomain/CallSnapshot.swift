/// Voice and camera as both the console and the customer's page draw them.
package struct CallSnapshot: Codable, Equatable, Sendable {
    /// What the host has opened.
    package var offer: CallOffer
    package var own: CallPresence
    package var isPushToTalk: Bool
    /// The talk key is held.
    package var isTalking: Bool
    /// Everybody else.
    package var people: [Person]
    /// What of this computer can be used; `nil` while it is not known.
    package var devices: Devices?
    /// Why voice does not work as it should.
    package var problem: Problem?

    /// One of the others.
    package struct Person: Codable, Equatable, Sendable {
        package var id: ParticipantID
        /// A claim.
        package var name: String
        package var role: ControlMessage.Role
        package var voice: CallPresence.Voice
        package var isMuted: Bool
        package var isCameraOn: Bool

        package init(id: ParticipantID, name: String, role: ControlMessage.Role, presence: CallPresence) {
            self.id = id
            self.name = name
            self.role = role
            voice = presence.voice
            isMuted = presence.isMuted
            isCameraOn = presence.isCameraOn
        }

        /// One of the further people, who is connected.
        init(_ entry: RosterEntry, in call: Call) {
            self.init(
                id: entry.id, name: entry.name, role: entry.role, presence: call.others[entry.id] ?? CallPresence())
        }
    }

    /// The microphones and loudspeakers of the node's computer.
    package struct Devices: Codable, Equatable, Sendable {
        package var microphones: [Device]
        package var loudspeakers: [Device]
        /// The chosen one; `nil` for the system's default.
        package var microphone: String?
        /// The chosen one; `nil` for the system's default.
        package var loudspeaker: String?

        package init(microphones: [Device], loudspeakers: [Device], microphone: String?, loudspeaker: String?) {
            self.microphones = microphones
            self.loudspeakers = loudspeakers
            self.microphone = microphone
            self.loudspeaker = loudspeaker
        }
    }

    /// A microphone or a loudspeaker.
    package struct Device: Codable, Equatable, Sendable {
        /// The sound system's name for it.
        package var id: String
        /// For people.
        package var name: String

        package init(id: String, name: String) {
            self.id = id
            self.name = name
        }
    }

    /// Each is a text in the catalogue; the most serious comes first.
    package enum Problem: String, CaseIterable, Codable, Sendable {
        /// This computer has no sound system that answers.
        case noSoundSystem
        /// The sound system ended; it is looked for again.
        case soundSystemLost
        case noMicrophone
        case noLoudspeaker
        /// The chosen microphone was taken away, and another is used.
        case microphoneLost
        /// The others may hear their own voices.
        case noEchoCancellation
    }

    init(_ call: Call, people: [Person]) {
        offer = call.offer
        own = call.own
        isPushToTalk = call.isPushToTalk
        isTalking = call.isTalking
        self.people = people
    }
}
