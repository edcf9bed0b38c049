package import Wire

/// Packets repeated in a stream of their own.
///
/// `RTP header of the repeating stream · original sequence number 2 · original payload`
/// Source: RFC 4588 §4 <https://www.rfc-editor.org/rfc/rfc4588#section-4>
extension RTPPacket {
    /// This packet as the repeating stream carries it; marker, timestamp and extensions stay.
    package func repeated(
        payloadType: PayloadType, sequenceNumber: RTPSequenceNumber, ssrc: SSRC
    ) -> RTPPacket {
        var packet = self
        packet.payloadType = payloadType
        packet.sequenceNumber = sequenceNumber
        packet.ssrc = ssrc
        packet.paddingByteCount = 0
        let original = self.sequenceNumber.rawValue
        packet.payload = [UInt8(truncatingIfNeeded: original >> 8), UInt8(truncatingIfNeeded: original)] + payload
        return packet
    }

    /// The packet that this one repeats; `nil` when it holds padding alone, as probes of the available rate do.
    package func restored(payloadType: PayloadType, ssrc: SSRC) -> RTPPacket? {
        guard payload.count >= 2 else { return nil }
        var packet = self
        packet.payloadType = payloadType
        packet.sequenceNumber = RTPSequenceNumber(rawValue: UInt16(payload[0]) << 8 | UInt16(payload[1]))
        packet.ssrc = ssrc
        packet.paddingByteCount = 0
        packet.payload = Array(payload.dropFirst(2))
        return packet
    }
}
