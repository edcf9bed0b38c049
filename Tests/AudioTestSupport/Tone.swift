import Foundation

/// A sine, and how much of one there is in a sound.
package enum Tone {
    /// A sine at 48 kHz.
    package static func samples(_ frequency: Double, seconds: Double, amplitude: Double = 8_000) -> [Int16] {
        (0..<Int(seconds * 48_000)).map { index in
            Int16(amplitude * sin(2 * .pi * frequency * Double(index) / 48_000))
        }
    }

    /// Harmonics of a voice's pitch, louder and softer four times a second: codecs take it for speech.
    package static func voice(seconds: Double) -> [Int16] {
        (0..<Int(seconds * 48_000)).map { index in
            let time = Double(index) / 48_000
            var sum = 0.0
            for harmonic in 1...20 { sum += cos(2 * .pi * 140 * Double(harmonic) * time) / Double(harmonic) }
            return Int16(2_500 * sum * (0.55 + 0.45 * sin(2 * .pi * 4 * time)))
        }
    }

    /// The amplitude of a frequency in the sound, by Goertzel's algorithm.
    package static func amplitude(_ frequency: Double, in samples: some Collection<Int16>) -> Double {
        guard !samples.isEmpty else { return 0 }
        let angle = 2 * .pi * frequency / 48_000
        var (real, imaginary) = (0.0, 0.0)
        for (index, sample) in samples.enumerated() {
            real += Double(sample) * cos(angle * Double(index))
            imaginary += Double(sample) * sin(angle * Double(index))
        }
        return 2 * (real * real + imaginary * imaginary).squareRoot() / Double(samples.count)
    }
}
