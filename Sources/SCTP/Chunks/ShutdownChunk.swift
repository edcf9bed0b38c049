package import Wire

/// SHUTDOWN: the sender has nothing more to send, and says what it received.
/// Source: RFC 9260 §3.3.8, <https://www.rfc-editor.org/rfc/rfc9260#section-3.3.8>
package struct ShutdownChunk: Chunk {
    package static let type = ChunkType.shutdown

    /// Everything up to this TSN arrived, as in SACK.
    package var cumulativeTSNAck: TSN

    package init(cumulativeTSNAck: TSN) { self.cumulativeTSNAck = cumulativeTSNAck }

    /// - Throws: `ParseError` when the TSN is cut short.
    package init(flags: UInt8, value: inout ByteReader) throws(ParseError) {
        cumulativeTSNAck = TSN(rawValue: try value.readUInt32())
    }

    package func serializeValue(into writer: inout ByteWriter) { writer.write(cumulativeTSNAck.rawValue) }
}
