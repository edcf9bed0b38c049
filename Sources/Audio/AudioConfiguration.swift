/// What the sound of this computer is to be.
package struct AudioConfiguration: Sendable {
    /// Where PulseAudio listens, such as `unix:/run/user/1000/pulse/native`; `nil` as libpulse finds it.
    package var server: String?
    /// PulseAudio's name of the microphone; `nil` is the computer's default.
    package var microphone: String?
    /// PulseAudio's name of the loudspeaker; `nil` is the computer's default.
    package var loudspeaker: String?
    /// Echo and noise are taken out of what is recorded.
    package var isProcessed: Bool

    /// What is not said is the computer's default, with echo and noise taken out.
    package init(
        server: String? = nil, microphone: String? = nil, loudspeaker: String? = nil, isProcessed: Bool = true
    ) {
        self.server = server
        self.microphone = microphone
        self.loudspeaker = loudspeaker
        self.isProcessed = isProcessed
    }
}
