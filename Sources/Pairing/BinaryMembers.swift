import Wire

/// Binary members of a message are base64url strings.
extension KeyedDecodingContainer {
    /// - Throws: `DecodingError` when the member is no base64url or has another count of bytes.
    func decodeBytes(count: Int? = nil, forKey key: Key) throws -> [UInt8] {
        guard let bytes = Base64URL.parse(try decode(String.self, forKey: key)), count == nil || count == bytes.count
        else {
            throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "not the bytes expected")
        }
        return bytes
    }

    /// - Throws: `DecodingError` when the member is no base64url of 32 bytes.
    func decodeFingerprint(forKey key: Key) throws -> CertificateFingerprint {
        guard let fingerprint = CertificateFingerprint(try decodeBytes(forKey: key)) else {
            throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "not a fingerprint")
        }
        return fingerprint
    }
}

extension KeyedEncodingContainer {
    /// Writes base64url without padding.
    mutating func encodeBytes(_ bytes: [UInt8], forKey key: Key) throws {
        try encode(Base64URL.serialize(bytes), forKey: key)
    }
}
