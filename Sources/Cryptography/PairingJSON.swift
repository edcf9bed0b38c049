package import Pairing
import Wire
import WireJSON

/// Pairing messages as JSON: a relay's payload, and the plaintext of a box.
package struct PairingJSON: PairingCoding {
    /// Room for what a relay's payload can hold, and no nesting that a message does not have.
    private static let limits = JSON.Limits(maximumByteCount: 49_152, maximumDepth: 4)

    package init() {}

    package func serialize(_ message: PairingMessage) -> String {
        Base64URL.serialize(Self.encode(message))
    }

    package func parsePairingMessage(_ payload: String) -> PairingMessage? {
        guard let bytes = Base64URL.parse(payload) else { return nil }
        return try? JSON.decode(PairingMessage.self, from: bytes, limits: Self.limits)
    }

    package func serialize(_ message: SealedMessage) -> [UInt8] {
        Self.encode(message)
    }

    package func parseSealedMessage(_ plaintext: [UInt8]) -> SealedMessage? {
        try? JSON.decode(SealedMessage.self, from: plaintext, limits: Self.limits)
    }

    private static func encode(_ message: some Encodable) -> [UInt8] {
        do {
            return try JSON.encode(message)
        } catch {
            preconditionFailure("strings and integers always encode")
        }
    }
}
