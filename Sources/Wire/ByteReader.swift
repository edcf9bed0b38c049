/// Reads big-endian fields from borrowed bytes and throws, never traps, when they run out.
///
/// The reader borrows: it costs no copy, and cannot outlive the bytes.
package struct ByteReader: ~Escapable {
    private let bytes: Span<UInt8>
    /// The number of bytes already read.
    package private(set) var offset = 0

    /// Begins at the first byte of `bytes`, which must outlive the reader.
    @_lifetime(copy bytes)
    package init(_ bytes: Span<UInt8>) {
        self.bytes = bytes
    }

    /// The number of bytes not yet read.
    package var remaining: Int { bytes.count - offset }

    /// Whether every byte was read.
    package var isAtEnd: Bool { remaining == 0 }

    /// - Throws: `ParseError.truncated` when fewer than one byte remains.
    package mutating func readUInt8() throws(ParseError) -> UInt8 {
        guard remaining >= 1 else { throw .truncated(needed: 1, available: remaining) }
        defer { offset += 1 }
        return bytes[offset]
    }

    /// - Throws: `ParseError.truncated` when fewer than two bytes remain.
    package mutating func readUInt16() throws(ParseError) -> UInt16 {
        guard remaining >= 2 else { throw .truncated(needed: 2, available: remaining) }
        defer { offset += 2 }
        return UInt16(bytes[offset]) << 8 | UInt16(bytes[offset + 1])
    }

    /// Reads three bytes into the low 24 bits.
    /// - Throws: `ParseError.truncated` when fewer remain.
    package mutating func readUInt24() throws(ParseError) -> UInt32 {
        UInt32(truncatingIfNeeded: try readInteger(byteCount: 3))
    }

    /// - Throws: `ParseError.truncated` when fewer than four bytes remain.
    package mutating func readUInt32() throws(ParseError) -> UInt32 {
        guard remaining >= 4 else { throw .truncated(needed: 4, available: remaining) }
        defer { offset += 4 }
        return UInt32(bytes[offset]) << 24 | UInt32(bytes[offset + 1]) << 16 | UInt32(bytes[offset + 2]) << 8
            | UInt32(bytes[offset + 3])
    }

    /// - Throws: `ParseError.truncated` when fewer than eight bytes remain.
    package mutating func readUInt64() throws(ParseError) -> UInt64 {
        try readInteger(byteCount: 8)
    }

    /// Copies the next `count` bytes out.
    package mutating func readBytes(_ count: Int) throws(ParseError) -> [UInt8] {
        let field = try readSpan(count)
        return [UInt8](copying: field)
    }

    /// Lends the next `count` bytes without a copy.
    @_lifetime(copy self)
    package mutating func readSpan(_ count: Int) throws(ParseError) -> Span<UInt8> {
        guard count >= 0, remaining >= count else { throw .truncated(needed: count, available: remaining) }
        let field = bytes.extracting(offset..<offset + count)
        offset += count
        return field
    }

    /// Lends all that is left.
    @_lifetime(copy self)
    package mutating func readRemaining() -> Span<UInt8> {
        let field = bytes.extracting(offset..<bytes.count)
        offset = bytes.count
        return field
    }

    /// Passes over `count` bytes.
    /// - Throws: `ParseError.truncated` when fewer remain, or `count` is negative.
    package mutating func skip(_ count: Int) throws(ParseError) {
        guard count >= 0, remaining >= count else { throw .truncated(needed: count, available: remaining) }
        offset += count
    }

    private mutating func readInteger(byteCount: Int) throws(ParseError) -> UInt64 {
        guard remaining >= byteCount else { throw .truncated(needed: byteCount, available: remaining) }
        var value: UInt64 = 0
        for index in offset..<offset + byteCount {
            value = value << 8 | UInt64(bytes[index])
        }
        offset += byteCount
        return value
    }
}

/// Why bytes from outside are not what they claim to be.
package enum ParseError: Error, Equatable, Sendable {
    /// A field needs more bytes than there are.
    case truncated(needed: Int, available: Int)
    /// A field has a value its format does not allow; the text names the field, never its content.
    case invalid(StaticField)

    /// A field with a value that its format does not allow, by a name that stands in the source.
    package static func invalid(_ field: StaticString) -> ParseError { .invalid(StaticField(field)) }
}

/// The name of a field, known at compile time, so that no byte of a peer's can reach an error or a log.
package struct StaticField: Equatable, Sendable, CustomStringConvertible {
    /// The name as it stands in the source.
    package let description: String

    /// Takes a literal and nothing else: that is what keeps a peer's bytes out.
    package init(_ name: StaticString) {
        description = "\(name)"
    }
}
