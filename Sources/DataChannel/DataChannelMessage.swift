import SCTP

/// What a data channel carries.
/// Source: RFC 8831 §6.6, <https://www.rfc-editor.org/rfc/rfc8831#section-6.6>
package enum DataChannelMessage: Equatable, Sendable {
    /// UTF-8 on the wire; may be empty.
    case text(String)
    /// May be empty.
    case binary([UInt8])

    /// The message's bytes without framing.
    package var byteCount: Int {
        switch self {
        case .text(let text): text.utf8.count
        case .binary(let bytes): bytes.count
        }
    }

    /// The message as SCTP carries it: never empty.
    var wireForm: (payloadProtocol: PayloadProtocolIdentifier, payload: [UInt8]) {
        switch self {
        case .text(let text) where text.utf8.isEmpty: (.emptyString, [0])
        case .text(let text): (.string, Array(text.utf8))
        case .binary(let bytes) where bytes.isEmpty: (.emptyBinary, [0])
        case .binary(let bytes): (.binary, bytes)
        }
    }

    /// Why bytes are no message.
    enum Refusal: Error {
        /// The peer says that it is a text, and it is not UTF-8.
        case notUTF8
        /// None of the four protocols of messages, the deprecated ones for parts among them.
        case unknownPayloadProtocol
    }

    /// - Throws: `Refusal` when a text is not UTF-8, or the protocol is none of data channels'.
    init(_ payloadProtocol: PayloadProtocolIdentifier, _ payload: [UInt8]) throws(Refusal) {
        switch payloadProtocol {
        case .string:
            guard let text = String(validating: payload, as: UTF8.self) else { throw .notUTF8 }
            self = .text(text)
        case .binary: self = .binary(payload)
        case .emptyString: self = .text("")
        case .emptyBinary: self = .binary([])
        default: throw .unknownPayloadProtocol
        }
    }
}
