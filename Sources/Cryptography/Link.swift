package import Pairing
package import Wire

/// What a host sends to one customer: `SITE/j/INVITATION#SECRET`.
///
/// The secret is in the fragment, which browsers do not send; the service never sees it.
package struct Link: Sendable {
    /// The site's origin, `https://name` or `https://name:port`, without a slash at the end.
    package let site: String
    /// The part that the service knows.
    package let invitation: InvitationID
    /// 32 bytes.
    package let secret: SecretBytes

    /// Makes a link with a new secret.
    /// - Parameter site: a slash at its end does not count.
    package init(site: String, invitation: InvitationID) {
        self.init(
            site: site, invitation: invitation,
            secret: SecretBytes(SystemCryptography().randomBytes(LinkPairing.secretByteCount)))
    }

    /// - Parameter secret: 32 bytes.
    package init(site: String, invitation: InvitationID, secret: SecretBytes) {
        self.site = Self.withoutFinalSlash(site)
        self.invitation = invitation
        self.secret = secret
    }

    /// The link's text; it is a secret and belongs in no log and no argument list.
    package var text: String {
        "\(site)/j/\(invitation.rawValue)#\(Base64URL.serialize(secret.bytes))"
    }

    private static func withoutFinalSlash(_ site: String) -> String {
        site.hasSuffix("/") ? String(site.dropLast()) : site
    }
}
