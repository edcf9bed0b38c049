package import Wire

/// ABORT: ends the association at once.
///
///     +---------------+---------------+-------------------------------+
///     |   Type = 6    |  Reserved   |T|            Length             |
///     +---------------+---------------+-------------------------------+
///     /                         Error causes                          /
///     +---------------------------------------------------------------+
///
/// Source: RFC 9260 §3.3.7, <https://www.rfc-editor.org/rfc/rfc9260#section-3.3.7>
package struct AbortChunk: Chunk {
    package static let type = ChunkType.abort

    /// The T bit: the packet carries the receiver's own tag, because the sender knew no association.
    package var reflectsTag: Bool
    /// Why; may be empty.
    package var causes: [ErrorCause]

    package init(reflectsTag: Bool = false, causes: [ErrorCause] = []) {
        self.reflectsTag = reflectsTag
        self.causes = causes
    }

    package var flags: UInt8 { reflectsTag ? 1 : 0 }

    package init(flags: UInt8, value: inout ByteReader) throws(ParseError) {
        reflectsTag = flags & 1 == 1
        causes = try ErrorCause.parseAll(&value)
    }

    package func serializeValue(into writer: inout ByteWriter) {
        for cause in causes { cause.serialize(into: &writer) }
    }
}
