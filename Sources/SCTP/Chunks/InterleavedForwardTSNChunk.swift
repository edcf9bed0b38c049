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
        /// The stream that the messages are of.
        package var stream: StreamID
        /// Whether unordered messages were given up; they are numbered apart.
        package var isUnordered: Bool
        /// The last message given up; all before it are gone too.
        package var messageIdentifier: MessageIdentifier

        package init(stream: StreamID, isUnordered: Bool, messageIdentifier: MessageIdentifier) {
            self.stream = stream
            self.isUnordered = isUnordered
            self.messageIdentifier = messageIdentifier
        }
    }

    package static let type = ChunkType.interleavedForwardTSN

    /// Everything up to this TSN was given up or acknowledged.
    package var newCumulativeTSN: TSN
    /// What was given up, one item for each stream and order that had any.
    package var skipped: [SkippedMessages]

    package init(newCumulativeTSN: TSN, skipped: [SkippedMessages] = []) {
        self.newCumulativeTSN = newCumulativeTSN
        self.skipped = skipped
    }

    /// - Throws: `ParseError` when the TSN is cut short; an item cut short at the end is passed over.
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
