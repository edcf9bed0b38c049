package import Wire

/// I-DATA: a message or a part of one, whose parts need not be neighbours.
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +---------------+---------------+-------------------------------+
///     |   Type = 64   |  Res  |I|U|B|E|            Length             |
///     +---------------+---------------+-------------------------------+
///     |                              TSN                              |
///     +-------------------------------+-------------------------------+
///     |       Stream Identifier       |           Reserved            |
///     +-------------------------------+-------------------------------+
///     |                      Message Identifier                       |
///     +---------------------------------------------------------------+
///     |    Payload Protocol Identifier / Fragment Sequence Number     |
///     +---------------------------------------------------------------+
///     |                           User Data                           |
///     +---------------------------------------------------------------+
///
/// Source: RFC 8260 §2.1, <https://www.rfc-editor.org/rfc/rfc8260#section-2.1>
package struct InterleavedDataChunk: Chunk {
    package static let type = ChunkType.interleavedData

    /// The fields in front of the payload.
    package var header: InterleavedDataHeader
    /// Never empty, as in DATA.
    package var payload: [UInt8]

    package init(header: InterleavedDataHeader, payload: [UInt8]) {
        self.header = header
        self.payload = payload
    }

    package var flags: UInt8 { header.flags.rawValue }

    /// - Throws: `ParseError` when the fields are cut short; an empty payload is left for the association to answer.
    package init(flags: UInt8, value: inout ByteReader) throws(ParseError) {
        let flags = DataChunkFlags(rawValue: flags)
        let tsn = TSN(rawValue: try value.readUInt32())
        let stream = StreamID(rawValue: try value.readUInt16())
        try value.skip(2)
        let message = MessageIdentifier(rawValue: try value.readUInt32())
        let last = try value.readUInt32()
        let isFirst = flags.contains(.beginning)
        header = InterleavedDataHeader(
            flags: flags, tsn: tsn, stream: stream, messageIdentifier: message,
            payloadProtocol: PayloadProtocolIdentifier(rawValue: isFirst ? last : 0),
            fragmentSequenceNumber: FragmentSequenceNumber(rawValue: isFirst ? 0 : last))
        payload = [UInt8](copying: value.readRemaining())
    }

    package func serializeValue(into writer: inout ByteWriter) {
        header.serializeFields(into: &writer)
        writer.write(payload)
    }
}

/// The fields of an I-DATA chunk before its payload.
package struct InterleavedDataHeader: Equatable, Sendable {
    package var flags: DataChunkFlags
    /// The chunk's own number; parts of one message need not follow each other.
    package var tsn: TSN
    /// The stream that the message is of; what a peer names need not have been agreed.
    package var stream: StreamID
    /// The message's number on its stream; ordered and unordered messages are numbered apart.
    package var messageIdentifier: MessageIdentifier
    /// Only the first part has it on the wire.
    package var payloadProtocol: PayloadProtocolIdentifier
    /// Zero in the first part, which does not have it on the wire.
    package var fragmentSequenceNumber: FragmentSequenceNumber

    /// The bytes in front of the payload, chunk header included.
    package static let byteCount = 20

    package init(
        flags: DataChunkFlags, tsn: TSN, stream: StreamID, messageIdentifier: MessageIdentifier,
        payloadProtocol: PayloadProtocolIdentifier, fragmentSequenceNumber: FragmentSequenceNumber
    ) {
        self.flags = flags
        self.tsn = tsn
        self.stream = stream
        self.messageIdentifier = messageIdentifier
        self.payloadProtocol = payloadProtocol
        self.fragmentSequenceNumber = fragmentSequenceNumber
    }

    fileprivate func serializeFields(into writer: inout ByteWriter) {
        writer.write(tsn.rawValue)
        writer.write(stream.rawValue)
        writer.write(UInt16(0))
        writer.write(messageIdentifier.rawValue)
        writer.write(
            flags.contains(.beginning) ? payloadProtocol.rawValue : fragmentSequenceNumber.rawValue)
    }

    /// Writes the whole chunk around a payload that lies in a longer message.
    func serialize(payload: ArraySlice<UInt8>, into writer: inout ByteWriter) {
        writer.write(ChunkType.interleavedData.rawValue)
        writer.write(flags.rawValue)
        writer.write(UInt16(truncatingIfNeeded: Self.byteCount + payload.count))
        serializeFields(into: &writer)
        writer.write(payload)
        writer.pad(toMultipleOf: 4)
    }
}
