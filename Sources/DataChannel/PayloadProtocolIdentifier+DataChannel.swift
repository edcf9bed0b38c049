package import SCTP

/// The payload protocols of data channels. The deprecated parts 52 and 54 are not taken.
/// Source: RFC 8831 §8, <https://www.rfc-editor.org/rfc/rfc8831#section-8>
extension PayloadProtocolIdentifier {
    /// A message of the Data Channel Establishment Protocol.
    package static let establishment = PayloadProtocolIdentifier(rawValue: 50)
    /// A whole text in UTF-8 that is not empty.
    package static let string = PayloadProtocolIdentifier(rawValue: 51)
    /// A whole binary message that is not empty.
    package static let binary = PayloadProtocolIdentifier(rawValue: 53)
    /// An empty text, carried as one byte that is ignored.
    package static let emptyString = PayloadProtocolIdentifier(rawValue: 56)
    /// An empty binary message, carried as one byte that is ignored.
    package static let emptyBinary = PayloadProtocolIdentifier(rawValue: 57)
}
