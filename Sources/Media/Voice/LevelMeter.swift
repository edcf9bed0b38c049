internal import RTP

/// The loudest of what passed since it was read.
struct LevelMeter: Sendable {
    private var level: AudioLevel?

    /// Measures some milliseconds.
    mutating func measure(_ samples: Span<Int16>) {
        guard !samples.isEmpty else { return }
        let measured = AudioLevel(measuring: samples, isVoice: false)
        guard let level else { return self.level = measured }
        if measured.decibelsBelowOverload < level.decibelsBelowOverload { self.level = measured }
    }

    /// Reads the meter, which begins anew; `nil` where nothing passed.
    mutating func take() -> AudioLevel? {
        defer { level = nil }
        return level
    }
}
