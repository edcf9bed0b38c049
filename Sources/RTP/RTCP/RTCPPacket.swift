package import Wire

/// One control packet. A datagram holds several, one behind the other.
///
/// ```text
/// |V=2|P| count or format |      PT       | length in words − 1   |
/// ```
/// Source: RFC 3550 §6.4 <https://www.rfc-editor.org/rfc/rfc3550#section-6.4>, RFC 4585 §6.1
package enum RTCPPacket: Equatable, Sendable {
    case senderReport(SenderReport)
    case receiverReport(ReceiverReport)
    case sourceDescription(SourceDescription)
    case goodbye(Goodbye)
    case genericNACK(GenericNACK)
    case pictureLossIndication(PictureLossIndication)
    case fullIntraRequest(FullIntraRequest)
    case estimatedMaximumBitrate(EstimatedMaximumBitrate)
    case transportFeedback(TransportFeedback)

    /// Whether a datagram is RTCP and not RTP: its second byte is a packet type from 192 to 223 (RFC 5761 §4).
    package static func isRTCP(_ datagram: [UInt8]) -> Bool {
        datagram.count >= 2 && datagram[0] >> 6 == 2 && 192...223 ~= datagram[1]
    }

    /// Parses a datagram. Types and formats that are not read here are passed over, and so is a reduced-size one
    /// taken (RFC 5506 §3.4).
    /// - Throws: `ParseError`; one malformed packet refuses all.
    package static func parse(_ bytes: [UInt8]) throws(ParseError) -> [RTCPPacket] {
        var reader = ByteReader(bytes.span)
        var packets: [RTCPPacket] = []
        var statusCount = 0
        repeat {
            let header = try RTCPHeader.parse(&reader)
            let paddedBody = try reader.readSpan(header.bodyByteCount)
            var body = ByteReader(paddedBody.extracting(0..<(try header.byteCountWithoutPadding(paddedBody))))
            guard let packet = try parse(header, &body) else { continue }
            if case .transportFeedback(let feedback) = packet { statusCount += feedback.statuses.count }
            guard statusCount <= TransportFeedback.maximumStatusCount else { throw .invalid("packet status count") }
            packets.append(packet)
        } while !reader.isAtEnd
        return packets
    }

    /// One datagram of several packets, in the order given.
    package static func serialize(_ packets: [RTCPPacket]) -> [UInt8] {
        var writer = ByteWriter(reservingCapacity: 128)
        for packet in packets { packet.serialize(into: &writer) }
        return writer.bytes
    }

    /// Runs the parser on arbitrary bytes, for a fuzzer.
    package static func fuzz(_ bytes: [UInt8]) {
        if let packets = try? parse(bytes) { _ = try? parse(serialize(packets)) }
    }

    private static func parse(
        _ header: RTCPHeader, _ body: inout ByteReader
    ) throws(ParseError) -> RTCPPacket? {
        switch (header.type, header.count) {
        case (.senderReport, let count): .senderReport(try SenderReport.parse(&body, count: count))
        case (.receiverReport, let count): .receiverReport(try ReceiverReport.parse(&body, count: count))
        case (.sourceDescription, let count): .sourceDescription(try SourceDescription.parse(&body, count: count))
        case (.goodbye, let count): .goodbye(try Goodbye.parse(&body, count: count))
        case (.transportLayerFeedback, GenericNACK.format): .genericNACK(try GenericNACK.parse(&body))
        case (.transportLayerFeedback, TransportFeedback.format):
            .transportFeedback(try TransportFeedback.parse(&body))
        case (.payloadSpecificFeedback, PictureLossIndication.format):
            .pictureLossIndication(try PictureLossIndication.parse(&body))
        case (.payloadSpecificFeedback, FullIntraRequest.format):
            .fullIntraRequest(try FullIntraRequest.parse(&body))
        case (.payloadSpecificFeedback, EstimatedMaximumBitrate.format):
            try EstimatedMaximumBitrate.parse(&body).map { .estimatedMaximumBitrate($0) }
        default: nil
        }
    }

    private func serialize(into writer: inout ByteWriter) {
        switch self {
        case .senderReport(let report): report.serialize(into: &writer)
        case .receiverReport(let report): report.serialize(into: &writer)
        case .sourceDescription(let description): description.serialize(into: &writer)
        case .goodbye(let goodbye): goodbye.serialize(into: &writer)
        case .genericNACK(let feedback): feedback.serialize(into: &writer)
        case .pictureLossIndication(let feedback): feedback.serialize(into: &writer)
        case .fullIntraRequest(let feedback): feedback.serialize(into: &writer)
        case .estimatedMaximumBitrate(let feedback): feedback.serialize(into: &writer)
        case .transportFeedback(let feedback): feedback.serialize(into: &writer)
        }
    }
}
