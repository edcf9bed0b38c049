import Testing
import Wire

@Suite("Reading and writing bytes")
struct ByteReaderTests {
    private let bytes: [UInt8] = [0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF, 0xFE, 0xDC]

    @Test("Integers are big-endian")
    func integers() throws {
        var reader = ByteReader(bytes.span)
        #expect(try reader.readUInt8() == 0x01)
        #expect(try reader.readUInt16() == 0x2345)
        #expect(try reader.readUInt24() == 0x6789AB)
        #expect(try reader.readUInt32() == 0xCDEF_FEDC)
        let isAtEnd = reader.isAtEnd
        #expect(isAtEnd)
        var again = ByteReader(bytes.span)
        #expect(try again.readUInt64() == 0x0123_4567_89AB_CDEF)
    }

    /// What each read needs, and the read.
    private static let reads: [(Int, @Sendable ([UInt8]) throws -> Void)] = [
        (
            1,
            {
                var reader = ByteReader($0.span); _ = try reader.readUInt8()
            }
        ),
        (
            2,
            {
                var reader = ByteReader($0.span); _ = try reader.readUInt16()
            }
        ),
        (
            3,
            {
                var reader = ByteReader($0.span); _ = try reader.readUInt24()
            }
        ),
        (
            4,
            {
                var reader = ByteReader($0.span); _ = try reader.readUInt32()
            }
        ),
        (
            8,
            {
                var reader = ByteReader($0.span); _ = try reader.readUInt64()
            }
        ),
        (
            5,
            {
                var reader = ByteReader($0.span); _ = try reader.readBytes(5)
            }
        ),
        (
            6,
            {
                var reader = ByteReader($0.span); _ = try reader.readSpan(6)
            }
        ),
        (
            7,
            {
                var reader = ByteReader($0.span); try reader.skip(7)
            }
        ),
    ]

    @Test("Every read at every length either has its bytes or says how many are missing")
    func everyLength() {
        for (needed, read) in Self.reads {
            for count in 0...bytes.count {
                let available = Array(bytes.prefix(count))
                if count >= needed {
                    #expect(throws: Never.self) { try read(available) }
                } else {
                    #expect(throws: ParseError.truncated(needed: needed, available: count)) { try read(available) }
                }
            }
        }
    }

    @Test("A failed read takes nothing")
    func failedRead() throws {
        var reader = ByteReader(bytes.span)
        try reader.skip(8)
        #expect(throws: ParseError.truncated(needed: 4, available: 2)) {
            var short = ByteReader([UInt8](repeating: 0, count: 2).span)
            _ = try short.readUInt32()
        }
        let before = reader.offset
        #expect(before == 8)
        #expect(try reader.readUInt16() == 0xFEDC)
    }

    @Test("Negative counts are refused", arguments: [-1, Int.min])
    func negativeCounts(count: Int) {
        #expect(throws: ParseError.truncated(needed: count, available: 10)) {
            var reader = ByteReader(bytes.span)
            try reader.skip(count)
        }
        #expect(throws: ParseError.truncated(needed: count, available: 10)) {
            var reader = ByteReader(bytes.span)
            _ = try reader.readBytes(count)
        }
    }

    @Test("Spans lend what bytes copy, and the rest comes last")
    func spans() throws {
        var reader = ByteReader(bytes.span)
        let field = [UInt8](copying: try reader.readSpan(3))
        let rest = [UInt8](copying: reader.readRemaining())
        #expect(field == Array(bytes.prefix(3)))
        #expect(rest == Array(bytes.dropFirst(3)))
        let remaining = reader.remaining
        #expect(remaining == 0)
    }

    @Test("What is written is read")
    func writer() throws {
        var writer = ByteWriter(reservingCapacity: 32)
        writer.write(UInt8(0x01))
        writer.write(UInt16(0x2345))
        writer.writeUInt24(0xFF67_89AB)
        writer.write(UInt32(0xCDEF_FEDC))
        #expect(writer.bytes == bytes)
        writer.write(UInt64(1))
        writer.write([7, 8] as [UInt8])
        writer.write(bytes.span)
        #expect(writer.count == 30)
        writer.pad(toMultipleOf: 4)
        #expect(writer.count == 32)
        writer.overwrite(UInt16(0xAAAA), at: 0)
        #expect(writer.bytes.prefix(3) == [0xAA, 0xAA, 0x45])
    }

    @Test("An error names a field and holds no byte of a peer's")
    func errorText() {
        #expect("\(ParseError.invalid("label"))".contains("label"))
    }
}
