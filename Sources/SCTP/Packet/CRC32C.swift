/// The checksum of an SCTP packet: the Castagnoli polynomial, reflected, over the packet with a zero checksum field.
///
/// It reads eight bytes a step through eight tables ("slicing by 8").
/// Source: RFC 9260 Appendix A, <https://www.rfc-editor.org/rfc/rfc9260#appendix-A>
package enum CRC32C {
    /// The polynomial 0x1EDC6F41 with its bits reversed.
    private static let reversedPolynomial: UInt32 = 0x82F6_3B78

    /// Table `n` at `256 n`: the effect of a byte that is followed by `n` zero bytes.
    private static let tables: [UInt32] = makeTables()

    /// Goes on with a checksum over more bytes, inverted at neither end.
    package typealias Update = @Sendable (_ crc: UInt32, _ bytes: Span<UInt8>) -> UInt32

    /// The checksum of `bytes` where those in `zeroed` count as zero.
    /// - Parameter update: the processor's own way; `nil` for the tables.
    package static func checksum(
        _ bytes: Span<UInt8>, zeroed: Range<Int> = 0..<0, by update: Update? = nil
    ) -> UInt32 {
        guard let update else { return checksumByTables(bytes, zeroed: zeroed) }
        var crc = update(0xFFFF_FFFF, bytes.extracting(0..<zeroed.lowerBound))
        for _ in zeroed { crc = update(crc, zero.span) }
        return ~update(crc, bytes.extracting(zeroed.upperBound..<bytes.count))
    }

    private static let zero: [UInt8] = [0]

    private static func checksumByTables(_ bytes: Span<UInt8>, zeroed: Range<Int>) -> UInt32 {
        let tables = tables
        let lookup = tables.span
        var crc: UInt32 = 0xFFFF_FFFF
        crc = update(crc, bytes.extracting(0..<zeroed.lowerBound), lookup)
        for _ in zeroed {
            crc = crc >> 8 ^ lookup[Int(crc & 0xFF)]
        }
        crc = update(crc, bytes.extracting(zeroed.upperBound..<bytes.count), lookup)
        return ~crc
    }

    private static func update(_ initial: UInt32, _ bytes: Span<UInt8>, _ lookup: Span<UInt32>) -> UInt32 {
        var crc = initial
        var index = 0
        let count = bytes.count
        while index &+ 8 <= count {
            let low =
                crc ^ UInt32(bytes[index]) ^ UInt32(bytes[index &+ 1]) << 8 ^ UInt32(bytes[index &+ 2]) << 16
                ^ UInt32(bytes[index &+ 3]) << 24
            let first = lookup[1792 &+ Int(low & 0xFF)] ^ lookup[1536 &+ Int(low >> 8 & 0xFF)]
            let second = lookup[1280 &+ Int(low >> 16 & 0xFF)] ^ lookup[1024 &+ Int(low >> 24)]
            let third = lookup[768 &+ Int(bytes[index &+ 4])] ^ lookup[512 &+ Int(bytes[index &+ 5])]
            let fourth = lookup[256 &+ Int(bytes[index &+ 6])] ^ lookup[Int(bytes[index &+ 7])]
            crc = first ^ second ^ third ^ fourth
            index &+= 8
        }
        while index < count {
            crc = crc >> 8 ^ lookup[Int((crc ^ UInt32(bytes[index])) & 0xFF)]
            index &+= 1
        }
        return crc
    }

    private static func makeTables() -> [UInt32] {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var crc = UInt32(byte)
            for _ in 0..<8 {
                crc = crc & 1 == 1 ? crc >> 1 ^ reversedPolynomial : crc >> 1
            }
            tables[byte] = crc
        }
        for index in 256..<8 * 256 {
            let shorter = tables[index - 256]
            tables[index] = shorter >> 8 ^ tables[Int(shorter & 0xFF)]
        }
        return tables
    }
}
