package import Wire

/// What a receiver says about one stream.
///
/// ```text
/// |                             SSRC                              |
/// | fraction lost |       cumulative number of packets lost       |
/// |           extended highest sequence number received           |
/// |                      interarrival jitter                      |
/// |                         last SR (LSR)                         |
/// |                   delay since last SR (DLSR)                  |
/// ```
/// Source: RFC 3550 §6.4.1 <https://www.rfc-editor.org/rfc/rfc3550#section-6.4.1>
package struct ReportBlock: Equatable, Sendable {
    /// The stream that the report is about.
    package var ssrc: SSRC
    /// Lost packets since the last report, in 256ths.
    package var fractionLost: UInt8
    /// Negative where duplicates arrived; 24 bits.
    package var cumulativeLost: Int32
    /// Wraps of the sequence number in the upper half, the highest number in the lower.
    package var extendedHighestSequenceNumber: UInt32
    /// Ticks of the media clock.
    package var jitter: UInt32
    /// The middle of the last sender report's time; 0 when there was none.
    package var lastSenderReport: UInt32
    /// Units of 1/65,536 s.
    package var delaySinceLastSenderReport: UInt32

    package init(
        ssrc: SSRC, fractionLost: UInt8, cumulativeLost: Int32, extendedHighestSequenceNumber: UInt32, jitter: UInt32,
        lastSenderReport: UInt32, delaySinceLastSenderReport: UInt32
    ) {
        self.ssrc = ssrc
        self.fractionLost = fractionLost
        self.cumulativeLost = cumulativeLost
        self.extendedHighestSequenceNumber = extendedHighestSequenceNumber
        self.jitter = jitter
        self.lastSenderReport = lastSenderReport
        self.delaySinceLastSenderReport = delaySinceLastSenderReport
    }

    /// The round trip time, for the sender of the report that this one answers: arrival − LSR − DLSR (RFC 3550 §6.4.1).
    /// `nil` where it answers none, or with a time that cannot be.
    func roundTripTime(now: Instant) -> Duration? {
        guard lastSenderReport != 0 else { return nil }
        let units = NTPTimestamp(now).middle &- lastSenderReport &- delaySinceLastSenderReport
        let signed = Int64(Int32(bitPattern: units))
        return signed < 0 ? nil : .nanoseconds(signed * 1_000_000_000 / 65_536)
    }

    /// The length of one block.
    static let byteCount = 24

    /// - Throws: `ParseError` when the block is cut short.
    static func parse(_ reader: inout ByteReader) throws(ParseError) -> ReportBlock {
        let ssrc = SSRC(rawValue: try reader.readUInt32())
        let fractionLost = try reader.readUInt8()
        let lost = try reader.readUInt24()
        return ReportBlock(
            ssrc: ssrc, fractionLost: fractionLost, cumulativeLost: Int32(bitPattern: lost << 8) >> 8,
            extendedHighestSequenceNumber: try reader.readUInt32(), jitter: try reader.readUInt32(),
            lastSenderReport: try reader.readUInt32(), delaySinceLastSenderReport: try reader.readUInt32())
    }

    /// Reads `count` blocks, one behind the other.
    /// - Throws: `ParseError` when one is cut short.
    static func parse(_ reader: inout ByteReader, count: UInt8) throws(ParseError) -> [ReportBlock] {
        var blocks = [ReportBlock]()
        for _ in 0..<count { blocks.append(try parse(&reader)) }
        return blocks
    }

    /// Writes the block; `cumulativeLost` is brought within 24 bits.
    func serialize(into writer: inout ByteWriter) {
        writer.write(ssrc.rawValue)
        writer.write(fractionLost)
        writer.writeUInt24(UInt32(bitPattern: min(max(cumulativeLost, -0x80_0000), 0x7F_FFFF)))
        writer.write(extendedHighestSequenceNumber)
        writer.write(jitter)
        writer.write(lastSenderReport)
        writer.write(delaySinceLastSenderReport)
    }
}
