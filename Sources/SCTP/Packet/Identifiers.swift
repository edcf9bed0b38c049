import Wire

/// Numbers one DATA chunk within one direction of an association; it is not a packet number.
/// Source: RFC 9260 §1.5, <https://www.rfc-editor.org/rfc/rfc9260#section-1.5>
package struct TSN: SerialNumber {
    package var rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// Numbers one ordered message within one stream; unordered messages have none.
/// Source: RFC 9260 §3.3.1, <https://www.rfc-editor.org/rfc/rfc9260#section-3.3.1>
package struct StreamSequenceNumber: SerialNumber {
    package var rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }
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
