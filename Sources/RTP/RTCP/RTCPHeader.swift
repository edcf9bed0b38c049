import Wire

/// The four bytes before each control packet.
/// Source: RFC 3550 §6.4.1 <https://www.rfc-editor.org/rfc/rfc3550#section-6.4.1>
struct RTCPHeader {
    /// The kind of a control packet.
    struct PacketType: RawRepresentable, Equatable {
        /// 192 to 223 where RTP shares the port (RFC 5761 §4).
        let rawValue: UInt8

        static let senderReport = PacketType(rawValue: 200)
        static let receiverReport = PacketType(rawValue: 201)
        static let sourceDescription = PacketType(rawValue: 202)
        static let goodbye = PacketType(rawValue: 203)
        static let transportLayerFeedback = PacketType(rawValue: 205)
        static let payloadSpecificFeedback = PacketType(rawValue: 206)
    }

    /// What the body is.
    let type: PacketType
    /// Reports or sources in the packet, or the format of a feedback packet; 0 to 31.
    let count: UInt8
    /// Without this header, with padding.
    let bodyByteCount: Int
    /// Whether the body ends with padding.
    let isPadded: Bool

    /// Reads the four bytes; whether so many follow is for the caller to see.
    /// - Throws: `ParseError` when they are cut short, or the version is not 2.
    static func parse(_ reader: inout ByteReader) throws(ParseError) -> RTCPHeader {
        let first = try reader.readUInt8()
        guard first >> 6 == 2 else { throw .invalid("RTCP version") }
        let type = PacketType(rawValue: try reader.readUInt8())
        let words = Int(try reader.readUInt16())
        return RTCPHeader(
            type: type, count: first & 0x1F, bodyByteCount: words * 4, isPadded: first & 0x20 != 0)
    }

    /// The last byte of a padded body counts the padding, itself included (RFC 3550 §6.4.1).
    func byteCountWithoutPadding(_ body: Span<UInt8>) throws(ParseError) -> Int {
        guard isPadded else { return body.count }
        guard let last = body.indices.last, body[last] > 0, Int(body[last]) <= body.count else {
            throw .invalid("RTCP padding")
        }
        return body.count - Int(body[last])
    }

    /// Writes a header and a body whose length becomes a multiple of four.
    static func serialize(
        _ type: PacketType, count: UInt8, into writer: inout ByteWriter, body: (inout ByteWriter) -> Void
    ) {
        let start = writer.count
        writer.write(0x80 | (count & 0x1F))
        writer.write(type.rawValue)
        writer.write(UInt16(0))
        body(&writer)
        writer.pad(toMultipleOf: 4)
        writer.overwrite(UInt16(clamping: (writer.count - start) / 4 - 1), at: start + 2)
    }
}
