package import Wire

/// Says that pictures cannot be decoded, so that the sender makes a key frame.
///
/// `sender SSRC 4 · media SSRC 4`
/// Source: RFC 4585 §6.3.1 <https://www.rfc-editor.org/rfc/rfc4585#section-6.3.1>
package struct PictureLossIndication: Equatable, Sendable {
    /// Who asks.
    package var senderSSRC: SSRC
    /// The stream whose pictures are lost.
    package var mediaSSRC: SSRC

    package init(senderSSRC: SSRC, mediaSSRC: SSRC) {
        self.senderSSRC = senderSSRC
        self.mediaSSRC = mediaSSRC
    }

    /// PLI's format among payload-specific feedback.
    static let format: UInt8 = 1

    /// Reads the body.
    /// - Throws: `ParseError` when it is cut short.
    static func parse(_ reader: inout ByteReader) throws(ParseError) -> PictureLossIndication {
        PictureLossIndication(
            senderSSRC: SSRC(rawValue: try reader.readUInt32()), mediaSSRC: SSRC(rawValue: try reader.readUInt32()))
    }

    /// Writes the packet.
    func serialize(into writer: inout ByteWriter) {
        RTCPHeader.serialize(.payloadSpecificFeedback, count: Self.format, into: &writer) { writer in
            writer.write(senderSSRC.rawValue)
            writer.write(mediaSSRC.rawValue)
        }
    }
}
