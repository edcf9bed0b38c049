package import Wire

/// Asks for packets again.
///
/// `sender SSRC 4 · media SSRC 4 · (PID 2 · BLP 2)*`: BLP is a bit mask of the 16 packets after PID.
/// Source: RFC 4585 §6.2.1 <https://www.rfc-editor.org/rfc/rfc4585#section-6.2.1>
package struct GenericNACK: Equatable, Sendable {
    /// Who asks.
    package var senderSSRC: SSRC
    /// The stream whose packets are asked for.
    package var mediaSSRC: SSRC
    /// In ascending order of the pairs that name them.
    package var lost: [RTPSequenceNumber]

    package init(senderSSRC: SSRC, mediaSSRC: SSRC, lost: [RTPSequenceNumber]) {
        self.senderSSRC = senderSSRC
        self.mediaSSRC = mediaSSRC
        self.lost = lost
    }

    /// Its format among transport layer feedback.
    static let format: UInt8 = 1

    /// Reads the body; a pair names 17 packets at most.
    /// - Throws: `ParseError` when a pair is cut short.
    static func parse(_ reader: inout ByteReader) throws(ParseError) -> GenericNACK {
        var feedback = GenericNACK(
            senderSSRC: SSRC(rawValue: try reader.readUInt32()), mediaSSRC: SSRC(rawValue: try reader.readUInt32()),
            lost: [])
        while !reader.isAtEnd {
            let first = RTPSequenceNumber(rawValue: try reader.readUInt16())
            let mask = try reader.readUInt16()
            feedback.lost.append(first)
            for bit in UInt16(0)..<16 where mask & (1 << bit) != 0 {
                feedback.lost.append(first.advanced(by: bit + 1))
            }
        }
        return feedback
    }

    /// Writes the packet, in the fewest pairs where `lost` is in order.
    func serialize(into writer: inout ByteWriter) {
        RTCPHeader.serialize(.transportLayerFeedback, count: Self.format, into: &writer) { writer in
            writer.write(senderSSRC.rawValue)
            writer.write(mediaSSRC.rawValue)
            for (first, mask) in pairs {
                writer.write(first.rawValue)
                writer.write(mask)
            }
        }
    }

    private var pairs: [(first: RTPSequenceNumber, mask: UInt16)] {
        var pairs: [(first: RTPSequenceNumber, mask: UInt16)] = []
        for number in lost {
            let ahead = pairs.last.map { $0.first.distance(to: number) } ?? 0
            if 1...16 ~= ahead {
                pairs[pairs.count - 1].mask |= 1 << (ahead - 1)
            } else {
                pairs.append((number, 0))
            }
        }
        return pairs
    }
}
