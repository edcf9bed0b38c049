import CSRTP

/// Why a packet cannot be protected or does not open.
package enum SRTPError: Error, Equatable, Sendable {
    /// The master key and salt have not the length that the profile asks for.
    case invalidKeyingMaterial
    /// The packet is shorter than its header and tag.
    case truncated
    /// The tag does not fit: damaged, forged, or of another key.
    case authenticationFailed
    /// The packet, or one too far ahead of it, was here before.
    case replayed
    /// libsrtp2 refused for another reason.
    case library(SRTPStatus)
}

/// A status code of libsrtp2.
package struct SRTPStatus: RawRepresentable, Hashable, Sendable {
    /// The code of `srtp_err_status_t`.
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// Throws the case that fits a status.
func check(_ status: srtp_err_status_t) throws(SRTPError) {
    switch status {
    case srtp_err_status_ok: return
    case srtp_err_status_auth_fail: throw .authenticationFailed
    case srtp_err_status_replay_fail, srtp_err_status_replay_old: throw .replayed
    case srtp_err_status_bad_param, srtp_err_status_parse_err: throw .truncated
    default: throw .library(SRTPStatus(rawValue: UInt32(status.rawValue)))
    }
}
