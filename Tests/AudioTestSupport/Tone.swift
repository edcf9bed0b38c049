import Foundation

/// A sine, and how much of one there is in a sound.
package enum Tone {
    /// A sine at 48 kHz.
    package static func samples(_ frequency: Double, seconds: Double, amplitude: Double = 8_000) -> [Int16] {
        (0..<Int(seconds * 48_000)).map { index in
            Int16(amplitude * sin(2 * .pi * frequency * Double(index) / 48_000))
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
