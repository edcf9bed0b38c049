import TestSupport
import Testing
import Wire

@testable import RTP

@Suite("Payloads that repeat earlier ones")
struct RedundantAudioTests {
    /// PT 111, 960 ticks before, 2 bytes · PT 111, 480 ticks before, 1 byte · PT 111.
    private static let example = hex("ef0f0002" + "ef078001" + "6f" + "0102" + "03" + "040506")

    private func parse(_ bytes: [UInt8]) throws -> RedundantAudio { try RedundantAudio.parse(bytes.span) }

    @Test("the parts of a payload are found, and written as they were")
    func example() throws {
        let redundant = try parse(Self.example)
        #expect(
            redundant
                == RedundantAudio(
                    repeated: [
                        .init(payloadType: 111, timestampOffset: 960, payload: [1, 2]),
                        .init(payloadType: 111, timestampOffset: 480, payload: [3]),
                    ], payloadType: 111, payload: [4, 5, 6]))
        #expect(redundant.serialize() == Self.example)
        #expect(try parse(hex("6f0405")).repeated.isEmpty)
    }

    @Test("the ends of the fields' ranges survive")
    func limits() throws {
        let redundant = RedundantAudio(
            repeated: [
                .init(payloadType: 127, timestampOffset: 16_383, payload: [UInt8](repeating: 9, count: 1_023))
            ], payloadType: 0, payload: [])
        let bytes = redundant.serialize()
        #expect(bytes.count == 5 + 1_023)
        #expect(try parse(bytes) == redundant)
    }

    @Test("a cut payload throws until its primary block begins")
    func cut() {
        for count in 0..<12 {
            #expect(throws: ParseError.self) { try parse(Array(Self.example.prefix(count))) }
        }
    }

    @Test(
        "lengths that lie and heads without end throw",
        arguments: [
            "ef0f03ff" + "6f" + "0102",
            "ef0f0002" + "ef0783ff" + "6f" + "0102030405",
            String(repeating: "ef000000", count: 9) + "6f",
            String(repeating: "ff", count: 1_400),
        ])
    func hostile(_ bytes: String) {
        #expect(throws: ParseError.self) { try parse(hex(bytes)) }
    }

    @Test("empty blocks are left out")
    func empty() throws {
        let bytes = hex("ef0f0000" + "ef078001" + "6f" + "03" + "04")
        #expect(try parse(bytes).repeated.map(\.payload) == [[3]])
    }

    @Test("random bytes throw or give back what is written for them")
    func random() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<5_000 {
            let bytes = random.bytes(Int.random(in: 0...60, using: &random))
            guard let redundant = try? parse(bytes) else { continue }
            #expect((try? parse(redundant.serialize())) == redundant)
        }
    }
}
