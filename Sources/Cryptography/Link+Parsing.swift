import Pairing
package import Wire

extension Link {
    /// What a pasted text turned out to be.
    package enum ParseResult: Sendable {
        /// All of it is there; whether it works the service says.
        case link(Link)
        /// Site and invitation are there, and the secret is cut off or changed: the number way still works.
        case damagedSecret(site: String, invitation: InvitationID)
        /// No link of ours.
        case notALink
    }

    /// The longest text that is looked at, in bytes.
    private static let maximumByteCount = 2_048

    /// Parses what a person pasted; white space and angle brackets around it do not count.
    package static func parse(_ pasted: String) -> ParseResult {
        guard pasted.utf8.count <= maximumByteCount else { return .notALink }
        let text = trimmed(pasted)
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first, let marker = rangeOfMarker(in: address) else { return .notALink }
        let site = address[..<marker.lowerBound]
        let invitation = address[marker.upperBound...].prefix { $0 != "?" && $0 != "/" }
        guard isOrigin(site), isIdentifier(invitation) else { return .notALink }
        let identifier = InvitationID(rawValue: String(invitation))
        guard parts.count == 2, let secret = Base64URL.parse(parts[1]), secret.count == LinkPairing.secretByteCount
        else { return .damagedSecret(site: String(site), invitation: identifier) }
        return .link(Link(site: String(site), invitation: identifier, secret: SecretBytes(secret)))
    }

    /// Where `/j/` stands.
    private static func rangeOfMarker(in address: Substring) -> Range<Substring.Index>? {
        var index = address.startIndex
        while index < address.endIndex {
            if address[index...].hasPrefix("/j/") { return index..<address.index(index, offsetBy: 3) }
            index = address.index(after: index)
        }
        return nil
    }

    /// `http` or `https`, a host and at most a port: no path, no name or password.
    private static func isOrigin(_ site: Substring) -> Bool {
        for scheme in ["https://", "http://"] where site.lowercased().hasPrefix(scheme) {
            let host = site.dropFirst(scheme.count)
            return !host.isEmpty
                && host.utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                        UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
                        true
                    default: false
                    }
                }
        }
        return false
    }

    private static func isIdentifier(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    private static func trimmed(_ text: String) -> Substring {
        var text = text[...]
        while let first = text.first, first.isWhitespace || first == "<" { text.removeFirst() }
        while let last = text.last, last.isWhitespace || last == ">" { text.removeLast() }
        return text
    }
}
