import Crypto
import Wire

/// Random secrets and their hashes. A secret leaves the process once; only its hash is stored.
enum Secrets {
    /// 32 bytes of the system generator as base64url.
    static func makeToken() -> String {
        Base64URL.serialize(randomBytes(32))
    }

    /// 79 bits in four groups of letters and digits that are not mistaken for each other.
    static func makeOneTimePassword() -> String {
        let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789".utf8)
        var text = ""
        for index in 0..<16 {
            if index > 0, index.isMultiple(of: 4) { text.append("-") }
            text.unicodeScalars.append(Unicode.Scalar(alphabet[Int.random(in: alphabet.indices)]))
        }
        return text
    }

    /// SHA-256, 32 bytes. It has no salt: what is hashed here is random, never a person's password.
    static func hash(_ secret: String) -> [UInt8] {
        Array(SHA256.hash(data: Array(secret.utf8)))
    }

    /// `code_challenge = BASE64URL(SHA256(code_verifier))` (RFC 7636 §4.2).
    static func challenge(of verifier: String) -> String {
        Base64URL.serialize(hash(verifier))
    }

    /// Of the system's generator.
    static func randomBytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max) }
    }
}
