package import Wire

/// SACK: what arrived, and how much more may come.
///
///     +---------------------------------------------------------------+
///     |                      Cumulative TSN Ack                       |
///     +---------------------------------------------------------------+
///     |          Advertised Receiver Window Credit (a_rwnd)           |
///     +-------------------------------+-------------------------------+
///     | Number of Gap Ack Blocks = N  |  Number of Duplicate TSNs = M |
///     +-------------------------------+-------------------------------+
///     |    Gap Ack Block #1 Start     |     Gap Ack Block #1 End      |
///     /                              ...                              /
///     |                        Duplicate TSN 1                        |
///     /                              ...                              /
///     +---------------------------------------------------------------+
///
/// Source: RFC 9260 §3.3.4, <https://www.rfc-editor.org/rfc/rfc9260#section-3.3.4>
package struct SelectiveAckChunk: Chunk {
    /// A run of TSNs that arrived, as distances from the cumulative TSN ack.
    package struct GapAckBlock: Equatable, Sendable {
        /// The distance of the first TSN; 1 or more in a chunk from a peer.
        package var start: UInt16
        /// The distance of the last TSN, itself included; not below `start` in a chunk from a peer.
        package var end: UInt16

        package init(start: UInt16, end: UInt16) {
            self.start = start
            self.end = end
        }
    }

    package static let type = ChunkType.selectiveAck

    /// Everything up to this TSN arrived.
    package var cumulativeTSNAck: TSN
    /// Bytes the peer has room for, what is in flight not yet deducted.
    package var advertisedReceiverWindow: UInt32
    /// The runs that arrived above the cumulative TSN ack. A peer's may be in any order, overlap, and name what was
    /// never sent.
    package var gapAckBlocks: [GapAckBlock]
    /// TSNs that arrived again since the last SACK.
    package var duplicateTSNs: [TSN]

    /// The bytes of a chunk without blocks and duplicates; each of either adds four.
    static let minimumByteCount = 16

    package init(
        cumulativeTSNAck: TSN, advertisedReceiverWindow: UInt32, gapAckBlocks: [GapAckBlock] = [],
        duplicateTSNs: [TSN] = []
    ) {
        self.cumulativeTSNAck = cumulativeTSNAck
        self.advertisedReceiverWindow = advertisedReceiverWindow
        self.gapAckBlocks = gapAckBlocks
        self.duplicateTSNs = duplicateTSNs
    }

    /// - Throws: `ParseError` when there are fewer blocks than announced, or one whose end precedes its start.
    package init(flags: UInt8, value: inout ByteReader) throws(ParseError) {
        cumulativeTSNAck = TSN(rawValue: try value.readUInt32())
        advertisedReceiverWindow = try value.readUInt32()
        let blockCount = Int(try value.readUInt16())
        let duplicateCount = Int(try value.readUInt16())
        let needed = 4 * (blockCount + duplicateCount)
        guard value.remaining >= needed else { throw .truncated(needed: needed, available: value.remaining) }
        gapAckBlocks = []
        gapAckBlocks.reserveCapacity(blockCount)
        for _ in 0..<blockCount {
            let block = GapAckBlock(start: try value.readUInt16(), end: try value.readUInt16())
            guard block.start >= 1, block.start <= block.end else { throw .invalid("gap ack block") }
            gapAckBlocks.append(block)
        }
        duplicateTSNs = []
        for _ in 0..<duplicateCount { duplicateTSNs.append(TSN(rawValue: try value.readUInt32())) }
    }

    package func serializeValue(into writer: inout ByteWriter) {
        writer.write(cumulativeTSNAck.rawValue)
        writer.write(advertisedReceiverWindow)
        writer.write(UInt16(truncatingIfNeeded: gapAckBlocks.count))
        writer.write(UInt16(truncatingIfNeeded: duplicateTSNs.count))
        for block in gapAckBlocks {
            writer.write(block.start)
            writer.write(block.end)
        }
        for tsn in duplicateTSNs { writer.write(tsn.rawValue) }
    }
}
