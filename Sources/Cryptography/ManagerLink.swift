import Pairing
package import SignalingProtocol
package import Wire

/// What a site's page hands to Support Manager: `nearhand://SITE/join?code=CODE#INVITATION.SECRET`, or `…/host?code=CODE`.
///
///     nearhand://support.example.org/join?code=0lzX…#aW52aXRhdGlvbg.c2VjcmV0…    by a link
///     nearhand://support.example.org/join?code=0lzX…                            by a number, typed in the panel
///     nearhand://support.example.org/host?code=0lzX…                            a host's console
///     nearhand://127.0.0.1:8470/join?code=0lzX…&scheme=http                     a site on this computer alone
///
/// Anybody can write one, so it decides nothing but which site the person is asked about. The code is the site's own, and
/// tells its page that the program opened; the fragment holds the link's secret, which the site never sees.
package struct ManagerLink: Sendable {
    /// What begins every link.
    package static let scheme = "nearhand:"
    /// The longest that is looked at, in bytes.
    package static let maximumByteCount = 2_048

    package let site: SiteAddress
    /// Good for ten seconds and once; `nil` when there is none, which keeps nobody from joining.
    package let code: Redacted<String>?
    package let purpose: Purpose

    /// What is opened.
    package enum Purpose: Sendable {
        /// The console of a host, who signs in there.
        case host
        /// The panel of a customer.
        case join(Invitation)
    }

    /// How the customer comes in.
    package enum Invitation: Sendable {
        case link(Link)
        /// The secret of a link is cut off or changed: the number way is open.
        case damagedLink
        case number
    }

    /// `nil` for everything else, also for parts that nobody of ours writes.
    package init?(parsing text: String) {
        guard text.utf8.count <= Self.maximumByteCount, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            text.lowercased().hasPrefix("nearhand://")
        else { return nil }
        let parts = text.dropFirst("nearhand://".count).split(
            separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let address = parts[0].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let place = address[0].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard place.count == 2, place[1] == "join" || place[1] == "host" && parts.count == 1 else { return nil }
        var code: String?
        var scheme = "https"
        for pair in address.count == 2 ? address[1].split(separator: "&") : [] {
            let member = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard member.count == 2 else { return nil }
            switch member[0] {
            case "code": code = String(member[1])
            case "scheme": scheme = String(member[1])
            default: return nil
            }
        }
        guard let site = SiteAddress(parsing: "\(scheme)://\(place[0])"),
            site.isSecure || Self.isThisComputer(site.host),
            code.map(Self.isCode) != false
        else { return nil }
        self.site = site
        self.code = code.map { Redacted($0) }
        let invitation = parts.count == 2 ? Self.invitation(parts[1], to: site) : .number
        purpose = place[1] == "host" ? .host : .join(invitation)
    }

    /// Without TLS nothing leaves this computer.
    private static func isThisComputer(_ host: String) -> Bool {
        ["127.0.0.1", "localhost", "::1"].contains(host)
    }

    private static func isCode(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && Base64URL.parse(text) != nil
    }

    private static func invitation(_ fragment: Substring, to site: SiteAddress) -> Invitation {
        let parts = fragment.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].contains(where: { "/?#".contains($0) }) else { return .damagedLink }
        // The same checks as for a pasted link, because it is one.
        guard case .link(let link) = Link.parse("\(site)/j/\(parts[0])#\(parts[1])") else { return .damagedLink }
        return .link(link)
    }
}
