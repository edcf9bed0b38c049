/// A microphone or a loudspeaker.
package struct AudioDevice: Hashable, Sendable {
    /// What sound does there.
    package enum Kind: Sendable {
        /// It is recorded.
        case microphone
        /// It is played.
        case loudspeaker
    }

    /// Which of the two.
    package var kind: Kind
    /// PulseAudio's name; it stays the same when the device is unplugged and comes back.
    package var name: String
    /// What a person reads.
    package var title: String

    package init(kind: Kind, name: String, title: String) {
        self.kind = kind
        self.name = name
        self.title = title
    }
}

/// What there is to choose from, and what is in use.
package struct AudioDevices: Equatable, Sendable {
    /// In PulseAudio's order; what plays back the computer's own sound is none.
    package var microphones: [AudioDevice]
    /// In PulseAudio's order.
    package var loudspeakers: [AudioDevice]
    /// The microphone that is used, or would be; `nil` where there is none.
    package var microphone: AudioDevice?
    /// The loudspeaker that is used, or would be; `nil` where there is none.
    package var loudspeaker: AudioDevice?
    /// Echo and noise are taken out of what is recorded.
    package var isProcessed: Bool

    package init(
        microphones: [AudioDevice] = [], loudspeakers: [AudioDevice] = [], microphone: AudioDevice? = nil,
        loudspeaker: AudioDevice? = nil, isProcessed: Bool = false
    ) {
        self.microphones = microphones
        self.loudspeakers = loudspeakers
        self.microphone = microphone
        self.loudspeaker = loudspeaker
        self.isProcessed = isProcessed
    }
}
