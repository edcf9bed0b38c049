package import Wire

/// I-FORWARD-TSN: FORWARD TSN where messages are sent by I-DATA.
///
///     +---------------------------------------------------------------+
///     |                      New Cumulative TSN                       |
///     +-------------------------------+-----------------------------+-+
///     |       Stream Identifier       |          Reserved           |U|
///     +-------------------------------+-----------------------------+-+
///     |                      Message Identifier                       |
///     /                              ...                              /
///     +---------------------------------------------------------------+
///
/// Source: RFC 8260 §2.3.1, <https://www.rfc-editor.org/rfc/rfc8260#section-2.3.1>
package struct InterleavedForwardTSNChunk: Chunk {
    /// The last message given up on one stream, ordered or unordered.
    package struct SkippedMessages: Equatable, Sendable {
        package var stream: StreamID
        package var isUnordered: Bool
        package var messageIdentifier: MessageIdentifier

        package init(stream: StreamID, isUnordered: Bool, messageIdentifier: MessageIdentifier) {
            self.stream = stream
            self.isUnordered = isUnordered
            self.messageIdentifier = messageIdentifier
        }
    }

    package static let type = ChunkType.interleavedForwardTSN

    package var newCumulativeTSN: TSN
    package var skipped: [SkippedMessages]

    package init(newCumulativeTSN: TSN, skipped: [SkippedMessages] = []) {
        self.newCumulativeTSN = newCumulativeTSN
        self.skipped = skipped
    }

    package init(flags: UInt8, value: inout ByteReader) throws(ParseError) {
        newCumulativeTSN = TSN(rawValue: try value.readUInt32())
        skipped = []
        while value.remaining >= 8 {
            let stream = StreamID(rawValue: try value.readUInt16())
            let isUnordered = try value.readUInt16() & 1 == 1
            let message = MessageIdentifier(rawValue: try value.readUInt32())
            skipped.append(
                SkippedMessages(stream: stream, isUnordered: isUnordered, messageIdentifier: message))
        }
    }

    package func serializeValue(into writer: inout ByteWriter) {
        writer.write(newCumulativeTSN.rawValue)
        for messages in skipped {
            writer.write(messages.stream.rawValue)
            writer.write(UInt16(messages.isUnordered ? 1 : 0))
            writer.write(messages.messageIdentifier.rawValue)
        }
    }
}
