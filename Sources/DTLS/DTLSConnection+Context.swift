import COpenSSL

extension DTLSConnection {
    /// Suites with forward secrecy and AEAD; a peer's certificate may be RSA (GStreamer's is).
    private static let cipherSuites = [
        "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305",
        "ECDHE-RSA-CHACHA20-POLY1305", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384",
    ]
    .joined(separator: ":")

    /// Makes the settings of one association: DTLS 1.2 alone, a certificate on both sides, both SRTP profiles.
    /// - Throws: `DTLSError.library`.
    static func makeContext(_ certificate: Certificate) throws(DTLSError) -> OpaquePointer {
        guard let context = SSL_CTX_new(DTLS_method()) else { throw .library(.takeFirst()) }
        do throws(DTLSError) {
            try configure(context, certificate: certificate)
            return context
        } catch {
            SSL_CTX_free(context)
            throw error
        }
    }

    private static func configure(_ context: OpaquePointer, certificate: Certificate) throws(DTLSError) {
        nearhand_ctx_set_options(context)
        try check(nearhand_ctx_set_dtls_1_2_only(context))
        try check(SSL_CTX_set_cipher_list(context, cipherSuites))
        try check(nearhand_ctx_set_groups(context, "X25519:P-256:P-384"))
        try check(SSL_CTX_use_certificate(context, certificate.certificate))
        try check(SSL_CTX_use_PrivateKey(context, certificate.key))
        // This call alone returns 0 for success.
        guard SSL_CTX_set_tlsext_use_srtp(context, SRTPProtectionProfile.offered) == 0 else {
            throw .library(.takeFirst())
        }
        // The chain means nothing between self-signed certificates: it is accepted here, on the caller's thread, and
        // `completeHandshake` compares the fingerprint before anything else happens.
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT) { _, _ in 1 }
    }
}
