package import Wire

/// COOKIE ECHO: gives back the state cookie of INIT ACK; DATA may follow it in the same packet.
/// Source: RFC 9260 §3.3.11, <https://www.rfc-editor.org/rfc/rfc9260#section-3.3.11>
package struct CookieEchoChunk: Chunk {
    package static let type = ChunkType.cookieEcho

    /// The cookie, byte for byte as INIT ACK had it.
    package var cookie: [UInt8]

    package init(cookie: [UInt8]) { self.cookie = cookie }

    package init(flags: UInt8, value: inout ByteReader) throws(ParseError) {
        cookie = [UInt8](copying: value.readRemaining())
    }

    package func serializeValue(into writer: inout ByteWriter) { writer.write(cookie) }
}
