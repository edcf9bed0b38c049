package import Wire

/// SHUTDOWN ACK: answers SHUTDOWN when everything has been acknowledged.
/// Source: RFC 9260 §3.3.9, <https://www.rfc-editor.org/rfc/rfc9260#section-3.3.9>
package struct ShutdownAckChunk: Chunk {
    package static let type = ChunkType.shutdownAck

    package init() {}

    package init(flags: UInt8, value: inout ByteReader) throws(ParseError) {}

    package func serializeValue(into writer: inout ByteWriter) {}
}
