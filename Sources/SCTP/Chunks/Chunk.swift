package import Wire

/// One chunk of a packet.
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +---------------+---------------+-------------------------------+
///     |  Chunk Type   |  Chunk Flags  |         Chunk Length          |
///     +---------------+---------------+-------------------------------+
///     |                          Chunk Value                          |
///     +---------------------------------------------------------------+
///
/// Source: RFC 9260 §3.2, <https://www.rfc-editor.org/rfc/rfc9260#section-3.2>
package protocol Chunk: Equatable, Sendable {
    /// The type that the chunk's header has.
    static var type: ChunkType { get }

    /// The chunk's flags as on the wire.
    var flags: UInt8 { get }

    /// Reads the value of a chunk whose header has been read.
    /// - Throws: `ParseError` when the value is not of the chunk's format.
    init(flags: UInt8, value: inout ByteReader) throws(ParseError)

    /// Writes the value without header and padding.
    func serializeValue(into writer: inout ByteWriter)
}

extension Chunk {
    /// No flags, as most chunks have none.
    package var flags: UInt8 { 0 }

    /// Writes header, value and padding to a multiple of four.
    package func serialize(into writer: inout ByteWriter) {
        let start = writer.count
        writer.write(Self.type.rawValue)
        writer.write(flags)
        writer.write(UInt16(0))
        serializeValue(into: &writer)
        writer.overwrite(UInt16(truncatingIfNeeded: writer.count - start), at: start + 2)
        writer.pad(toMultipleOf: 4)
    }

    /// The chunk as bytes, with header and padding.
    package func serialized() -> [UInt8] {
        var writer = ByteWriter()
        serialize(into: &writer)
        return writer.bytes
    }
}

/// Type, flags and length in front of each chunk's value.
/// Source: RFC 9260 §3.2, <https://www.rfc-editor.org/rfc/rfc9260#section-3.2>
package struct ChunkHeader: Equatable, Sendable {
    /// The type as it stands, known or not.
    package let type: ChunkType
    package let flags: UInt8
    /// The value's length in bytes, without header and padding.
    package let valueLength: Int

    /// The header's size in bytes.
    package static let byteCount = 4

    /// - Throws: `ParseError` when the length is below four or beyond the end of the packet.
    package init(parsing reader: inout ByteReader) throws(ParseError) {
        type = ChunkType(rawValue: try reader.readUInt8())
        flags = try reader.readUInt8()
        let length = Int(try reader.readUInt16())
        guard length >= Self.byteCount else { throw .invalid("chunk length") }
        valueLength = length - Self.byteCount
        guard valueLength <= reader.remaining else {
            throw .truncated(needed: valueLength, available: reader.remaining)
        }
    }
}
