import COpenSSL

/// OpenSSL as this process uses it.
enum OpenSSLLibrary {
    /// Prepares the library once, before its first use: without its own cleaning up at the process's end, which would free,
    /// on the thread that ends the process, what a network thread still works with (`OPENSSL_init_crypto(3)`).
    static let isPrepared = OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil) != 0
}
