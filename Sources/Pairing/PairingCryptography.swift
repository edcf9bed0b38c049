/// The primitives that pairing needs; `SystemCryptography` gives them, and tests give worse ones to show what each holds up.
package protocol PairingCryptography: Sendable {
    /// Bytes of the system's generator.
    func randomBytes(_ count: Int) -> [UInt8]

    /// SHA-256 (FIPS 180-4); 32 bytes.
    func hash(_ bytes: [UInt8]) -> [UInt8]

    /// Compares in time that does not depend on where the first difference is.
    func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool

    /// HKDF-SHA256 (RFC 5869).
    func deriveBytes(_ count: Int, from inputKey: SecretBytes, salt: [UInt8], info: String) -> SecretBytes

    /// HMAC-SHA256 (RFC 2104); 32 bytes.
    func authenticate(_ message: [UInt8], key: SecretBytes) -> [UInt8]

    /// Checks an HMAC-SHA256 in constant time.
    func isValid(_ tag: [UInt8], for message: [UInt8], key: SecretBytes) -> Bool

    /// AES-256-GCM: `ciphertext n · tag 16`.
    /// - Parameter nonce: 12 bytes, never twice under one key.
    func seal(_ plaintext: [UInt8], key: SecretBytes, nonce: [UInt8], associatedData: [UInt8]) -> [UInt8]

    /// The plaintext of a box; `nil` when key, nonce, data or box are not those it was sealed with.
    func open(_ box: [UInt8], key: SecretBytes, nonce: [UInt8], associatedData: [UInt8]) -> [UInt8]?

    /// Makes a P-256 key for one attempt.
    func makeAgreementKey() -> AgreementKey

    /// The x-coordinate of the shared point, 32 bytes; `nil` when the public key is no point of the curve.
    func agree(_ key: AgreementKey, with publicKey: [UInt8]) -> SecretBytes?
}
