package import Wire

/// INIT: asks for an association. It stands alone in a packet with a zero verification tag.
/// Source: RFC 9260 §3.3.2, <https://www.rfc-editor.org/rfc/rfc9260#section-3.3.2>
package struct InitiationChunk: Chunk {
    package static let type = ChunkType.initiation

    package var fields: InitiationFields

    package init(fields: InitiationFields) { self.fields = fields }

    package init(flags: UInt8, value: inout ByteReader) throws(ParseError) {
        fields = try InitiationFields(parsing: &value)
    }

    package func serializeValue(into writer: inout ByteWriter) { fields.serialize(into: &writer) }
}
