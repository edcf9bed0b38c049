package import Wire

/// The attributes that describe the transport under a section, or under all of them at session level.
/// Source: RFC 8839 §5.4 and §5.6, RFC 8842 §5 <https://www.rfc-editor.org/rfc/rfc8842#section-5>
package struct TransportAttributes: Hashable, Sendable {
    /// `a=ice-ufrag`, 4 to 256 `ice-char`.
    package var usernameFragment: String?
    /// `a=ice-pwd`, 22 to 256 `ice-char`.
    package var password: Redacted<String>?
    /// Such as `trickle` and `renomination`; empty when there is no such line.
    package var iceOptions: [String]
    /// Those by SHA-256. Other hash functions that are not refused stay among the unread attributes.
    package var fingerprints: [Fingerprint]
    /// Who begins the DTLS handshake (`a=setup`).
    package var setup: SetupRole?
    /// Names the DTLS association (`a=tls-id`, RFC 8842 §4); a change of it asks for a new one.
    package var tlsID: String?

    /// Describes a transport; credentials are set as a pair or not at all.
    package init(
        iceCredentials: ICECredentials? = nil, iceOptions: [String] = [], fingerprints: [Fingerprint] = [],
        setup: SetupRole? = nil
    ) {
        usernameFragment = iceCredentials?.usernameFragment
        password = iceCredentials?.password
        self.iceOptions = iceOptions
        self.fingerprints = fingerprints
        self.setup = setup
    }

    /// `nil` unless both halves are there.
    package var iceCredentials: ICECredentials? {
        guard let usernameFragment, let password else { return nil }
        return ICECredentials(usernameFragment: usernameFragment, password: password.value)
    }

    /// Takes from `session` whatever is not said here.
    func filled(from session: TransportAttributes) -> TransportAttributes {
        var result = self
        if usernameFragment == nil, password == nil {
            result.usernameFragment = session.usernameFragment
            result.password = session.password
        }
        if iceOptions.isEmpty { result.iceOptions = session.iceOptions }
        if fingerprints.isEmpty { result.fingerprints = session.fingerprints }
        if setup == nil { result.setup = session.setup }
        if tlsID == nil { result.tlsID = session.tlsID }
        return result
    }
}
