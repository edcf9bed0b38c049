import Opus
import TestSupport
import Testing

@Suite("Opus takes what it must not, and goes on")
struct OpusBadInputTests {
    /// The published codes: a 20 ms frame in CELT, code 3 with more frames than 120 ms have room for; a code 1 packet of an
    /// odd length; a code 2 packet whose first length lies beyond its end (RFC 6716 §3.4, R3 to R6).
    static let invalid: [[UInt8]] = [
        [], [0xFB, 0x3F, 1, 2], [0xF9, 1, 2, 3], [0xFA, 0x10, 1], [0xFB, 0x00], [0xFB],
    ]

    @Test("a packet against the format throws, and leaves the decoder as it was", arguments: invalid)
    func malformed(_ packet: [UInt8]) throws {
        let voice = Sounds.frames(Sounds.vowel(seconds: 0.4))
        var encoder = try OpusEncoder()
        var disturbed = try OpusDecoder()
        var undisturbed = try OpusDecoder()
        for frame in voice {
            let payload = try encoder.encode(frame.span).payload
            #expect(throws: OpusError.invalidPacket) { try disturbed.decode(packet.span) }
            #expect(throws: OpusError.invalidPacket) {
                try disturbed.decodeForwardErrorCorrection(of: packet.span, sampleCount: 960)
            }
            #expect(try disturbed.decode(payload.span) == undisturbed.decode(payload.span))
        }
    }

    @Test("random packets decode or throw, and a voice decodes behind them")
    func random() throws {
        var random = SeededRandom(seed: 5)
        var decoder = try OpusDecoder()
        for round in 0..<2_000 {
            let packet = random.bytes(Int.random(in: 0...(round % 10 == 0 ? 1_500 : 80), using: &random))
            let count = (try? decoder.decode(packet.span))?.count ?? 960
            #expect(120...5_760 ~= count)
            _ = try? decoder.decodeForwardErrorCorrection(of: packet.span, sampleCount: 960)
        }
        var encoder = try OpusEncoder()
        var heard: [Int16] = []
        let voice = Sounds.vowel(seconds: 1)
        for frame in Sounds.frames(voice) {
            let payload = try encoder.encode(frame.span).payload
            heard += try decoder.decode(payload.span)
        }
        #expect(Sounds.likeness(Array(voice[24_000..<36_000]), Array(heard[24_000...])) > 0.9)
    }

    @Test("lengths that are none throw", arguments: [0, -960, 100, 959, 5_880])
    func lengths(_ count: Int) throws {
        var encoder = try OpusEncoder()
        var decoder = try OpusDecoder()
        let samples = [Int16](repeating: 0, count: max(0, count))
        #expect(throws: OpusError.invalidFrame(sampleCount: samples.count)) { try encoder.encode(samples.span) }
        #expect(throws: OpusError.invalidDuration(sampleCount: count)) { try decoder.conceal(sampleCount: count) }
        let packet: [UInt8] = [0xF8, 0xFF, 0xFE]
        #expect(throws: OpusError.invalidDuration(sampleCount: count)) {
            try decoder.decodeForwardErrorCorrection(of: packet.span, sampleCount: count)
        }
    }

    @Test("settings beyond their ranges are brought to the nearer end")
    func settings() throws {
        var encoder = try OpusEncoder(
            configuration: OpusEncoderConfiguration(bitsPerSecond: -1, expectedLoss: 7, complexity: 99))
        try encoder.configure(OpusEncoderConfiguration(bitsPerSecond: .max, expectedLoss: -3, complexity: -5))
        let silence = [Int16](repeating: 0, count: 960)
        #expect(try encoder.encode(silence.span).payload.isEmpty == false)
    }

    @Test("after a reset the decoder is as new")
    func reset() throws {
        var encoder = try OpusEncoder()
        var used = try OpusDecoder()
        for frame in Sounds.frames(Sounds.vowel(seconds: 0.5)) {
            let payload = try encoder.encode(frame.span).payload
            _ = try used.decode(payload.span)
        }
        try used.reset()
        var new = try OpusDecoder()
        var other = try OpusEncoder()
        for frame in Sounds.frames(Sounds.vowel(pitch: 200, seconds: 0.2)) {
            let payload = try other.encode(frame.span).payload
            #expect(try used.decode(payload.span) == new.decode(payload.span))
        }
    }
}
