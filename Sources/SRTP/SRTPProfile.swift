import CSRTP

/// How packets are encrypted and authenticated.
/// Source: RFC 3711 §4 and RFC 7714, <https://www.rfc-editor.org/rfc/rfc7714>
package enum SRTPProfile: Sendable, CaseIterable {
    /// AES counter mode with an 80-bit HMAC-SHA1 tag.
    case aes128CMSHA180
    /// AES-GCM with a 128-bit tag.
    case aeadAES128GCM

    /// Master key 16 · master salt 14 or 12.
    package var keyingMaterialByteCount: Int {
        switch self {
        case .aes128CMSHA180: 30
        case .aeadAES128GCM: 28
        }
    }

    /// What protection adds to an RTP packet.
    package var tagByteCount: Int {
        switch self {
        case .aes128CMSHA180: 10
        case .aeadAES128GCM: 16
        }
    }

    /// What protection adds to an RTCP packet: index 4 and the tag.
    package var controlTrailerByteCount: Int { tagByteCount + 4 }

    /// Sets the ciphers of RTP and RTCP in a policy; what else is in it stays.
    func fill(_ policy: inout srtp_policy_t) {
        switch self {
        case .aes128CMSHA180:
            srtp_crypto_policy_set_rtp_default(&policy.rtp)
            srtp_crypto_policy_set_rtcp_default(&policy.rtcp)
        case .aeadAES128GCM:
            srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtp)
            srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtcp)
        }
    }
}
