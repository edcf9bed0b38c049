package import Wire

/// How much the receiver believes the path carries.
///
/// `sender SSRC 4 · 0 4 · "REMB" · SSRC count 1 · exponent 6 bits · mantissa 18 bits · SSRC*`
/// Source: <https://datatracker.ietf.org/doc/html/draft-alvestrand-rmcat-remb-03#section-2.2>
package struct EstimatedMaximumBitrate: Equatable, Sendable {
    /// Who received and estimates.
    package var senderSSRC: SSRC
    /// Rounded down to 18 significant bits when written.
    package var bitsPerSecond: UInt64
    /// At most 255.
    package var sources: [SSRC]

    package init(senderSSRC: SSRC, bitsPerSecond: UInt64, sources: [SSRC]) {
        self.senderSSRC = senderSSRC
        self.bitsPerSecond = bitsPerSecond
        self.sources = sources
    }

    /// Application layer feedback (RFC 4585 §6.4).
    static let format: UInt8 = 15
    private static let identifier: UInt32 = 0x5245_4D42

    /// `nil` when it is another application's feedback.
    static func parse(_ reader: inout ByteReader) throws(ParseError) -> EstimatedMaximumBitrate? {
        let senderSSRC = SSRC(rawValue: try reader.readUInt32())
        try reader.skip(4)
        guard reader.remaining >= 4, try reader.readUInt32() == identifier else { return nil }
        let count = try reader.readUInt8()
        let rate = try reader.readUInt24()
        let (exponent, mantissa) = (UInt64(rate >> 18), UInt64(rate & 0x3_FFFF))
        guard mantissa == 0 || exponent <= UInt64(mantissa.leadingZeroBitCount) else { throw .invalid("bit rate") }
        var feedback = EstimatedMaximumBitrate(
            senderSSRC: senderSSRC, bitsPerSecond: mantissa << exponent, sources: [])
        for _ in 0..<count { feedback.sources.append(SSRC(rawValue: try reader.readUInt32())) }
        return feedback
    }

    /// Writes the packet; sources beyond 255 are left out.
    func serialize(into writer: inout ByteWriter) {
        let sources = sources.prefix(255)
        let exponent = max(0, 46 - bitsPerSecond.leadingZeroBitCount)
        RTCPHeader.serialize(.payloadSpecificFeedback, count: Self.format, into: &writer) { writer in
            writer.write(senderSSRC.rawValue)
            writer.write(UInt32(0))
            writer.write(Self.identifier)
            writer.write(UInt8(sources.count))
            writer.writeUInt24(UInt32(exponent) << 18 | UInt32(truncatingIfNeeded: bitsPerSecond >> UInt64(exponent)))
            for source in sources { writer.write(source.rawValue) }
        }
    }
}
