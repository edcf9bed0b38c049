package import Wire

/// Orders a key frame of each stream named.
///
/// `sender SSRC 4 · unused 4 · (SSRC 4 · command number 1 · reserved 3)*`
/// Source: RFC 5104 §4.3.1 <https://www.rfc-editor.org/rfc/rfc5104#section-4.3.1>
package struct FullIntraRequest: Equatable, Sendable {
    /// The order for one stream; a repeated command number is the same order again.
    package struct Entry: Equatable, Sendable {
        /// The stream that the key frame is to be of.
        package var ssrc: SSRC
        /// Grows by one with each new order, and wraps.
        package var commandNumber: UInt8

        package init(ssrc: SSRC, commandNumber: UInt8) {
            self.ssrc = ssrc
            self.commandNumber = commandNumber
        }
    }

    /// Who asks.
    package var senderSSRC: SSRC
    /// The orders, one for each stream.
    package var entries: [Entry]

    package init(senderSSRC: SSRC, entries: [Entry]) {
        self.senderSSRC = senderSSRC
        self.entries = entries
    }

    /// FIR's format among payload-specific feedback.
    static let format: UInt8 = 4

    /// Reads the body.
    /// - Throws: `ParseError` when an order is cut short.
    static func parse(_ reader: inout ByteReader) throws(ParseError) -> FullIntraRequest {
        var feedback = FullIntraRequest(senderSSRC: SSRC(rawValue: try reader.readUInt32()), entries: [])
        try reader.skip(4)
        while !reader.isAtEnd {
            let ssrc = SSRC(rawValue: try reader.readUInt32())
            feedback.entries.append(Entry(ssrc: ssrc, commandNumber: try reader.readUInt8()))
            try reader.skip(3)
        }
        return feedback
    }

    /// Writes the packet.
    func serialize(into writer: inout ByteWriter) {
        RTCPHeader.serialize(.payloadSpecificFeedback, count: Self.format, into: &writer) { writer in
            writer.write(senderSSRC.rawValue)
            writer.write(UInt32(0))
            for entry in entries {
                writer.write(entry.ssrc.rawValue)
                writer.write(entry.commandNumber)
                writer.writeUInt24(0)
            }
        }
    }
}
