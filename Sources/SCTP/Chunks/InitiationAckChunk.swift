package import Wire

/// INIT ACK: answers INIT and carries the state cookie.
/// Source: RFC 9260 §3.3.3, <https://www.rfc-editor.org/rfc/rfc9260#section-3.3.3>
package struct InitiationAckChunk: Chunk {
    package static let type = ChunkType.initiationAck

    /// What the sender says of itself.
    package var fields: InitiationFields

    package init(fields: InitiationFields) { self.fields = fields }

    /// - Throws: `ParseError` when a field is cut short or the state cookie is missing.
    package init(flags: UInt8, value: inout ByteReader) throws(ParseError) {
        fields = try InitiationFields(parsing: &value)
        if fields.stateCookie == nil { throw .invalid("state cookie") }
    }

    package func serializeValue(into writer: inout ByteWriter) { fields.serialize(into: &writer) }
}
