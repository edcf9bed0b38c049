package import Audio
package import RTP

/// Why there is no sound, or less than there should be.
package typealias VoiceProblem = AudioProblem

/// What happens in a room, for the page that shows it.
package enum VoiceEvent: Equatable, Sendable {
    /// How loud everybody was in the last tenth of a second, at most ten times a second.
    /// - `own` is what the microphone hears, also while it is muted; `nil` without one.
    case levels(own: AudioLevel?, peers: [VoicePeerID: AudioLevel])
    /// Something was plugged or unplugged, or another device is in use.
    case devicesChanged(AudioDevices)
    /// The chosen device is gone; the default one, if there is any, is used until it returns.
    case deviceLost(AudioDevice, replacement: AudioDevice?)
    /// The chosen device is back and in use.
    case deviceReturned(AudioDevice)
    /// Something does not work; the rest goes on.
    case failed(VoiceProblem)
    /// It works again.
    case recovered(VoiceProblem)

    init(_ event: AudioEvent) {
        self =
            switch event {
            case .devicesChanged(let devices): .devicesChanged(devices)
            case .deviceLost(let device, let replacement): .deviceLost(device, replacement: replacement)
            case .deviceReturned(let device): .deviceReturned(device)
            case .failed(let problem): .failed(problem)
            case .recovered(let problem): .recovered(problem)
            }
    }
}
