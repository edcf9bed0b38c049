package import Wire

/// Names for sources; of the items only the canonical name is read and written.
///
/// `(SSRC 4 · (item 1 · length 1 · text)* · 0 1 · zeros up to a multiple of 4)*`
/// Source: RFC 3550 §6.5 <https://www.rfc-editor.org/rfc/rfc3550#section-6.5>
package struct SourceDescription: Equatable, Sendable {
    /// What is said about one source.
    package struct Chunk: Equatable, Sendable {
        /// The source that is named.
        package var ssrc: SSRC
        /// At most 255 bytes; `nil` when the chunk has none.
        package var canonicalName: String?

        package init(ssrc: SSRC, canonicalName: String?) {
            self.ssrc = ssrc
            self.canonicalName = canonicalName
        }
    }

    /// At most 31.
    package var chunks: [Chunk]

    package init(chunks: [Chunk]) {
        self.chunks = chunks
    }

    private static let canonicalNameItem: UInt8 = 1

    /// Reads as many chunks as the header counts.
    /// - Throws: `ParseError` when a chunk or an item is cut short.
    static func parse(_ reader: inout ByteReader, count: UInt8) throws(ParseError) -> SourceDescription {
        var description = SourceDescription(chunks: [])
        for _ in 0..<count { description.chunks.append(try parseChunk(&reader)) }
        return description
    }

    /// Items end with a zero byte, then zeros up to a multiple of four; a chunk's start is aligned.
    private static func parseChunk(_ reader: inout ByteReader) throws(ParseError) -> Chunk {
        let start = reader.offset
        var chunk = Chunk(ssrc: SSRC(rawValue: try reader.readUInt32()), canonicalName: nil)
        while true {
            let type = try reader.readUInt8()
            guard type != 0 else { break }
            let text = try reader.readBytes(Int(try reader.readUInt8()))
            if type == canonicalNameItem { chunk.canonicalName = String(decoding: text, as: UTF8.self) }
        }
        let length = reader.offset - start
        try reader.skip((4 - length % 4) % 4)
        return chunk
    }

    /// Writes the packet; chunks beyond 31, and a name's bytes beyond 255, are left out.
    func serialize(into writer: inout ByteWriter) {
        let chunks = chunks.prefix(31)
        RTCPHeader.serialize(.sourceDescription, count: UInt8(chunks.count), into: &writer) { writer in
            for chunk in chunks {
                writer.write(chunk.ssrc.rawValue)
                if let name = chunk.canonicalName {
                    let text = name.utf8.prefix(255)
                    writer.write(Self.canonicalNameItem)
                    writer.write(UInt8(text.count))
                    writer.write(text)
                }
                writer.write(UInt8(0))
                writer.pad(toMultipleOf: 4)
            }
        }
    }
}
