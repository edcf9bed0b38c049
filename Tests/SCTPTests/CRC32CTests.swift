import Testing
import Wire

@testable import SCTP

@Suite("CRC32C")
struct CRC32CTests {
    /// The inputs of RFC 3720 Appendix B.4, and the usual check input of catalogues of checksums.
    /// Source: <https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4>
    static let vectors: [(hex: String, checksum: UInt32)] = [
        ("", 0),
        ("313233343536373839", 0xE306_9283),
        (String(repeating: "00", count: 32), 0x8A91_36AA),
        (String(repeating: "ff", count: 32), 0x62A8_AB43),
        ("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", 0x46DD_794E),
        ("1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020100", 0x113F_DB5C),
        (
            "01c00000000000000000000000000000140000000000040000000014000000182800000000000000"
                + "0200000000000000", 0xD996_3A56
        ),
    ]

    @Test("gives the published values", arguments: vectors)
    func published(_ vector: (hex: String, checksum: UInt32)) throws {
        let bytes = try #require([UInt8](hexadecimal: vector.hex))
        #expect(CRC32C.checksum(bytes.span) == vector.checksum)
    }

    @Test("counts bytes of the checksum field as zero, at every length")
    func zeroed() {
        for count in 12...80 {
            var bytes = (0..<count).map { UInt8($0 &* 37 & 255) }
            let checksum = CRC32C.checksum(bytes.span, zeroed: 8..<12)
            for index in 8..<12 { bytes[index] = 0 }
            #expect(CRC32C.checksum(bytes.span) == checksum)
        }
    }
}
