import COpenSSL
package import SDP

/// A self-signed ECDSA P-256 certificate with its key, made for one session and forgotten with it.
///
/// Its address is shared with OpenSSL, hence a class. It never changes after `make`, and OpenSSL counts references
/// atomically, so several connections on several threads may hold it.
/// Source: RFC 8827 §6.5, <https://www.rfc-editor.org/rfc/rfc8827#section-6.5>
package final class Certificate: @unchecked Sendable {
    /// What the description names and the peer compares.
    package let fingerprint: Fingerprint
    /// An `X509`, freed with this object.
    let certificate: OpaquePointer
    /// Its `EVP_PKEY`; the private half never leaves OpenSSL.
    let key: OpaquePointer

    /// How long before now a certificate is valid, for peers whose clock is behind.
    private static let backdatedSeconds = -86_400
    /// How long a certificate is valid; a session lasts a day at most.
    private static let lifetimeSeconds = 30 * 86_400

    private init(certificate: OpaquePointer, key: OpaquePointer, fingerprint: Fingerprint) {
        self.certificate = certificate
        self.key = key
        self.fingerprint = fingerprint
    }

    deinit {
        X509_free(certificate)
        EVP_PKEY_free(key)
    }

    /// Makes a key and its certificate; about 0.1 ms.
    /// - Throws: `DTLSError.library`.
    package static func make() throws(DTLSError) -> Certificate {
        // Nothing of OpenSSL is used without a certificate.
        guard OpenSSLLibrary.isPrepared, let key = nearhand_generate_p256_key() else { throw .library(.takeFirst()) }
        guard let certificate = X509_new() else {
            EVP_PKEY_free(key)
            throw .library(.takeFirst())
        }
        do throws(DTLSError) {
            try fill(certificate, key: key)
            let fingerprint = try fingerprint(of: certificate)
            return Certificate(certificate: certificate, key: key, fingerprint: fingerprint)
        } catch {
            X509_free(certificate)
            EVP_PKEY_free(key)
            throw error
        }
    }

    private static func fill(_ certificate: OpaquePointer, key: OpaquePointer) throws(DTLSError) {
        // X.509 version 3 is written as 2.
        try check(X509_set_version(certificate, 2))
        // A fresh serial number, so that two sessions' certificates have nothing in common.
        let serial = UInt64.random(in: 1...UInt64(Int64.max))
        try check(ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial))
        X509_gmtime_adj(X509_getm_notBefore(certificate), backdatedSeconds)
        X509_gmtime_adj(X509_getm_notAfter(certificate), lifetimeSeconds)
        try check(X509_set_pubkey(certificate, key))
        let name = X509_get_subject_name(certificate)
        // The name says nothing: the certificate crosses the network in the clear.
        try check(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, "WebRTC", -1, -1, 0))
        try check(X509_set_issuer_name(certificate, name))
        guard X509_sign(certificate, key, EVP_sha256()) > 0 else { throw .library(.takeFirst()) }
    }

    /// The fingerprint of any certificate, for instance a peer's.
    static func fingerprint(of certificate: OpaquePointer) throws(DTLSError) -> Fingerprint {
        var hash = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: CUnsignedInt = 0
        try check(X509_digest(certificate, EVP_sha256(), &hash, &count))
        guard let fingerprint = Fingerprint(sha256: Array(hash.prefix(Int(count)))) else { throw .library(.none) }
        return fingerprint
    }
}
