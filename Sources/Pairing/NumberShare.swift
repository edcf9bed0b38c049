/// One side's part of the number way: `nonce 32 · public key 65 · fingerprint 32`.
package struct NumberShare: Equatable, Sendable {
    /// 32 random bytes, so that a commitment to the share tells nothing of it.
    package var nonce: [UInt8]
    /// P-256, X9.63 uncompressed.
    package var publicKey: [UInt8]
    /// Of the sender's DTLS certificate; the digits cover it.
    package var fingerprint: CertificateFingerprint

    package static let nonceByteCount = 32
    package static let publicKeyByteCount = 65

    package init(nonce: [UInt8], publicKey: [UInt8], fingerprint: CertificateFingerprint) {
        self.nonce = nonce
        self.publicKey = publicKey
        self.fingerprint = fingerprint
    }
}

extension NumberShare: Codable {
    private enum CodingKeys: String, CodingKey {
        case nonce
        case publicKey
        case fingerprint
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        nonce = try container.decodeBytes(count: Self.nonceByteCount, forKey: .nonce)
        publicKey = try container.decodeBytes(count: Self.publicKeyByteCount, forKey: .publicKey)
        fingerprint = try container.decodeFingerprint(forKey: .fingerprint)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeBytes(nonce, forKey: .nonce)
        try container.encodeBytes(publicKey, forKey: .publicKey)
        try container.encodeBytes(fingerprint.bytes, forKey: .fingerprint)
    }
}
