package import Wire

/// One RTP packet.
///
/// ```text
/// |V=2|P|X|  CC   |M|     PT      |       sequence number         |
/// |                           timestamp                           |
/// |                             SSRC                              |
/// |                            CSRC × CC                          |
/// |  extension profile            |  extension length in words    |
/// |                       extension elements                      |
/// |                     payload, padding if P                     |
/// ```
/// Source: RFC 3550 §5.1 <https://www.rfc-editor.org/rfc/rfc3550#section-5.1>
package struct RTPPacket: Equatable, Sendable {
    /// For video: the last packet of a frame.
    package var marker: Bool
    /// Which codec the payload is of, by the descriptions.
    package var payloadType: PayloadType
    /// The packet's place in its stream.
    package var sequenceNumber: RTPSequenceNumber
    /// When the payload was sampled; the packets of one frame have the same.
    package var timestamp: RTPTimestamp
    /// The stream.
    package var ssrc: SSRC
    /// At most 15.
    package var contributingSources: [SSRC]
    /// What the extensions say, by their numbers.
    package var headerExtensions: HeaderExtensions
    /// Without padding.
    package var payload: [UInt8]
    /// Bytes behind the payload, the last of which holds their count; 0 for none.
    package var paddingByteCount: UInt8

    package init(
        marker: Bool = false, payloadType: PayloadType, sequenceNumber: RTPSequenceNumber, timestamp: RTPTimestamp,
        ssrc: SSRC, headerExtensions: HeaderExtensions = HeaderExtensions(), payload: [UInt8] = []
    ) {
        self.marker = marker
        self.payloadType = payloadType
        self.sequenceNumber = sequenceNumber
        self.timestamp = timestamp
        self.ssrc = ssrc
        contributingSources = []
        self.headerExtensions = headerExtensions
        self.payload = payload
        paddingByteCount = 0
    }

    /// The header without contributing sources and extensions.
    package static let fixedHeaderByteCount = 12

    /// - Throws: `ParseError.truncated` or `ParseError.invalid`.
    package static func parse(_ bytes: [UInt8]) throws(ParseError) -> RTPPacket {
        var reader = ByteReader(bytes.span)
        let first = try reader.readUInt8()
        guard first >> 6 == 2 else { throw .invalid("RTP version") }
        let second = try reader.readUInt8()
        var packet = RTPPacket(
            marker: second & 0x80 != 0, payloadType: PayloadType(maskedFrom: second),
            sequenceNumber: RTPSequenceNumber(rawValue: try reader.readUInt16()),
            timestamp: RTPTimestamp(rawValue: try reader.readUInt32()), ssrc: SSRC(rawValue: try reader.readUInt32()))
        for _ in 0..<first & 0x0F { packet.contributingSources.append(SSRC(rawValue: try reader.readUInt32())) }
        if first & 0x10 != 0 { packet.headerExtensions = try HeaderExtensions.parse(&reader) }
        packet.payload = [UInt8](copying: reader.readRemaining())
        if first & 0x20 != 0 { try packet.removePadding() }
        return packet
    }

    /// The packet as it is protected; contributing sources beyond 15 are left out.
    package func serialize() -> [UInt8] {
        var writer = ByteWriter(reservingCapacity: headerByteCount + payload.count)
        let sources = contributingSources.prefix(15)
        var first = 0x80 | UInt8(sources.count)
        if paddingByteCount > 0 { first |= 0x20 }
        if !headerExtensions.isEmpty { first |= 0x10 }
        writer.write(first)
        writer.write((marker ? 0x80 : 0) | payloadType.rawValue)
        writer.write(sequenceNumber.rawValue)
        writer.write(timestamp.rawValue)
        writer.write(ssrc.rawValue)
        for source in sources { writer.write(source.rawValue) }
        if !headerExtensions.isEmpty { headerExtensions.serialize(into: &writer) }
        writer.write(payload)
        if paddingByteCount > 0 {
            writer.write([UInt8](repeating: 0, count: Int(paddingByteCount) - 1))
            writer.write(paddingByteCount)
        }
        return writer.bytes
    }

    /// The length of what `serialize` gives.
    package var byteCount: Int { headerByteCount + payload.count + Int(paddingByteCount) }

    /// The length of all that stands before the payload.
    package var headerByteCount: Int {
        Self.fixedHeaderByteCount + min(contributingSources.count, 15) * 4 + headerExtensions.byteCount
    }

    /// Runs the parser on arbitrary bytes, for a fuzzer.
    package static func fuzz(_ bytes: [UInt8]) {
        guard let packet = try? parse(bytes) else { return }
        _ = try? parse(packet.serialize())
        _ = try? VP8PayloadDescriptor.parse(packet.payload)
        _ = try? OpusPacket.parse(packet.payload.span)
        if let redundant = try? RedundantAudio.parse(packet.payload.span) { _ = redundant.serialize() }
        _ = packet.restored(payloadType: 96, ssrc: packet.ssrc)
    }

    /// RFC 3550 §5.1: the last byte counts the padding, itself included.
    private mutating func removePadding() throws(ParseError) {
        guard let count = payload.last, count > 0, Int(count) <= payload.count else { throw .invalid("padding") }
        payload.removeLast(Int(count))
        paddingByteCount = count
    }
}
