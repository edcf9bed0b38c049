/// A STUN message: its class and method, its transaction, its attributes in order.
///
/// ```text
///  0                   1                   2                   3
/// |0 0|     STUN Message Type     |         Message Length        |
/// |                         Magic Cookie                          |
/// |                     Transaction ID (96 bits)                  |
/// ```
/// Source: RFC 8489 §5 <https://www.rfc-editor.org/rfc/rfc8489#section-5>
package struct STUNMessage: Equatable, Sendable {
    /// The two bits that say what a message is for.
    package enum Class: UInt16, Sendable {
        /// Asks for an answer.
        case request = 0b00
        /// Asks for none.
        case indication = 0b01
        /// Answers a request that was granted.
        case successResponse = 0b10
        /// Answers a request that was refused.
        case errorResponse = 0b11
    }

    /// What is asked; twelve bits.
    package struct Method: RawRepresentable, Hashable, Sendable {
        package let rawValue: UInt16
        /// Keeps the low twelve bits.
        package init(rawValue: UInt16) { self.rawValue = rawValue & 0xFFF }

        /// Asks which address and port the request comes from (RFC 8489 §3).
        package static let binding = Method(rawValue: 1)
    }

    /// 12 bytes that the client chose.
    package struct TransactionID: Hashable, Sendable {
        /// Twelve bytes; an answer repeats them.
        package let bytes: [UInt8]

        /// `nil` unless there are 12 bytes.
        package init?(_ bytes: [UInt8]) {
            guard bytes.count == STUNMessage.transactionIDByteCount else { return nil }
            self.bytes = bytes
        }
    }

    /// One attribute as it stands.
    package struct Attribute: Equatable, Sendable {
        /// What the value is.
        package var type: STUNAttributeType
        /// Without header and padding.
        package var value: [UInt8]

        package init(type: STUNAttributeType, value: [UInt8]) {
            self.type = type
            self.value = value
        }
    }

    /// Tells STUN from what RFC 3489 knew, and covers addresses (RFC 8489 §5).
    package static let magicCookie: UInt32 = 0x2112_A442
    /// Type, length, cookie and transaction ID.
    package static let headerByteCount = 20
    /// 96 bits.
    package static let transactionIDByteCount = 12

    /// What the message is for.
    package var messageClass: Class
    /// What is asked.
    package var method: Method
    /// What joins an answer to its request.
    package var transactionID: TransactionID
    /// In the order of the wire; one type may come several times.
    package var attributes: [Attribute]

    package init(messageClass: Class, method: Method, transactionID: TransactionID, attributes: [Attribute] = []) {
        self.messageClass = messageClass
        self.method = method
        self.transactionID = transactionID
        self.attributes = attributes
    }

    /// The value of the first attribute of a type; later ones of the same type are ignored (RFC 8489 §14).
    package func value(of type: STUNAttributeType) -> [UInt8]? {
        attributes.first { $0.type == type }?.value
    }
}

/// The kind of an attribute. Below 0x8000 a receiver must understand it or refuse the request.
/// Source: RFC 8489 §18.3 <https://www.rfc-editor.org/rfc/rfc8489#section-18.3>
package struct STUNAttributeType: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let mappedAddress = STUNAttributeType(rawValue: 0x0001)
    package static let username = STUNAttributeType(rawValue: 0x0006)
    package static let messageIntegrity = STUNAttributeType(rawValue: 0x0008)
    package static let errorCode = STUNAttributeType(rawValue: 0x0009)
    package static let unknownAttributes = STUNAttributeType(rawValue: 0x000A)
    package static let realm = STUNAttributeType(rawValue: 0x0014)
    package static let nonce = STUNAttributeType(rawValue: 0x0015)
    package static let messageIntegritySHA256 = STUNAttributeType(rawValue: 0x001C)
    package static let xorMappedAddress = STUNAttributeType(rawValue: 0x0020)
    /// ICE (RFC 8445 §16.1).
    package static let priority = STUNAttributeType(rawValue: 0x0024)
    /// ICE (RFC 8445 §16.1).
    package static let useCandidate = STUNAttributeType(rawValue: 0x0025)
    package static let software = STUNAttributeType(rawValue: 0x8022)
    package static let fingerprint = STUNAttributeType(rawValue: 0x8028)

    /// Whether a receiver that does not know it must refuse the request (RFC 8489 §14).
    package var isComprehensionRequired: Bool { rawValue < 0x8000 }
}
