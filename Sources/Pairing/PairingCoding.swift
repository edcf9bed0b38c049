/// Turns messages into JSON and back; the shell gives it, because JSON needs Foundation.
package protocol PairingCoding: Sendable {
    /// The payload of a relay message: base64url of the JSON.
    func serialize(_ message: PairingMessage) -> String
    /// `nil` for anything that is not a message.
    func parsePairingMessage(_ payload: String) -> PairingMessage?
    /// The JSON that goes into a box.
    func serialize(_ message: SealedMessage) -> [UInt8]
    /// `nil` for anything that is not a message.
    func parseSealedMessage(_ plaintext: [UInt8]) -> SealedMessage?
}
