package import Wire

/// A message or a part of one.
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +---------------+---------------+-------------------------------+
///     |   Type = 0    |  Res  |I|U|B|E|            Length             |
///     +---------------+---------------+-------------------------------+
///     |                              TSN                              |
///     +-------------------------------+-------------------------------+
///     |       Stream Identifier       |    Stream Sequence Number     |
///     +-------------------------------+-------------------------------+
///     |                  Payload Protocol Identifier                  |
///     +---------------------------------------------------------------+
///     |                           User Data                           |
///     +---------------------------------------------------------------+
///
/// Source: RFC 9260 §3.3.1, <https://www.rfc-editor.org/rfc/rfc9260#section-3.3.1>
package struct DataChunk: Chunk {
    package static let type = ChunkType.data

    package var header: DataChunkHeader
    /// Never empty: RFC 9260 §3.3.1 forbids it.
    package var payload: [UInt8]

    package init(header: DataChunkHeader, payload: [UInt8]) {
        self.header = header
        self.payload = payload
    }

    package var flags: UInt8 { header.flags.rawValue }

    /// - Throws: `ParseError` when the fields are cut short; an empty payload is left for the association to answer.
    package init(flags: UInt8, value: inout ByteReader) throws(ParseError) {
        header = DataChunkHeader(
            flags: DataChunkFlags(rawValue: flags),
            tsn: TSN(rawValue: try value.readUInt32()),
            stream: StreamID(rawValue: try value.readUInt16()),
            streamSequenceNumber: StreamSequenceNumber(rawValue: try value.readUInt16()),
            payloadProtocol: PayloadProtocolIdentifier(rawValue: try value.readUInt32()))
        payload = [UInt8](copying: value.readRemaining())
    }

    package func serializeValue(into writer: inout ByteWriter) {
        header.serializeFields(into: &writer)
        writer.write(payload)
    }
}

/// The fields of a DATA chunk before its payload.
package struct DataChunkHeader: Equatable, Sendable {
    package var flags: DataChunkFlags
    /// The chunk's own number.
    package var tsn: TSN
    /// The stream that the message is of; what a peer names need not have been agreed.
    package var stream: StreamID
    /// The message's number on its stream; without meaning for an unordered one.
    package var streamSequenceNumber: StreamSequenceNumber
    /// What the message is to the layer above; each part repeats it.
    package var payloadProtocol: PayloadProtocolIdentifier

    /// The bytes in front of the payload, chunk header included.
    package static let byteCount = 16

    package init(
        flags: DataChunkFlags, tsn: TSN, stream: StreamID, streamSequenceNumber: StreamSequenceNumber,
        payloadProtocol: PayloadProtocolIdentifier
    ) {
        self.flags = flags
        self.tsn = tsn
        self.stream = stream
        self.streamSequenceNumber = streamSequenceNumber
        self.payloadProtocol = payloadProtocol
    }

    fileprivate func serializeFields(into writer: inout ByteWriter) {
        writer.write(tsn.rawValue)
        writer.write(stream.rawValue)
        writer.write(streamSequenceNumber.rawValue)
        writer.write(payloadProtocol.rawValue)
    }

    /// Writes the whole chunk around a payload that lies in a longer message.
    func serialize(payload: ArraySlice<UInt8>, into writer: inout ByteWriter) {
        writer.write(ChunkType.data.rawValue)
        writer.write(flags.rawValue)
        writer.write(UInt16(truncatingIfNeeded: Self.byteCount + payload.count))
        serializeFields(into: &writer)
        writer.write(payload)
        writer.pad(toMultipleOf: 4)
    }
}

/// The flags of a DATA chunk.
/// Source: RFC 9260 §3.3.1, <https://www.rfc-editor.org/rfc/rfc9260#section-3.3.1>
package struct DataChunkFlags: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The last part of a message.
    package static let end = DataChunkFlags(rawValue: 1)
    /// The first part of a message.
    package static let beginning = DataChunkFlags(rawValue: 2)
    /// The message is delivered as soon as it is whole.
    package static let unordered = DataChunkFlags(rawValue: 4)
    /// The sender asks for a SACK without delay.
    package static let immediate = DataChunkFlags(rawValue: 8)
}
