package import Wire

/// What an end that sends nothing says about the streams it receives.
///
/// `SSRC 4 · (report block 24)*`
/// Source: RFC 3550 §6.4.2 <https://www.rfc-editor.org/rfc/rfc3550#section-6.4.2>
package struct ReceiverReport: Equatable, Sendable {
    /// Who reports.
    package var senderSSRC: SSRC
    /// At most 31.
    package var reports: [ReportBlock]

    package init(senderSSRC: SSRC, reports: [ReportBlock] = []) {
        self.senderSSRC = senderSSRC
        self.reports = reports
    }

    /// Reads as many reports as the header counts; extensions behind them are not read.
    /// - Throws: `ParseError` when a report is cut short.
    static func parse(_ reader: inout ByteReader, count: UInt8) throws(ParseError) -> ReceiverReport {
        let ssrc = SSRC(rawValue: try reader.readUInt32())
        return ReceiverReport(senderSSRC: ssrc, reports: try ReportBlock.parse(&reader, count: count))
    }

    /// Writes the packet; reports beyond 31 are left out.
    func serialize(into writer: inout ByteWriter) {
        let reports = reports.prefix(31)
        RTCPHeader.serialize(.receiverReport, count: UInt8(reports.count), into: &writer) { writer in
            writer.write(senderSSRC.rawValue)
            for report in reports { report.serialize(into: &writer) }
        }
    }
}
