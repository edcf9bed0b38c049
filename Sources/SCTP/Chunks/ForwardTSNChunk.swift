package import Wire

/// FORWARD TSN: the sender gave up everything up to a TSN; the receiver goes on as if it had arrived.
///
///     +---------------------------------------------------------------+
///     |                      New Cumulative TSN                       |
///     +-------------------------------+-------------------------------+
///     |           Stream-1            |       Stream Sequence-1       |
///     /                              ...                              /
///     +---------------------------------------------------------------+
///
/// Source: RFC 3758 §3.2, <https://www.rfc-editor.org/rfc/rfc3758#section-3.2>
package struct ForwardTSNChunk: Chunk {
    /// The last ordered message given up on one stream.
    package struct SkippedStream: Equatable, Sendable {
        package var stream: StreamID
        package var streamSequenceNumber: StreamSequenceNumber

        package init(stream: StreamID, streamSequenceNumber: StreamSequenceNumber) {
            self.stream = stream
            self.streamSequenceNumber = streamSequenceNumber
        }
    }

    package static let type = ChunkType.forwardTSN

    /// Everything up to this TSN was given up or acknowledged.
    package var newCumulativeTSN: TSN
    /// The ordered messages given up, one for each stream that had any.
    package var skippedStreams: [SkippedStream]

    package init(newCumulativeTSN: TSN, skippedStreams: [SkippedStream] = []) {
        self.newCumulativeTSN = newCumulativeTSN
        self.skippedStreams = skippedStreams
    }

    /// - Throws: `ParseError` when the TSN is cut short; a stream cut short at the end is passed over.
    package init(flags: UInt8, value: inout ByteReader) throws(ParseError) {
        newCumulativeTSN = TSN(rawValue: try value.readUInt32())
        skippedStreams = []
        while value.remaining >= 4 {
            skippedStreams.append(
                SkippedStream(
                    stream: StreamID(rawValue: try value.readUInt16()),
                    streamSequenceNumber: StreamSequenceNumber(rawValue: try value.readUInt16())))
        }
    }

    package func serializeValue(into writer: inout ByteWriter) {
        writer.write(newCumulativeTSN.rawValue)
        for skipped in skippedStreams {
            writer.write(skipped.stream.rawValue)
            writer.write(skipped.streamSequenceNumber.rawValue)
        }
    }
}
