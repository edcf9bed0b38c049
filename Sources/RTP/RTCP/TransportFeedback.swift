package import Wire

/// When each packet of the transport arrived, for the sender's estimate of the path.
///
/// ```text
/// |                     SSRC of packet sender                     |
/// |                      SSRC of media source                     |
/// |      base sequence number     |      packet status count      |
/// |                 reference time                | fb pkt. count |
/// |          packet chunk         |         packet chunk  …       |
/// |         recv delta …          |
/// ```
/// Source: <https://datatracker.ietf.org/doc/html/draft-holmer-rmcat-transport-wide-cc-extensions-01#section-3.1>
package struct TransportFeedback: Equatable, Sendable {
    /// What became of one packet.
    package enum Status: Equatable, Sendable {
        /// It had not arrived when the report was made; a later report may say otherwise.
        case notReceived
        /// Ticks of 250 µs since the packet received before, or since the reference time.
        case received(delta: Int16)
    }

    /// Who reports.
    package var senderSSRC: SSRC
    /// Any stream of the transport: the numbers are not of one stream.
    package var mediaSSRC: SSRC
    /// The transport-wide number of the first packet.
    package var baseSequenceNumber: UInt16
    /// Units of 64 ms, 24 bits.
    package var referenceTime: UInt32
    /// Counts these packets, so that a lost one is noticed.
    package var feedbackCount: UInt8
    /// From the base sequence number on.
    package var statuses: [Status]

    package init(
        senderSSRC: SSRC, mediaSSRC: SSRC, baseSequenceNumber: UInt16, referenceTime: UInt32, feedbackCount: UInt8,
        statuses: [Status]
    ) {
        self.senderSSRC = senderSSRC
        self.mediaSSRC = mediaSSRC
        self.baseSequenceNumber = baseSequenceNumber
        self.referenceTime = referenceTime & 0xFF_FFFF
        self.feedbackCount = feedbackCount
        self.statuses = statuses
    }

    /// Its format among transport layer feedback.
    static let format: UInt8 = 15

    /// The packets that one datagram may tell of: more than any sender has on their way, and a few bytes can claim eight
    /// times as many.
    static let maximumStatusCount = 8_192

    /// Reads the body.
    /// - Throws: `ParseError` when a chunk or delta is cut short, a symbol is 3, or it tells of too many packets.
    static func parse(_ reader: inout ByteReader) throws(ParseError) -> TransportFeedback {
        var feedback = TransportFeedback(
            senderSSRC: SSRC(rawValue: try reader.readUInt32()), mediaSSRC: SSRC(rawValue: try reader.readUInt32()),
            baseSequenceNumber: try reader.readUInt16(), referenceTime: 0, feedbackCount: 0, statuses: [])
        let count = Int(try reader.readUInt16())
        guard count <= maximumStatusCount else { throw .invalid("packet status count") }
        feedback.referenceTime = try reader.readUInt24()
        feedback.feedbackCount = try reader.readUInt8()
        var symbols = [TransportFeedbackSymbol]()
        while symbols.count < count {
            try TransportFeedbackChunk.parse(try reader.readUInt16(), into: &symbols)
        }
        feedback.statuses.reserveCapacity(count)
        for symbol in symbols.prefix(count) {
            switch symbol {
            case .notReceived: feedback.statuses.append(.notReceived)
            case .smallDelta: feedback.statuses.append(.received(delta: Int16(try reader.readUInt8())))
            case .largeDelta:
                feedback.statuses.append(.received(delta: Int16(bitPattern: try reader.readUInt16())))
            }
        }
        return feedback
    }

    /// Writes the packet; statuses beyond `maximumStatusCount` are left out.
    func serialize(into writer: inout ByteWriter) {
        let statuses = statuses.prefix(Self.maximumStatusCount)
        let symbols = statuses.map { TransportFeedbackSymbol($0) }
        RTCPHeader.serialize(.transportLayerFeedback, count: Self.format, into: &writer) { writer in
            writer.write(senderSSRC.rawValue)
            writer.write(mediaSSRC.rawValue)
            writer.write(baseSequenceNumber)
            writer.write(UInt16(statuses.count))
            writer.writeUInt24(referenceTime)
            writer.write(feedbackCount)
            for chunk in TransportFeedbackChunk.serialize(symbols) { writer.write(chunk) }
            for case .received(let delta) in statuses {
                if let small = UInt8(exactly: delta) {
                    writer.write(small)
                } else {
                    writer.write(UInt16(bitPattern: delta))
                }
            }
        }
    }
}
