import Wire

/// `https://host[:port]` or `http://host[:port]`: one installation of the service, and the origin of its pages.
package struct SiteAddress: Hashable, Sendable, CustomStringConvertible {
    /// Whether pages and WebSocket go over TLS.
    package let isSecure: Bool
    /// A name or an IPv4 address in lower case, or an IPv6 address without its brackets.
    package let host: String
    /// The port, also when the address leaves it out.
    package let port: UInt16

    /// - Parameter host: a name in lower case, or an address without brackets; it is not checked.
    package init(isSecure: Bool, host: String, port: UInt16) {
        self.isSecure = isSecure
        self.host = host
        self.port = port
    }

    /// Parses an address; one slash at the end is passed over, anything else behind the host and port is refused.
    package init?(parsing text: String) {
        guard text.utf8.count <= 300 else { return nil }
        var rest = Substring(text.lowercased())
        if rest.hasPrefix("https://") {
            isSecure = true
            rest.removeFirst(8)
        } else if rest.hasPrefix("http://") {
            isSecure = false
            rest.removeFirst(7)
        } else {
            return nil
        }
        if rest.hasSuffix("/") { rest.removeLast() }
        if rest.hasPrefix("[") {
            guard let end = rest.firstIndex(of: "]") else { return nil }
            let address = rest[rest.index(after: rest.startIndex)..<end]
            guard address.contains(":"), address.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else {
                return nil
            }
            host = String(address)
            rest = rest[rest.index(after: end)...]
        } else {
            let name = rest.prefix { $0 != ":" }
            guard !name.isEmpty, name.utf8.count <= 253, name.allSatisfy(Self.isNameCharacter) else { return nil }
            host = String(name)
            rest = rest.dropFirst(name.count)
        }
        if rest.isEmpty {
            port = isSecure ? 443 : 80
        } else {
            guard rest.hasPrefix(":"), let number = UInt16(portDigits: rest.dropFirst()) else { return nil }
            port = number
        }
    }

    /// The form that a browser sends as `Origin` (RFC 6454 §6.2): the scheme's own port is left out.
    package var description: String {
        let bracketed = host.contains(":") ? "[\(host)]" : host
        let isDefault = port == (isSecure ? 443 : 80)
        return (isSecure ? "https://" : "http://") + bracketed + (isDefault ? "" : ":\(port)")
    }

    private static func isNameCharacter(_ character: Character) -> Bool {
        character.isASCII
            && (character.isLetter || character.isNumber || character == "-" || character == "." || character == "_")
    }
}
