import Opus
import RTP
import TestSupport
import Testing

@Suite("What a packet says of itself is what libopus makes of it")
struct OpusPacketTests {
    @Test("random packets are refused or measured as libopus does")
    func againstDecoder() throws {
        var random = SeededRandom(seed: 21)
        var decoder = try OpusDecoder()
        var (valid, invalid) = (0, 0)
        for _ in 0..<20_000 {
            var packet = random.bytes(Int.random(in: 0...40, using: &random))
            if packet.count > 1, random.chance(0.7) { packet[1] &= 0xC7 }
            let measured = (try? OpusPacket.parse(packet.span))?.sampleCount
            let decoded = (try? decoder.decode(packet.span))?.count
            #expect(measured == decoded, "\(packet)")
            if decoded == nil { invalid += 1 } else { valid += 1 }
        }
        #expect(valid > 5_000 && invalid > 2_000, "\(valid) \(invalid)")
    }

    @Test("long frames are refused as libopus refuses them", arguments: [1_275, 1_276, 2_550, 2_551, 2_552])
    func longFrames(_ byteCount: Int) throws {
        var decoder = try OpusDecoder()
        for head in 0...3 as ClosedRange<UInt8> {
            var packet = [0xF8 | head] + [UInt8](repeating: 2, count: byteCount)
            packet[1] = 2
            let measured = (try? OpusPacket.parse(packet.span))?.sampleCount
            let decoded = (try? decoder.decode(packet.span))?.count
            #expect(measured == decoded, "code \(head)")
        }
    }

    private func share(
        _ configuration: OpusEncoderConfiguration, of property: (OpusPacket) -> Bool
    ) throws -> Double {
        var encoder = try OpusEncoder(configuration: configuration)
        var count = 0
        let frames = Sounds.frames(Sounds.vowel(seconds: 2))
        for frame in frames {
            let payload = try encoder.encode(frame.span).payload
            let packet = try OpusPacket.parse(payload.span)
            #expect(packet.sampleCount == 960 && !packet.isStereo && packet.frameCount == 1)
            if property(packet) { count += 1 }
        }
        return Double(count) / Double(frames.count)
    }

    @Test("a repeated frame is announced where the encoder adds one")
    func forwardErrorCorrection() throws {
        let expecting = OpusEncoderConfiguration(bitsPerSecond: 24_000, expectedLoss: 0.2)
        #expect(try share(expecting, of: \.hasForwardErrorCorrection) > 0.9)
        let without = OpusEncoderConfiguration(bitsPerSecond: 24_000, usesForwardErrorCorrection: false)
        #expect(try share(without, of: \.hasForwardErrorCorrection) == 0)
        #expect(try share(without, of: \.isSilence) == 0)
    }

    @Test("silence is known by its length")
    func silence() throws {
        var encoder = try OpusEncoder()
        let silence = [Int16](repeating: 0, count: 960)
        for _ in 0..<100 {
            let frame = try encoder.encode(silence.span)
            #expect(try OpusPacket.parse(frame.payload.span).isSilence == frame.isDiscontinuous)
        }
    }
}
