import TestSupport
import Testing

@testable import RTP

@Suite("Sound is made longer and shorter without a change of pitch")
struct TimeStretcherTests {
    private static let frameSampleCount = 960
    private let stretcher = TimeStretcher()

    /// A tone made by rotation, which needs no C library: cosine and sine of a step by their series.
    private static func tone(_ frequency: Double, amplitude: Double = 10_000, count: Int) -> [Int16] {
        let angle = 2 * Double.pi * frequency / 48_000
        let (cosine, sine) = rotation(angle)
        var point = (1.0, 0.0)
        return (0..<count).map { _ in
            defer { point = (point.0 * cosine - point.1 * sine, point.0 * sine + point.1 * cosine) }
            return Int16(point.1 * amplitude)
        }
    }

    private static func rotation(_ angle: Double) -> (cosine: Double, sine: Double) {
        var (cosine, sine, term) = (0.0, 0.0, 1.0)
        for order in 0..<24 {
            if order.isMultiple(of: 2) {
                cosine += order % 4 == 0 ? term : -term
            } else {
                sine += order % 4 == 1 ? term : -term
            }
            term *= angle / Double(order + 1)
        }
        return (cosine, sine)
    }

    /// The share of a sound's energy within 12 Hz of a frequency, or what is left of it: by correlation with both phases in
    /// windows of 20 ms, so that a shift of phase between windows is none.
    private static func purity(_ samples: [Int16], _ frequency: Double) -> Double {
        let window = 960
        var (inside, whole) = (0.0, 1e-9)
        let (cosine, sine) = rotation(2 * Double.pi * frequency / 48_000)
        for start in stride(from: 0, to: samples.count - window + 1, by: window) {
            var point = (1.0, 0.0)
            var (real, imaginary) = (0.0, 0.0)
            for index in start..<start + window {
                let sample = Double(samples[index])
                real += sample * point.0
                imaginary += sample * point.1
                whole += sample * sample
                point = (point.0 * cosine - point.1 * sine, point.0 * sine + point.1 * cosine)
            }
            inside += 2 * (real * real + imaginary * imaginary) / Double(window)
        }
        return inside / whole
    }

    private func stretch(_ samples: [Int16], faster: Bool) -> (samples: [Int16], changed: Int) {
        var result: [Int16] = []
        var changed = 0
        for start in stride(from: 0, to: samples.count - Self.frameSampleCount + 1, by: Self.frameSampleCount) {
            let frame = Array(samples[start..<start + Self.frameSampleCount])
            let piece = faster ? stretcher.accelerate(frame.span) : stretcher.decelerate(frame.span)
            #expect(piece.samples.count == frame.count + piece.added)
            if piece.added != 0 { changed += 1 }
            result += piece.samples
        }
        return (result, changed)
    }

    @Test(
        "a tone stays the tone, without a click", arguments: [110.0, 150, 220, 333, 440, 1_000, 2_500], [true, false])
    func tone(_ frequency: Double, _ faster: Bool) {
        let tone = Self.tone(frequency, count: 48_000)
        let (heard, changed) = stretch(tone, faster: faster)
        #expect(changed == 50)
        #expect(faster ? heard.count < 44_000 : heard.count > 52_000)
        let (before, after) = (Self.purity(tone, frequency), Self.purity(heard, frequency))
        #expect(after > before - 0.02, "\(after) beside \(before)")
        // A click is a step that the tone never makes.
        func steepest(_ samples: [Int16]) -> Int {
            zip(samples, samples.dropFirst()).map { abs(Int($1) - Int($0)) }.max() ?? 0
        }
        #expect(Double(steepest(heard)) <= Double(steepest(tone)) * 1.15 + 2)
    }

    @Test(
        "at the ends of a piece the samples are those that were there, so that pieces join", arguments: [true, false])
    func ends(_ faster: Bool) {
        let frame = Self.tone(200, count: 960)
        let piece = faster ? stretcher.accelerate(frame.span) : stretcher.decelerate(frame.span)
        #expect(piece.added != 0)
        #expect(piece.samples.first == frame.first && piece.samples.last == frame.last)
        #expect(piece.samples.prefix(100) == frame.prefix(100) || faster)
    }

    /// A steady tone is the same in both periods; one that fades shows which of them is heard at each end.
    @Test("each fade begins as what is before it and ends as what is behind it")
    func fades() {
        let tone = Self.tone(210, amplitude: 12_000, count: 960)
        let frame = tone.enumerated().map { Int16(Int($1) * (1_000 - $0) / 1_000) }
        let shorter = stretcher.accelerate(frame.span)
        var period = -shorter.added
        #expect(period >= 120)
        var start = (960 - 2 * period) / 2
        func isNear(_ left: Int16, _ right: Int16) -> Bool { abs(Int(left) - Int(right)) <= 120 }
        for offset in 0..<4 {
            #expect(isNear(shorter.samples[start + offset], frame[start + offset]))
            #expect(isNear(shorter.samples[start + period - 1 - offset], frame[start + 2 * period - 1 - offset]))
        }
        let longer = stretcher.decelerate(frame.span)
        period = longer.added
        start = (960 - 2 * period) / 2
        for offset in 0..<4 {
            #expect(isNear(longer.samples[start + period + offset], frame[start + period + offset]))
            #expect(isNear(longer.samples[start + 2 * period - 1 - offset], frame[start + period - 1 - offset]))
        }
    }

    @Test("silence is cut and stretched; what does not resemble itself is left")
    func otherSounds() {
        let silence = [Int16](repeating: 0, count: 960)
        #expect(stretcher.accelerate(silence.span).added < 0)
        #expect(stretcher.decelerate(silence.span).added > 0)
        var random = SeededRandom(seed: 6)
        let noise = (0..<960).map { _ in Int16.random(in: -9_000...9_000, using: &random) }
        #expect(stretcher.accelerate(noise.span) == TimeStretcher.Result(samples: noise, added: 0))
        #expect(stretcher.decelerate(noise.span) == TimeStretcher.Result(samples: noise, added: 0))
        let short = Self.tone(200, count: 480)
        #expect(stretcher.accelerate(short.span).added == 0)
        #expect(stretcher.accelerate([Int16]().span) == TimeStretcher.Result(samples: [], added: 0))
    }

    @Test("the loudest samples do not overflow")
    func overload() {
        let square = (0..<960).map { Int16($0 / 120 % 2 == 0 ? Int16.min : .max) }
        for piece in [stretcher.accelerate(square.span), stretcher.decelerate(square.span)] {
            #expect(piece.samples.count == 960 + piece.added && piece.added != 0)
        }
    }
}
