/// Names one RTP stream by 32 random bits. It is not a person, and a peer may change it at any time.
/// Source: RFC 3550 §3 <https://www.rfc-editor.org/rfc/rfc3550#section-3>
package struct SSRC: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    package var description: String { String(rawValue) }
}

/// The seven-bit number by which an RTP packet names its codec; the offer and the answer say which codec that is.
/// Source: RFC 3550 §5.1 <https://www.rfc-editor.org/rfc/rfc3550#section-5.1>
package struct PayloadType: RawRepresentable, Hashable, Comparable, Sendable, ExpressibleByIntegerLiteral,
    CustomStringConvertible
{
    package let rawValue: UInt8

    /// `nil` above 127.
    package init?(rawValue: UInt8) {
        guard rawValue < 128 else { return nil }
        self.rawValue = rawValue
    }

    /// Keeps the low seven bits, as in the second byte of an RTP header.
    package init(maskedFrom byte: UInt8) {
        rawValue = byte & 0x7F
    }

    package init(integerLiteral value: UInt8) {
        precondition(value < 128, "a payload type has seven bits")
        rawValue = value
    }

    package var description: String { String(rawValue) }

    package static func < (left: PayloadType, right: PayloadType) -> Bool { left.rawValue < right.rawValue }
}

/// Names one media section of a description (`a=mid`), and in RTP the stream's section. It is not its position.
/// Source: RFC 5888 §4 <https://www.rfc-editor.org/rfc/rfc5888#section-4>
package struct MediaID: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package var description: String { rawValue }
}
