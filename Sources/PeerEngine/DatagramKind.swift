/// What a datagram is, told by its first byte.
///
///     0...3 STUN · 16...19 ZRTP · 20...63 DTLS · 64...79 TURN channel · 128...191 RTP and RTCP
///
/// Source: RFC 7983 §7, <https://www.rfc-editor.org/rfc/rfc7983#section-7>
enum DatagramKind: Equatable {
    /// A DTLS record, or several.
    case dtls
    /// SRTP.
    case rtp
    /// SRTCP, told from SRTP by its second byte.
    case rtcp
    /// STUN, TURN and ZRTP among them: ICE has taken its own before, and the rest is not for us.
    case other

    /// Looks at the first two bytes alone; an empty datagram is `other`.
    init(_ datagram: [UInt8]) {
        guard let first = datagram.first else {
            self = .other
            return
        }
        switch first {
        case 20...63: self = .dtls
        case 128...191: self = Self.isControl(datagram) ? .rtcp : .rtp
        default: self = .other
        }
    }

    /// RFC 5761 §4: packet types 192 to 223 are RTCP, which no payload type with a marker bit may equal.
    private static func isControl(_ datagram: [UInt8]) -> Bool {
        datagram.count >= 2 && (192...223).contains(datagram[1])
    }
}
