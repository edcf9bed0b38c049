internal import Audio
internal import Opus
internal import RTP
internal import Wire

/// Makes the frames that everybody gets out of what the microphone records.
///
/// While the gate is closed the encoder gets silence instead: its clock goes on, a few silent frames tell the receivers, and then
/// nothing is sent. It belongs to the room's actor.
final class VoiceSource {
    /// A recorder that begins anew, or a computer that slept, leaves out this much at least.
    private static let gap = Duration.milliseconds(100)
    /// What a voice takes, and what it takes with the frames before it in coarse form.
    private static let (bitsPerSecond, correctingBitsPerSecond) = (32_000, 40_000)
    private static let silence = [Int16](repeating: 0, count: CapturedSound.sampleCount)
    /// What is quieter is no voice (RFC 6464 leaves it to the sender).
    private static let voiceThreshold: UInt8 = 55

    private var encoder: OpusEncoder
    /// Of the next frame; random offsets are the sender's.
    private var timestamp = RTPTimestamp(rawValue: 0)
    private var lastInstant: Instant?

    init() throws(OpusError) {
        encoder = try OpusEncoder()
    }

    /// Sets the encoder for the share of packets that the worst of the lines is expected to lose, 0 to 1.
    func expect(loss: Double) {
        var configuration = encoder.configuration
        // libopus takes whole percents.
        let loss = (loss * 100).rounded() / 100
        guard configuration.expectedLoss != loss else { return }
        configuration.expectedLoss = loss
        configuration.bitsPerSecond = loss > 0 ? Self.correctingBitsPerSecond : Self.bitsPerSecond
        // A setting that libopus refuses leaves the sound as it is.
        try? encoder.configure(configuration)
    }

    /// Encodes the next 20 ms.
    /// - Returns: `nil` where libopus fails, which costs that frame.
    func encode(_ sound: CapturedSound, isOpen: Bool) -> EncodedAudioFrame? {
        if let lastInstant {
            let missing = sound.instant - lastInstant - .milliseconds(20)
            if missing >= Self.gap {
                timestamp = timestamp.advanced(by: UInt32(truncatingIfNeeded: missing.inMilliseconds / 20 * 960))
            }
        }
        lastInstant = sound.instant
        let samples = isOpen ? sound.samples : Self.silence
        defer { timestamp = timestamp.advanced(by: UInt32(CapturedSound.sampleCount)) }
        guard let frame = try? encoder.encode(samples.span) else { return nil }
        var level = AudioLevel(measuring: samples.span, isVoice: false)
        level.isVoice = !frame.isDiscontinuous && level.decibelsBelowOverload < Self.voiceThreshold
        return EncodedAudioFrame(
            rtpTimestamp: timestamp, isDiscontinuous: frame.isDiscontinuous, level: level, payload: frame.payload)
    }
}
