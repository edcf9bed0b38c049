import Checksum
import SCTP
import TestSupport
import Testing

@Suite("CRC32C by the processor")
struct HardwareCRC32CTests {
    @Test("gives what the tables give, at every length and place of the checksum field")
    func sameAsTables() throws {
        // A processor without the instructions has nothing to compare.
        guard let update = HardwareCRC32C.update else { return }
        var random = SeededRandom(seed: 7)
        for count in 12...300 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(CRC32C.checksum(bytes.span, by: update) == CRC32C.checksum(bytes.span))
            #expect(
                CRC32C.checksum(bytes.span, zeroed: 8..<12, by: update)
                    == CRC32C.checksum(bytes.span, zeroed: 8..<12))
        }
    }

    @Test("gives the published value of the usual check input")
    func published() {
        guard let update = HardwareCRC32C.update else { return }
        #expect(CRC32C.checksum(Array("123456789".utf8).span, by: update) == 0xE306_9283)
    }
}
