import Wire

/// Builds one packet: the common header, then whole chunks, then the checksum.
/// Source: RFC 9260 §3, <https://www.rfc-editor.org/rfc/rfc9260#section-3>
package struct PacketWriter {
    private var writer: ByteWriter
    private let limit: Int

    /// - Parameter limit: the most bytes the packet may have.
    package init(header: CommonHeader, limit: Int) {
        writer = ByteWriter(reservingCapacity: limit)
        self.limit = limit
        writer.write(header.sourcePort)
        writer.write(header.destinationPort)
        writer.write(header.verificationTag.rawValue)
        writer.write(UInt32(0))
    }

    /// How many bytes still fit.
    package var room: Int { limit - writer.count }

    /// The packet's size so far.
    package var byteCount: Int { writer.count }

    /// Whether no chunk was written yet.
    package var isEmpty: Bool { writer.count == CommonHeader.byteCount }

    /// Appends a chunk, also when it is larger than `room`: the caller looks first.
    package mutating func append(_ chunk: some Chunk) {
        chunk.serialize(into: &writer)
    }

    /// Appends a chunk that was serialized before.
    package mutating func append(serialized chunk: [UInt8]) {
        writer.write(chunk)
    }

    /// Appends a DATA chunk whose payload is a part of a longer message, without a copy in between.
    mutating func append(_ header: DataChunkHeader, payload: ArraySlice<UInt8>) {
        header.serialize(payload: payload, into: &writer)
    }

    /// Appends an I-DATA chunk likewise.
    mutating func append(_ header: InterleavedDataHeader, payload: ArraySlice<UInt8>) {
        header.serialize(payload: payload, into: &writer)
    }

    /// The finished packet.
    /// - Parameters:
    ///   - hasChecksum: whether it has one; zero stands in its place otherwise.
    ///   - update: the processor's own way to compute it; `nil` for the tables.
    package consuming func finish(hasChecksum: Bool = true, by update: CRC32C.Update? = nil) -> [UInt8] {
        var packet = writer.bytes
        guard hasChecksum else { return packet }
        let checksum = CRC32C.checksum(packet.span, zeroed: CommonHeader.checksumRange, by: update)
        for (index, shift) in zip(CommonHeader.checksumRange, [0, 8, 16, 24] as [UInt32]) {
            packet[index] = UInt8(truncatingIfNeeded: checksum >> shift)
        }
        return packet
    }
}
