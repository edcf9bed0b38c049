package import Wire

/// Says that streams end; the reason that may follow is not read.
///
/// `(SSRC 4)* · reason length 1 · reason`
/// Source: RFC 3550 §6.6 <https://www.rfc-editor.org/rfc/rfc3550#section-6.6>
package struct Goodbye: Equatable, Sendable {
    /// At most 31.
    package var sources: [SSRC]

    package init(sources: [SSRC]) {
        self.sources = sources
    }

    /// Reads as many sources as the header counts; what follows them is not read.
    /// - Throws: `ParseError` when a source is cut short.
    static func parse(_ reader: inout ByteReader, count: UInt8) throws(ParseError) -> Goodbye {
        var sources = [SSRC]()
        for _ in 0..<count { sources.append(SSRC(rawValue: try reader.readUInt32())) }
        return Goodbye(sources: sources)
    }

    /// Writes the packet without a reason; sources beyond 31 are left out.
    func serialize(into writer: inout ByteWriter) {
        let sources = sources.prefix(31)
        RTCPHeader.serialize(.goodbye, count: UInt8(sources.count), into: &writer) { writer in
            for source in sources { writer.write(source.rawValue) }
        }
    }
}
