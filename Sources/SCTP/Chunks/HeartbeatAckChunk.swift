package import Wire

/// HEARTBEAT ACK: gives back the information of a HEARTBEAT.
/// Source: RFC 9260 §3.3.6, <https://www.rfc-editor.org/rfc/rfc9260#section-3.3.6>
package struct HeartbeatAckChunk: Chunk {
    package static let type = ChunkType.heartbeatAck

    /// The sender's own words, which come back unchanged.
    package var information: [UInt8]

    package init(information: [UInt8]) { self.information = information }

    /// - Throws: `ParseError` when there is no Heartbeat Info parameter.
    package init(flags: UInt8, value: inout ByteReader) throws(ParseError) {
        information = try HeartbeatInformation.parse(&value)
    }

    package func serializeValue(into writer: inout ByteWriter) {
        HeartbeatInformation.serialize(information, into: &writer)
    }
}
