import COpenSSL

/// Why a DTLS association cannot be made or does not go on.
package enum DTLSError: Error, Equatable, Sendable {
    /// OpenSSL refused a call of ours; the code is that of `ERR_get_error`.
    case library(OpenSSLErrorCode)
    /// The peer's certificate is not the one that its description named.
    case fingerprintMismatch
    /// The peer sent no certificate.
    case noCertificate
    /// The handshake ended by an alert or by bytes that make no sense.
    case handshakeFailed(OpenSSLErrorCode)
    /// Too many retransmissions went unanswered.
    case timedOut
    /// An established association met a fatal alert or an error of the record layer.
    case connectionFailed(OpenSSLErrorCode)
    /// The call needs an association whose peer is verified.
    case notConnected
    /// One record cannot hold that many bytes and stay within a datagram.
    case messageTooLong(byteCount: Int)
}

/// A packed error code of OpenSSL: library and reason, without text of the peer's.
package struct OpenSSLErrorCode: RawRepresentable, Hashable, Sendable {
    /// The code as `ERR_get_error` gives it; 0 for none.
    package let rawValue: UInt

    package init(rawValue: UInt) { self.rawValue = rawValue }

    /// Nothing was in the queue.
    package static let none = OpenSSLErrorCode(rawValue: 0)

    /// Takes the oldest error off this thread's queue and empties the rest.
    static func takeFirst() -> OpenSSLErrorCode {
        let code = OpenSSLErrorCode(rawValue: UInt(ERR_get_error()))
        ERR_clear_error()
        return code
    }
}

/// Throws what OpenSSL left in its queue unless a call returned one.
func check(_ status: CInt) throws(DTLSError) {
    guard status == 1 else { throw .library(.takeFirst()) }
}
