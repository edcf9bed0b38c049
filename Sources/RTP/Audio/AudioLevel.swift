/// How loud a packet is, for meters and for choosing who speaks, without decoding.
/// Source: RFC 6464 §3 <https://www.rfc-editor.org/rfc/rfc6464#section-3>
package struct AudioLevel: Equatable, Sendable {
    /// The sender believes that somebody speaks.
    package var isVoice: Bool
    /// Decibels below the loudest that there is: 0 (overload) to 127 (silence).
    package var decibelsBelowOverload: UInt8

    /// Levels beyond 127 are 127.
    package init(isVoice: Bool, decibelsBelowOverload: UInt8) {
        self.isVoice = isVoice
        self.decibelsBelowOverload = min(decibelsBelowOverload, 127)
    }

    /// Measures the root mean square of samples (RFC 6465 appendix A).
    package init(measuring samples: Span<Int16>, isVoice: Bool) {
        var energy: Int64 = 0
        for index in samples.indices { energy += Int64(samples[index]) * Int64(samples[index]) }
        let overload = Double(max(1, samples.count)) * 32_767 * 32_767
        var level: UInt8 = 0
        // A decibel is a factor of 10 ^ 0.1 in energy; the half rounds.
        var threshold = overload * 0.891_250_938
        while level < 127, Double(energy) < threshold {
            threshold *= 0.794_328_235
            level += 1
        }
        self.init(isVoice: isVoice, decibelsBelowOverload: level)
    }
}

extension HeaderExtensions {
    /// How loud the packet is (RFC 6464 §3).
    package func audioLevel(id: UInt8) -> AudioLevel? {
        guard let byte = self[id]?.first else { return nil }
        return AudioLevel(isVoice: byte & 0x80 != 0, decibelsBelowOverload: byte & 0x7F)
    }

    /// Writes how loud the packet is.
    package mutating func setAudioLevel(_ level: AudioLevel, id: UInt8) {
        self[id] = [(level.isVoice ? 0x80 : 0) | level.decibelsBelowOverload]
    }
}
