package import Wire

/// PAD: bytes without meaning, which make a packet as long as its sender wants it.
/// Source: RFC 4820 §3, <https://www.rfc-editor.org/rfc/rfc4820#section-3>
package struct PaddingChunk: Chunk {
    package static let type = ChunkType.padding

    /// The bytes behind the chunk's header; what they are does not matter.
    package var paddingByteCount: Int

    /// - Parameter paddingByteCount: 0 to 65,531.
    package init(paddingByteCount: Int) { self.paddingByteCount = paddingByteCount }

    package init(flags: UInt8, value: inout ByteReader) throws(ParseError) {
        paddingByteCount = value.readRemaining().count
    }

    package func serializeValue(into writer: inout ByteWriter) {
        writer.writeZeros(count: paddingByteCount)
    }
}
