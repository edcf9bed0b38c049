package import Wire

/// What a sender has sent, and what it says about the streams it receives.
///
/// `SSRC 4 · NTP timestamp 8 · RTP timestamp 4 · packets 4 · payload bytes 4 · (report block 24)*`
/// Source: RFC 3550 §6.4.1 <https://www.rfc-editor.org/rfc/rfc3550#section-6.4.1>
package struct SenderReport: Equatable, Sendable {
    /// The stream that is reported of, and who reports.
    package var senderSSRC: SSRC
    /// When the report was made, by the sender's own clock.
    package var ntpTimestamp: NTPTimestamp
    /// The media clock at the same moment.
    package var rtpTimestamp: RTPTimestamp
    /// Packets since the stream began; it wraps.
    package var packetCount: UInt32
    /// Payload bytes.
    package var byteCount: UInt32
    /// At most 31.
    package var reports: [ReportBlock]

    package init(
        senderSSRC: SSRC, ntpTimestamp: NTPTimestamp, rtpTimestamp: RTPTimestamp, packetCount: UInt32,
        byteCount: UInt32, reports: [ReportBlock] = []
    ) {
        self.senderSSRC = senderSSRC
        self.ntpTimestamp = ntpTimestamp
        self.rtpTimestamp = rtpTimestamp
        self.packetCount = packetCount
        self.byteCount = byteCount
        self.reports = reports
    }

    /// Reads as many reports as the header counts; extensions behind them are not read.
    /// - Throws: `ParseError` when a field or report is cut short.
    static func parse(_ reader: inout ByteReader, count: UInt8) throws(ParseError) -> SenderReport {
        var report = SenderReport(
            senderSSRC: SSRC(rawValue: try reader.readUInt32()),
            ntpTimestamp: NTPTimestamp(rawValue: try reader.readUInt64()),
            rtpTimestamp: RTPTimestamp(rawValue: try reader.readUInt32()), packetCount: try reader.readUInt32(),
            byteCount: try reader.readUInt32())
        report.reports = try ReportBlock.parse(&reader, count: count)
        return report
    }

    /// Writes the packet; reports beyond 31 are left out.
    func serialize(into writer: inout ByteWriter) {
        let reports = reports.prefix(31)
        RTCPHeader.serialize(.senderReport, count: UInt8(reports.count), into: &writer) { writer in
            writer.write(senderSSRC.rawValue)
            writer.write(ntpTimestamp.rawValue)
            writer.write(rtpTimestamp.rawValue)
            writer.write(packetCount)
            writer.write(byteCount)
            for report in reports { report.serialize(into: &writer) }
        }
    }
}
