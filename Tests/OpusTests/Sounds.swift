/// Sounds with something of a voice in them, and how alike two of them are.
enum Sounds {
    static let frameSampleCount = 960

    /// A pulse at `pitch` through two formants, louder and softer four times a second: the kind of sound that SILK codes.
    static func vowel(pitch: Double = 140, seconds: Double) -> [Int16] {
        let rate = 48_000.0
        var first = Resonator(frequency: 700, bandwidth: 110, rate: rate)
        var second = Resonator(frequency: 1_220, bandwidth: 120, rate: rate)
        var phase = 0.0
        return (0..<Int(seconds * rate)).map { index in
            let time = Double(index) / rate
            phase += pitch * (1 + 0.03 * triangle(time * 3)) / rate
            var pulse = 0.0
            if phase >= 1 {
                phase -= 1
                pulse = 1
            }
            let loudness = 0.65 + 0.35 * triangle(time * 4)
            let sample = first.filter(pulse) + 0.6 * second.filter(pulse)
            return Int16(clamping: Int(sample * 9_000 * loudness))
        }
    }

    static func frames(_ samples: [Int16]) -> [[Int16]] {
        stride(from: 0, to: samples.count - frameSampleCount + 1, by: frameSampleCount).map {
            Array(samples[$0..<$0 + frameSampleCount])
        }
    }

    /// The highest correlation, −1 to 1, over a delay of up to 20 ms of `heard`, since a codec delays.
    static func likeness(_ sent: [Int16], _ heard: [Int16]) -> Double {
        (0..<min(960, heard.count - sent.count + 1)).map { delay in
            var product = 0.0
            var sentEnergy = 1e-9
            var heardEnergy = 1e-9
            for index in sent.indices {
                let (left, right) = (Double(sent[index]), Double(heard[index + delay]))
                product += left * right
                sentEnergy += left * left
                heardEnergy += right * right
            }
            return product / (sentEnergy * heardEnergy).squareRoot()
        }.max() ?? 0
    }

    static func rootMeanSquare(_ samples: some Collection<Int16>) -> Double {
        (samples.reduce(0) { $0 + Double($1) * Double($1) } / Double(max(1, samples.count))).squareRoot()
    }

    /// −1 to 1 with period 1.
    private static func triangle(_ phase: Double) -> Double {
        4 * abs(phase - phase.rounded(.down) - 0.5) - 1
    }
}

/// A resonance of two poles.
private struct Resonator {
    private let first: Double
    private let second: Double
    private var past = (0.0, 0.0)

    init(frequency: Double, bandwidth: Double, rate: Double) {
        let radius = 1 - Double.pi * bandwidth / rate
        let angle = 2 * Double.pi * frequency / rate
        // The cosine's series suffices below 0.2 rad, and needs no C library.
        let cosine = 1 - angle * angle / 2 + angle * angle * angle * angle / 24
        first = 2 * radius * cosine
        second = -radius * radius
    }

    mutating func filter(_ input: Double) -> Double {
        let output = input + first * past.0 + second * past.1
        past = (output, past.0)
        return output
    }
}
