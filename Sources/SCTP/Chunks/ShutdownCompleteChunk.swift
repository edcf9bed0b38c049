package import Wire

/// SHUTDOWN COMPLETE: answers SHUTDOWN ACK; both sides are done.
/// Source: RFC 9260 §3.3.13, <https://www.rfc-editor.org/rfc/rfc9260#section-3.3.13>
package struct ShutdownCompleteChunk: Chunk {
    package static let type = ChunkType.shutdownComplete

    /// The T bit: the packet carries the receiver's own tag, because the sender knew no association.
    package var reflectsTag: Bool

    package init(reflectsTag: Bool = false) { self.reflectsTag = reflectsTag }

    package var flags: UInt8 { reflectsTag ? 1 : 0 }

    package init(flags: UInt8, value: inout ByteReader) throws(ParseError) { reflectsTag = flags & 1 == 1 }

    package func serializeValue(into writer: inout ByteWriter) {}
}
