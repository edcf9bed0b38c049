import COpenSSL

/// An SRTP protection profile that both sides agreed on in the handshake.
/// Source: RFC 5764 §4.1.2, <https://www.rfc-editor.org/rfc/rfc5764#section-4.1.2>; RFC 7714 §14.2.
package enum SRTPProtectionProfile: UInt16, Sendable, CaseIterable {
    /// AES counter mode with an 80-bit tag, which every WebRTC peer has (RFC 8827 §6.5).
    case aes128CMSHA180 = 0x0001
    /// AES-GCM with a 128-bit tag.
    case aeadAES128GCM = 0x0007

    /// The length of the master key in bytes.
    package var keyByteCount: Int { 16 }

    /// The length of the master salt in bytes.
    package var saltByteCount: Int {
        switch self {
        case .aes128CMSHA180: 14
        case .aeadAES128GCM: 12
        }
    }

    /// Both profiles in our order: the server's order decides, and AEAD costs a fifth of the processor time.
    static let offered = "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80"
}

/// The master keys and salts of one association, as its two ends name them.
/// Source: RFC 5764 §4.2, <https://www.rfc-editor.org/rfc/rfc5764#section-4.2>
package struct SRTPKeyingMaterial: Sendable, CustomStringConvertible {
    /// What both sides agreed on; it says how long keys and salts are.
    package let profile: SRTPProtectionProfile
    /// Master key ‖ master salt of what we send.
    package let local: [UInt8]
    /// Master key ‖ master salt of what the peer sends.
    package let remote: [UInt8]

    /// Splits what the exporter gives: `client key · server key · client salt · server salt`.
    init(profile: SRTPProtectionProfile, exported bytes: [UInt8], role: DTLSConnection.Role) {
        let key = profile.keyByteCount
        let salt = profile.saltByteCount
        precondition(bytes.count == 2 * (key + salt), "the exporter gives what was asked for")
        let client = Array(bytes[0..<key]) + Array(bytes[2 * key..<2 * key + salt])
        let server = Array(bytes[key..<2 * key]) + Array(bytes[(2 * key + salt)...])
        self.profile = profile
        local = role == .client ? client : server
        remote = role == .client ? server : client
    }

    package var description: String { "‹redacted›" }
}
