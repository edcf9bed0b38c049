import Testing
import Wire

@testable import RTP

@Suite("The head of an Opus packet")
struct OpusHeadTests {
    private func parse(_ bytes: [UInt8]) throws -> OpusPacket { try OpusPacket.parse(bytes.span) }

    /// RFC 6716 §3.1, table 2: milliseconds × 2 of each configuration.
    @Test("every configuration has its duration and mode")
    func configurations() throws {
        let silk = [20, 40, 80, 120]
        let durations =
            silk + silk + silk + [20, 40, 20, 40] + Array(repeatElement([5, 10, 20, 40], count: 4).joined())
        for (number, doubled) in durations.enumerated() {
            let bytes = [UInt8(number) << 3, 0, 0]
            let packet = try OpusPacket.parse(bytes.span)
            #expect(packet.frameSampleCount == doubled * 24, "configuration \(number)")
            #expect(packet.mode == (number < 12 ? .silk : number < 16 ? .hybrid : .celt))
        }
    }

    @Test(
        "the bit of the repeated frame stands behind the activity bits",
        arguments: [
            // SILK 20 ms mono, 60 ms mono, 20 ms stereo (middle, side), CELT.
            ("0840", true), ("0880", false), ("1810", true), ("1860", false), ("0c40", true), ("0c10", true),
            ("0c20", false), ("f840", false), ("08", false),
        ])
    func forwardErrorCorrection(_ bytes: String, _ expected: Bool) throws {
        #expect(try parse(hex(bytes)).hasForwardErrorCorrection == expected)
    }

    @Test("a head without a body is silence")
    func silence() throws {
        #expect(try parse(hex("08")).isSilence)
        #expect(try !parse(hex("080102")).isSilence)
    }
}
