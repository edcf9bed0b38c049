/// Answers Binding requests with the address they came from: all of a STUN server that ICE needs.
///
/// It keeps no state. An answer is at most 2.6 times as long as its request, and goes nowhere but to its source.
/// Source: RFC 8489 §6.3.1 <https://www.rfc-editor.org/rfc/rfc8489#section-6.3.1>
package struct BindingResponder: Sendable {
    package init() {}

    /// Attributes that a request may carry and that change nothing in the answer.
    private static let understood: Set<STUNAttributeType> = [
        .username, .messageIntegrity, .messageIntegritySHA256, .realm, .nonce, .priority, .useCandidate,
    ]

    /// The datagram to send back to `source`; `nil` for whatever is not a well-formed Binding request.
    ///
    /// A request with an attribute that must be understood and is not gets error 420 (RFC 8489 §6.3.1).
    package func response(to datagram: [UInt8], from source: TransportAddress) -> [UInt8]? {
        if !STUNMessage.hasMagicCookie(datagram), let request = try? ClassicBindingRequest.parse(datagram) {
            return request.response(with: source)
        }
        guard let request = try? STUNMessage.parse(datagram), request.messageClass == .request,
            request.method == .binding
        else { return nil }
        let unknown = request.attributes.map(\.type).filter {
            $0.isComprehensionRequired && !Self.understood.contains($0)
        }
        return (unknown.isEmpty ? success(request, source) : refusal(request, unknown)).serialize()
    }

    private func success(_ request: STUNMessage, _ source: TransportAddress) -> STUNMessage {
        let address = STUNMessage.Attribute(
            type: .xorMappedAddress, value: source.serialize(xoredWith: request.transactionID))
        return STUNMessage(
            messageClass: .successResponse, method: .binding, transactionID: request.transactionID,
            attributes: [address])
    }

    private func refusal(_ request: STUNMessage, _ unknown: [STUNAttributeType]) -> STUNMessage {
        let types = unknown.prefix(8).flatMap {
            [UInt8(truncatingIfNeeded: $0.rawValue >> 8), UInt8(truncatingIfNeeded: $0.rawValue)]
        }
        return STUNMessage(
            messageClass: .errorResponse, method: .binding, transactionID: request.transactionID,
            attributes: [
                STUNMessage.Attribute(type: .errorCode, value: STUNErrorCode.unknownAttribute.serialize()),
                STUNMessage.Attribute(type: .unknownAttributes, value: types),
            ])
    }
}
