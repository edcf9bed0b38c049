import Wire

/// Numbers one DATA chunk within one direction of an association; it is not a packet number.
/// Source: RFC 9260 §1.5, <https://www.rfc-editor.org/rfc/rfc9260#section-1.5>
package struct TSN: SerialNumber {
    package var rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The protocol's own, in one instruction: it is asked several times for each chunk.
    package static func < (left: TSN, right: TSN) -> Bool {
        let ahead = right.rawValue &- left.rawValue
        return ahead != 0 && ahead < 1 << 31
    }
}

/// Numbers one ordered message within one stream; unordered messages have none.
/// Source: RFC 9260 §3.3.1, <https://www.rfc-editor.org/rfc/rfc9260#section-3.3.1>
package struct StreamSequenceNumber: SerialNumber {
    package var rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }
}

/// Numbers one message within one stream where messages are interleaved; ordered and unordered ones are numbered apart. Where
/// they are not, an ordered message's stream sequence number is its lower half.
/// Source: RFC 8260 §2.1, <https://www.rfc-editor.org/rfc/rfc8260#section-2.1>
package struct MessageIdentifier: SerialNumber {
    package var rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The number as DATA has it.
    var streamSequenceNumber: StreamSequenceNumber {
        StreamSequenceNumber(rawValue: UInt16(truncatingIfNeeded: rawValue))
    }

    /// The number nearest to this one whose lower half is `number`.
    func nearest(_ number: StreamSequenceNumber) -> MessageIdentifier {
        let difference = Int16(truncatingIfNeeded: streamSequenceNumber.distance(to: number))
        return advanced(by: UInt32(bitPattern: Int32(difference)))
    }
}

/// Numbers one part of a message from 0.
/// Source: RFC 8260 §2.1, <https://www.rfc-editor.org/rfc/rfc8260#section-2.1>
package struct FragmentSequenceNumber: SerialNumber {
    package var rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// Numbers one re-configuration request of one side, starting at its initial TSN.
/// Source: RFC 6525 §4.1, <https://www.rfc-editor.org/rfc/rfc6525#section-4.1>
package struct ReconfigurationSequenceNumber: SerialNumber {
    package var rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// Names one stream of one direction; the streams of both directions with one number are independent in SCTP.
/// Source: RFC 9260 §3.3.1, <https://www.rfc-editor.org/rfc/rfc9260#section-3.3.1>
package struct StreamID: RawRepresentable, Hashable, Sendable {
    package var rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The number as an index into a table of streams.
    var index: Int { Int(rawValue) }
}

/// Says what a message is to the layer above; SCTP carries it without reading it.
/// Source: RFC 9260 §3.3.1, <https://www.rfc-editor.org/rfc/rfc9260#section-3.3.1>
package struct PayloadProtocolIdentifier: RawRepresentable, Hashable, Sendable {
    package var rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// Proves that a packet belongs to this association; it is not a secret once DTLS protects it.
/// Source: RFC 9260 §8.5, <https://www.rfc-editor.org/rfc/rfc9260#section-8.5>
package struct VerificationTag: RawRepresentable, Hashable, Sendable {
    package var rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The tag of a packet that carries INIT, and of nothing else.
    package static let zero = VerificationTag(rawValue: 0)
}
