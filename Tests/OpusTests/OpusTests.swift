import Opus
import TestSupport
import Testing

@Suite("Opus encodes and decodes a voice")
struct OpusTests {
    private func encode(
        _ samples: [Int16], _ configuration: OpusEncoderConfiguration = OpusEncoderConfiguration()
    ) throws -> [OpusFrame] {
        var encoder = try OpusEncoder(configuration: configuration)
        var frames: [OpusFrame] = []
        for frame in Sounds.frames(samples) { frames.append(try encoder.encode(frame.span)) }
        return frames
    }

    @Test("what was said is heard, at about the rate that was asked for")
    func roundTrip() throws {
        let voice = Sounds.vowel(seconds: 2)
        let frames = try encode(voice)
        var decoder = try OpusDecoder()
        var heard: [Int16] = []
        for frame in frames { heard += try decoder.decode(frame.payload.span) }
        #expect(heard.count == voice.count)
        let likeness = Sounds.likeness(Array(voice[48_000..<72_000]), Array(heard[48_000...]))
        #expect(likeness > 0.9, "\(likeness)")
        let rate = frames.reduce(0) { $0 + $1.payload.count } * 8 / 2
        #expect(20_000...40_000 ~= rate, "\(rate)")
    }

    @Test("the rate changes in mid-call")
    func rate() throws {
        var configuration = OpusEncoderConfiguration(bitsPerSecond: 48_000)
        var encoder = try OpusEncoder(configuration: configuration)
        var counts: [Int] = []
        for (index, frame) in Sounds.frames(Sounds.vowel(seconds: 4)).enumerated() {
            if index == 100 {
                configuration.bitsPerSecond = 12_000
                try encoder.configure(configuration)
            }
            counts.append(try encoder.encode(frame.span).payload.count)
        }
        let (before, after) = (counts[50..<100].reduce(0, +), counts[150..<200].reduce(0, +))
        #expect(before > after * 2, "\(before) \(after)")
        #expect(encoder.configuration.bitsPerSecond == 12_000)
    }

    @Test("silence is told, and soon again after a comfort frame; a voice ends it")
    func discontinuous() throws {
        let silence = [Int16](repeating: 0, count: 96_000)
        let frames = try encode(Sounds.vowel(seconds: 1) + silence + Sounds.vowel(seconds: 0.5))
        #expect(frames[0..<50].allSatisfy { !$0.isDiscontinuous })
        let silent = frames[60..<150].filter(\.isDiscontinuous).count
        #expect(80..<90 ~= silent, "\(silent) of 90: a comfort frame comes now and then")
        #expect(frames[152...].allSatisfy { !$0.isDiscontinuous })
        let always = try encode(silence, OpusEncoderConfiguration(usesDiscontinuousTransmission: false))
        #expect(always.allSatisfy { !$0.isDiscontinuous })
    }

    /// Loses every fifth frame and gives, of each loss, what stands in its place beside what was said.
    private func repair(
        _ configuration: OpusEncoderConfiguration, _ restore: (inout OpusDecoder, [UInt8]) throws -> [Int16]
    ) throws -> Double {
        let voice = Sounds.vowel(seconds: 4)
        let frames = try encode(voice, configuration)
        var whole = try OpusDecoder()
        var damaged = try OpusDecoder()
        var likenesses: [Double] = []
        for (index, frame) in frames.enumerated() {
            let expected = try whole.decode(frame.payload.span)
            if index % 5 == 4, index + 1 < frames.count {
                let heard = try restore(&damaged, frames[index + 1].payload)
                #expect(heard.count == 960)
                if index > 20 { likenesses.append(Sounds.likeness(expected, heard)) }
            } else {
                _ = try damaged.decode(frame.payload.span)
            }
        }
        return likenesses.reduce(0, +) / Double(likenesses.count)
    }

    @Test("the packet behind a lost one restores it better than concealment does")
    func forwardErrorCorrection() throws {
        let configuration = OpusEncoderConfiguration(bitsPerSecond: 24_000, expectedLoss: 0.2)
        let restored = try repair(configuration) { decoder, next in
            try decoder.decodeForwardErrorCorrection(of: next.span, sampleCount: 960)
        }
        let concealed = try repair(configuration) { decoder, _ in try decoder.conceal(sampleCount: 960) }
        #expect(restored > 0.85 && restored > concealed + 0.05, "\(restored) beside \(concealed)")
    }

    @Test("a long loss fades out")
    func concealment() throws {
        let frames = try encode(Sounds.vowel(seconds: 1))
        var decoder = try OpusDecoder()
        var last: [Int16] = []
        for frame in frames { last = try decoder.decode(frame.payload.span) }
        let first = try decoder.conceal(sampleCount: 960)
        #expect(Sounds.rootMeanSquare(first) > Sounds.rootMeanSquare(last) / 4)
        var faded: [Int16] = []
        for _ in 0..<20 { faded = try decoder.conceal(sampleCount: 480) }
        #expect(faded.count == 480)
        #expect(Sounds.rootMeanSquare(faded) < Sounds.rootMeanSquare(last) / 10)
    }
}
