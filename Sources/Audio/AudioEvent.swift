/// Why there is no sound, or less than there should be; the rest goes on.
package enum AudioProblem: Equatable, Sendable {
    /// PulseAudio does not run, or ended; it is looked for until it is there.
    case serverUnavailable
    /// There is no microphone: others are heard, and nothing is sent.
    case noMicrophone
    /// There is no loudspeaker: nobody is heard.
    case noLoudspeaker
    /// The device did not open or broke; it is tried again.
    case deviceFailed(AudioDevice)
    /// PulseAudio could not load its echo canceller: others may hear themselves, unless headphones are used.
    case processingUnavailable
}

/// What happens to the sound of this computer.
package enum AudioEvent: Equatable, Sendable {
    /// Something was plugged or unplugged, or another device is in use.
    case devicesChanged(AudioDevices)
    /// The chosen device is gone; the default one, if there is any, is used until it returns.
    case deviceLost(AudioDevice, replacement: AudioDevice?)
    /// The chosen device is back and in use.
    case deviceReturned(AudioDevice)
    /// Something does not work.
    case failed(AudioProblem)
    /// It works again.
    case recovered(AudioProblem)
}
