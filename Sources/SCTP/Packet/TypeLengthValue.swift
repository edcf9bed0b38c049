import Wire

/// The shape of parameters and error causes: two bytes type, two bytes length that counts itself and the type but not
/// the padding to a multiple of four.
///
///     +-------------------------------+-------------------------------+
///     |             Type              |            Length             |
///     +-------------------------------+-------------------------------+
///     /                   Value, zeros to a multiple of four          /
///     +---------------------------------------------------------------+
///
/// Source: RFC 9260 §3.2.1, <https://www.rfc-editor.org/rfc/rfc9260#section-3.2.1>
enum TypeLengthValue {
    /// The bytes in front of a value.
    static let headerByteCount = 4

    /// Reads one item and calls `body` with its type and a reader of its value.
    /// - Throws: `ParseError` when the length is below four or beyond the end, or what `body` throws.
    static func parse(
        _ reader: inout ByteReader, _ body: (UInt16, inout ByteReader) throws(ParseError) -> Void
    ) throws(ParseError) {
        let type = try reader.readUInt16()
        let length = Int(try reader.readUInt16())
        guard length >= headerByteCount else { throw .invalid("parameter length") }
        let value = try reader.readSpan(length - headerByteCount)
        try skipPadding(after: length, &reader)
        var valueReader = ByteReader(value)
        try body(type, &valueReader)
    }

    /// Passes over the padding after `length` bytes; the padding of the last item may be missing.
    static func skipPadding(after length: Int, _ reader: inout ByteReader) throws(ParseError) {
        try reader.skip(min(-length & 3, reader.remaining))
    }

    /// Writes one item behind the padding of the one before: the last one's padding is not the chunk's to count (§3.2).
    static func serialize(_ type: UInt16, into writer: inout ByteWriter, _ body: (inout ByteWriter) -> Void) {
        writer.pad(toMultipleOf: 4)
        let start = writer.count
        writer.write(type)
        writer.write(UInt16(0))
        body(&writer)
        writer.overwrite(UInt16(truncatingIfNeeded: writer.count - start), at: start + 2)
    }
}
