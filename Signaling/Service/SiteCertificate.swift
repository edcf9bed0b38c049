import Glibc
import NIOSSL

/// Reads a certificate's chain and its key, and checks that they are a pair.
enum SiteCertificate {
    /// - Throws: `StartFailure.certificateUnreadable`, `.keyUnreadable` or `.keyMismatch`.
    static func load(certificateFile: String, keyFile: String) throws(StartFailure) -> TLSConfiguration {
        let chain: [NIOSSLCertificate]
        if let reason = obstacle(to: certificateFile) {
            throw .certificateUnreadable(file: certificateFile, reason: reason)
        }
        do { chain = try NIOSSLCertificate.fromPEMFile(certificateFile) } catch { chain = [] }
        guard !chain.isEmpty else {
            throw .certificateUnreadable(file: certificateFile, reason: "it holds no PEM certificate")
        }
        if let reason = obstacle(to: keyFile) { throw .keyUnreadable(file: keyFile, reason: reason) }
        let key: NIOSSLPrivateKey
        do {
            key = try NIOSSLPrivateKey(file: keyFile, format: .pem)
        } catch {
            throw .keyUnreadable(file: keyFile, reason: "it holds no PEM key, or one with a passphrase")
        }
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        tls.minimumTLSVersion = .tlsv12
        // WebSocket needs HTTP/1.1 here (RFC 6455); HTTP/2 is not offered.
        tls.applicationProtocols = ["http/1.1"]
        // BoringSSL compares the two keys when it takes them up.
        do { _ = try NIOSSLContext(configuration: tls) } catch { throw .keyMismatch }
        return tls
    }

    /// Why a file cannot be opened; `nil` when it can.
    private static func obstacle(to file: String) -> String? {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return String(cString: strerror(errno)) }
        close(descriptor)
        return nil
    }
}
