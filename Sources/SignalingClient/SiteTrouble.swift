import NIOSSL

/// Why a site is not reached, in terms that a person can act on.
package enum SiteTrouble: Error, Equatable, Sendable {
    /// Nothing answers, or what stood broke off.
    case unreachable
    /// The site's certificate is none that this computer trusts, or another name's.
    case certificateNotTrusted
    /// Something answers, and it is no Nearhand site.
    case notNearhand

    /// Reads what a connection failed with.
    init(_ error: any Error) {
        switch error {
        case let trouble as SiteTrouble: self = trouble
        case let error as NIOSSLExtraError where error == .failedToValidateHostname: self = .certificateNotTrusted
        case NIOSSLError.handshakeFailed(let reason) where "\(reason)".contains("CERTIFICATE_VERIFY_FAILED"):
            self = .certificateNotTrusted
        case NIOSSLError.unableToValidateCertificate, NIOSSLError.noCertificateToValidate:
            self = .certificateNotTrusted
        default: self = .unreachable
        }
    }
}
