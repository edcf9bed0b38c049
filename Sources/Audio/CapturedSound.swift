package import Wire

/// 20 ms of the microphone.
package struct CapturedSound: Equatable, Sendable {
    /// The samples in one of these, at 48 kHz.
    package static let sampleCount = 960

    /// When its first sample was at the microphone, on the clock of `AudioThread`.
    package var instant: Instant
    /// 960 samples, one channel.
    package var samples: [Int16]

    package init(instant: Instant, samples: [Int16]) {
        self.instant = instant
        self.samples = samples
    }
}

/// Makes frames of 20 ms out of what a device gives at once.
struct FrameAssembler: Sendable {
    private var waiting: [Int16] = []

    /// Adds samples and gives the frames that are whole.
    /// - Parameter instant: when the last of the samples was at the microphone.
    mutating func append(_ samples: some Sequence<Int16>, until instant: Instant) -> [CapturedSound] {
        waiting.append(contentsOf: samples)
        let total = waiting.count
        guard total >= CapturedSound.sampleCount else { return [] }
        var frames: [CapturedSound] = []
        var start = 0
        while total - start >= CapturedSound.sampleCount {
            let age = Duration.nanoseconds(Int64(total - start) * 62_500 / 3)
            frames.append(
                CapturedSound(
                    instant: instant - age, samples: Array(waiting[start..<start + CapturedSound.sampleCount])))
            start += CapturedSound.sampleCount
        }
        waiting.removeFirst(start)
        return frames
    }
}
