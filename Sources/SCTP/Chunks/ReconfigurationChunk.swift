package import Wire

/// RE-CONFIG: one or two requests or responses about streams.
/// Source: RFC 6525 §3.1, <https://www.rfc-editor.org/rfc/rfc6525#section-3.1>
package struct ReconfigurationChunk: Chunk {
    package static let type = ChunkType.reconfiguration

    /// One or two; a chunk from a peer never has more.
    package var parameters: [ReconfigurationParameter]

    /// The most parameters that a chunk may have: RFC 6525 §3.1 allows two.
    static let maximumParameterCount = 2

    package init(parameters: [ReconfigurationParameter]) { self.parameters = parameters }

    /// - Throws: `ParseError` when a parameter is cut short, or there are none or more than two.
    package init(flags: UInt8, value: inout ByteReader) throws(ParseError) {
        parameters = []
        while value.remaining >= TypeLengthValue.headerByteCount {
            guard parameters.count < Self.maximumParameterCount else { throw .invalid("re-configuration parameters") }
            parameters.append(try ReconfigurationParameter(parsing: &value))
        }
        if parameters.isEmpty { throw .invalid("re-configuration parameters") }
    }

    package func serializeValue(into writer: inout ByteWriter) {
        for parameter in parameters { parameter.serialize(into: &writer) }
    }
}
