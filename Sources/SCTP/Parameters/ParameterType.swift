/// The type of a parameter of INIT, INIT ACK or HEARTBEAT.
/// Source: RFC 9260 §3.2.1 and §3.3.2, <https://www.rfc-editor.org/rfc/rfc9260#section-3.2.1>
package struct ParameterType: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let heartbeatInformation = ParameterType(rawValue: 1)
    package static let ipv4Address = ParameterType(rawValue: 5)
    package static let ipv6Address = ParameterType(rawValue: 6)
    package static let stateCookie = ParameterType(rawValue: 7)
    package static let unrecognizedParameter = ParameterType(rawValue: 8)
    package static let cookiePreservative = ParameterType(rawValue: 9)
    package static let hostNameAddress = ParameterType(rawValue: 11)
    package static let supportedAddressTypes = ParameterType(rawValue: 12)
    /// RFC 9653 §4, <https://www.rfc-editor.org/rfc/rfc9653#section-4>
    package static let zeroChecksumAcceptable = ParameterType(rawValue: 0x8001)
    /// RFC 5061 §4.2.7, <https://www.rfc-editor.org/rfc/rfc5061#section-4.2.7>
    package static let supportedExtensions = ParameterType(rawValue: 0x8008)
    /// RFC 3758 §3.1, <https://www.rfc-editor.org/rfc/rfc3758#section-3.1>
    package static let forwardTSNSupported = ParameterType(rawValue: 0xC000)

    /// What the two highest bits tell a receiver that does not know the type.
    package var ifUnknown: UnknownTypeAction { UnknownTypeAction(highestBits: UInt8(rawValue >> 14)) }

    /// Known, and without meaning where DTLS is the path: RFC 8261 §6.1 rules out more than one address.
    /// Source: <https://www.rfc-editor.org/rfc/rfc8261#section-6.1>
    static let ignoredInInitiation: Set<ParameterType> = [
        .ipv4Address, .ipv6Address, .cookiePreservative, .hostNameAddress, .supportedAddressTypes,
    ]
}
