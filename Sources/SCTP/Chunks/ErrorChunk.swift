package import Wire

/// ERROR: tells the peer what was wrong with what it sent; the association goes on.
/// Source: RFC 9260 §3.3.10, <https://www.rfc-editor.org/rfc/rfc9260#section-3.3.10>
package struct ErrorChunk: Chunk {
    package static let type = ChunkType.error

    package var causes: [ErrorCause]

    package init(causes: [ErrorCause]) { self.causes = causes }

    package init(flags: UInt8, value: inout ByteReader) throws(ParseError) {
        causes = try ErrorCause.parseAll(&value)
    }

    package func serializeValue(into writer: inout ByteWriter) {
        for cause in causes { cause.serialize(into: &writer) }
    }
}
