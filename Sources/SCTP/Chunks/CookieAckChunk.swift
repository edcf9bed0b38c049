package import Wire

/// COOKIE ACK: the association is up.
/// Source: RFC 9260 §3.3.12, <https://www.rfc-editor.org/rfc/rfc9260#section-3.3.12>
package struct CookieAckChunk: Chunk {
    package static let type = ChunkType.cookieAck

    package init() {}

    package init(flags: UInt8, value: inout ByteReader) throws(ParseError) {}

    package func serializeValue(into writer: inout ByteWriter) {}
}
