package import Wire

/// INIT: asks for an association. It stands alone in a packet with a zero verification tag.
/// Source: RFC 9260 §3.3.2, <https://www.rfc-editor.org/rfc/rfc9260#section-3.3.2>
package struct InitiationChunk: Chunk {
    package static let type = ChunkType.initiation

    /// What the sender says of itself.
    package var fields: InitiationFields

    package init(fields: InitiationFields) { self.fields = fields }

    /// - Throws: `ParseError` when a field or parameter is cut short.
    package init(flags: UInt8, value: inout ByteReader) throws(ParseError) {
        fields = try InitiationFields(parsing: &value)
    }

    /// Reads a chunk that stands alone, as a description carries it, with its header and padding.
    /// - Throws: `ParseError` when it is anything else than one acceptable INIT.
    /// Source: SNAP, <https://datatracker.ietf.org/doc/draft-hancke-tsvwg-snap/>
    package init(standingAlone bytes: [UInt8]) throws(ParseError) {
        var reader = ByteReader(bytes.span)
        let header = try ChunkHeader(parsing: &reader)
        guard header.type == Self.type else { throw .invalid("chunk type") }
        var value = ByteReader(try reader.readSpan(header.valueLength))
        try TypeLengthValue.skipPadding(after: ChunkHeader.byteCount + header.valueLength, &reader)
        try self.init(flags: header.flags, value: &value)
        guard reader.isAtEnd, fields.isAcceptable else { throw .invalid("INIT") }
    }

    package func serializeValue(into writer: inout ByteWriter) { fields.serialize(into: &writer) }
}
