import Crypto
package import Pairing
import Wire

/// The primitives of pairing on swift-crypto, which on Linux is BoringSSL.
package struct SystemCryptography: PairingCryptography {
    package init() {}

    package func randomBytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    package func hash(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](SHA256.hash(data: bytes))
    }

    /// Looks at every byte; arrays of different lengths differ at once, which tells their lengths alone.
    package func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(0) { $0 | $1.0 ^ $1.1 } == 0
    }

    package func deriveBytes(_ count: Int, from inputKey: SecretBytes, salt: [UInt8], info: String) -> SecretBytes {
        let key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: inputKey.bytes), salt: salt, info: [UInt8](info.utf8),
            outputByteCount: count)
        return SecretBytes(key.withUnsafeBytes { [UInt8]($0) })
    }

    package func authenticate(_ message: [UInt8], key: SecretBytes) -> [UInt8] {
        [UInt8](HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key.bytes)))
    }

    /// A tag of another length is not valid.
    package func isValid(_ tag: [UInt8], for message: [UInt8], key: SecretBytes) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(tag, authenticating: message, using: SymmetricKey(data: key.bytes))
    }

    /// - Precondition: the key has 32 bytes and the nonce 12.
    package func seal(_ plaintext: [UInt8], key: SecretBytes, nonce: [UInt8], associatedData: [UInt8]) -> [UInt8] {
        do {
            let box = try AES.GCM.seal(
                plaintext, using: SymmetricKey(data: key.bytes), nonce: AES.GCM.Nonce(data: nonce),
                authenticating: associatedData)
            return [UInt8](box.ciphertext) + [UInt8](box.tag)
        } catch {
            preconditionFailure("a derived key has 32 bytes and a counter nonce 12")
        }
    }

    package func open(_ box: [UInt8], key: SecretBytes, nonce: [UInt8], associatedData: [UInt8]) -> [UInt8]? {
        let tagByteCount = 16
        guard box.count >= tagByteCount,
            let nonce = try? AES.GCM.Nonce(data: nonce),
            let sealed = try? AES.GCM.SealedBox(
                nonce: nonce, ciphertext: box.dropLast(tagByteCount), tag: box.suffix(tagByteCount)),
            let plaintext = try? AES.GCM.open(
                sealed, using: SymmetricKey(data: key.bytes), authenticating: associatedData)
        else { return nil }
        return [UInt8](plaintext)
    }

    package func makeAgreementKey() -> AgreementKey {
        let key = P256.KeyAgreement.PrivateKey()
        return AgreementKey(
            privateKey: SecretBytes([UInt8](key.rawRepresentation)),
            publicKey: [UInt8](key.publicKey.x963Representation))
    }

    /// Checks that the public key is a point of the curve, as X9.63 uncompressed has it, before the scalar is used.
    package func agree(_ key: AgreementKey, with publicKey: [UInt8]) -> SecretBytes? {
        guard let own = try? P256.KeyAgreement.PrivateKey(rawRepresentation: key.privateKey.bytes),
            let other = try? P256.KeyAgreement.PublicKey(x963Representation: publicKey),
            let shared = try? own.sharedSecretFromKeyAgreement(with: other)
        else { return nil }
        return SecretBytes(shared.withUnsafeBytes { [UInt8]($0) })
    }
}
