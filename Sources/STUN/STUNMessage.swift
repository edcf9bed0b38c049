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
        case request = 0b00
        case indication = 0b01
        case successResponse = 0b10
        case errorResponse = 0b11
    }

    /// What is asked; twelve bits.
    package struct Method: RawRepresentable, Hashable, Sendable {
        package let rawValue: UInt16
        package init(rawValue: UInt16) { self.rawValue = rawValue & 0xFFF }

        package static let binding = Method(rawValue: 1)
    }

    /// 12 bytes that the client chose.
    package struct TransactionID: Hashable, Sendable {
        package let bytes: [UInt8]

        /// `nil` unless there are 12 bytes.
        package init?(_ bytes: [UInt8]) {
            guard bytes.count == STUNMessage.transactionIDByteCount else { return nil }
            self.bytes = bytes
        }
    }

    /// One attribute as it stands.
    package struct Attribute: Equatable, Sendable {
        package var type: STUNAttributeType
        package var value: [UInt8]

        package init(type: STUNAttributeType, value: [UInt8]) {
            self.type = type
            self.value = value
        }
    }

    package static let magicCookie: UInt32 = 0x2112_A442
    package static let headerByteCount = 20
    package static let transactionIDByteCount = 12

    package var messageClass: Class
    package var method: Method
    package var transactionID: TransactionID
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
