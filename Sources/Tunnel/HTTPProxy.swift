package import Wire

/// An HTTP proxy that opens tunnels with CONNECT. It prints without its credentials.
/// Source: RFC 9110 §9.3.6, <https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6>
package struct HTTPProxy: Equatable, Sendable, CustomStringConvertible {
    /// A name, an IPv4 address, or an IPv6 address without its brackets.
    package let host: String
    /// 1080 where the address left it out.
    package let port: UInt16
    /// The value of `Proxy-Authorization` (RFC 7617, Basic), where the proxy's address holds a name and a password.
    package let authorization: Redacted<String>?

    /// The port of an address without one, as curl has it.
    package static let defaultPort: UInt16 = 1_080

    package var description: String { "\(host):\(port)" }

    /// Parses `[http://][name:password@]host[:port][/]`; `nil` for anything else, an `https` or `socks` proxy among
    /// them.
    package init?(_ text: String) {
        var rest = Substring(text)
        if let scheme = rest.range(ofScheme: "http://") { rest = rest[scheme...] }
        guard !rest.contains("://") else { return nil }
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        guard !rest.contains("/") else { return nil }
        if let at = rest.lastIndex(of: "@") {
            guard let decoded = Self.decodePercent(rest[..<at]), decoded.contains(UInt8(ascii: ":")) else { return nil }
            authorization = Redacted("Basic " + Base64.serialize(decoded))
            rest = rest[rest.index(after: at)...]
        } else {
            authorization = nil
        }
        guard let (host, port) = Self.parse(authority: rest) else { return nil }
        self.host = host
        self.port = port
    }

    private static func parse(authority: Substring) -> (String, UInt16)? {
        var host = authority
        var port = defaultPort
        let portStart = authority.hasPrefix("[") ? authority.lastIndex(of: "]").map(authority.index(after:)) : nil
        if authority.hasPrefix("["), portStart == nil { return nil }
        let tail = portStart.map { authority[$0...] } ?? authority.lastIndex(of: ":").map { authority[$0...] } ?? ""
        if !tail.isEmpty {
            guard tail.hasPrefix(":"), let number = UInt16(portDigits: tail.dropFirst()) else { return nil }
            port = number
            host = authority.dropLast(tail.count)
        }
        if host.hasPrefix("[") { host = host.dropFirst().dropLast() } else if host.contains(":") { return nil }
        let isClean = host.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "@") }
        return host.isEmpty || !isClean ? nil : (String(host), port)
    }

    private static func decodePercent(_ text: Substring) -> [UInt8]? {
        var bytes: [UInt8] = []
        var input = text.utf8[...]
        while let byte = input.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = input.popFirst(), let low = input.popFirst(),
                let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(value)
        }
        return bytes
    }
}

extension Substring {
    /// Where the text goes on after a scheme, in capitals or not; `nil` without it.
    fileprivate func range(ofScheme scheme: String) -> Index? {
        guard prefix(scheme.count).lowercased() == scheme else { return nil }
        return index(startIndex, offsetBy: scheme.count)
    }
}
