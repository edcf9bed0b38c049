/// Lays several voices over each other.
enum VoiceMixer {
    /// The sum, held within what 16 bits can say: two who shout at once are clipped, and nobody is made quieter because another
    /// person is there.
    /// - Parameter voices: each of `sampleCount` samples or fewer; what is missing is silent.
    static func mix(_ voices: [[Int16]], sampleCount: Int) -> [Int16] {
        if voices.count == 1, let only = voices.first, only.count == sampleCount { return only }
        var sum = [Int32](repeating: 0, count: sampleCount)
        for voice in voices {
            for index in 0..<min(sampleCount, voice.count) { sum[index] += Int32(voice[index]) }
        }
        return sum.map { Int16(clamping: $0) }
    }
}
