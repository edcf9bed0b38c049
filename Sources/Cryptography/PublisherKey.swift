package import Crypto
import Foundation

/// The key of whoever publishes packages: ECDSA with P-256 and SHA-256, because every OpenSSL checks it by one command.
///
/// It is made and used where packages are made, and never lies on a service.
package struct PublisherKey {
    private let key: P256.Signing.PrivateKey

    /// Makes one from the system's generator.
    package init() {
        key = P256.Signing.PrivateKey()
    }

    /// - Throws: an error of swift-crypto where the text is no P-256 key in PEM form without a passphrase.
    package init(pem: String) throws {
        key = try P256.Signing.PrivateKey(pemRepresentation: pem)
    }

    /// PKCS #8 in PEM form, for a file that only its owner may read.
    package var pem: String { key.pemRepresentation }

    /// What others check signatures with.
    package var publicKey: PublisherPublicKey { PublisherPublicKey(key: key.publicKey) }

    /// Signs the digest of a package: a DER signature (RFC 3279 §2.2.3), which is another each time.
    package func sign(_ digest: SHA256Digest) throws -> [UInt8] {
        [UInt8](try key.signature(for: digest).derRepresentation)
    }
}

/// What a publisher's signatures are checked with; everybody may have it.
package struct PublisherPublicKey: Sendable {
    fileprivate let key: P256.Signing.PublicKey

    fileprivate init(key: P256.Signing.PublicKey) {
        self.key = key
    }

    /// - Throws: an error of swift-crypto where the text is no P-256 public key in PEM form.
    package init(pem: String) throws {
        key = try P256.Signing.PublicKey(pemRepresentation: pem)
    }

    /// SubjectPublicKeyInfo in PEM form, as `openssl pkey -pubin` reads it.
    package var pem: String { key.pemRepresentation }

    /// SHA-256 of the SubjectPublicKeyInfo in DER form, 64 digits of base 16.
    package var fingerprint: String { Digest.describe(SHA256.hash(data: key.derRepresentation)) }

    /// Whether the key's owner signed a package with this digest. A signature of any length and content may be asked about.
    package func accepts(_ signature: [UInt8], of digest: SHA256Digest) -> Bool {
        guard let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature) else { return false }
        return key.isValidSignature(signature, for: digest)
    }
}

/// SHA-256 of a package, as people and tools write it.
package enum Digest {
    /// 64 digits of base 16, as `sha256sum` prints them.
    package static func describe(_ digest: SHA256Digest) -> String {
        let digits = Array("0123456789abcdef")
        return String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
