import Wire

/// A STUN or TURN server, named as in an `RTCIceServer`.
/// Source: RFC 7064 and RFC 7065, <https://www.rfc-editor.org/rfc/rfc7065>
package struct ICEServer: Equatable, Sendable {
    /// What the server is asked for.
    package enum Service: Equatable, Sendable {
        /// Asked for the address that packets come from.
        case stun
        /// Asked for an address that carries packets on, with credentials that its operator gave.
        case turn(transport: Transport, username: String, credential: String)
    }

    /// How a TURN server is reached.
    package enum Transport: Equatable, Sendable {
        /// Datagrams, the cheapest way.
        case udp
        /// A connection, for networks that let no datagrams out; the relay's other side is UDP.
        case tcp
        /// TLS over TCP, which libnice does not speak: a forwarder carries it, and the agent passes such a server over.
        case tls
    }

    /// What it is asked for.
    package var service: Service
    /// A name or an address literal, without brackets.
    package var host: String
    /// 1 to 65,535.
    package var port: UInt16

    /// The port that STUN and TURN have by default.
    package static let defaultPort: UInt16 = 3_478
    /// The port that TURN over TLS has by default (RFC 7065 §3.2).
    package static let defaultSecurePort: UInt16 = 5_349

    package init(service: Service, host: String, port: UInt16 = ICEServer.defaultPort) {
        self.service = service
        self.host = host
        self.port = port
    }

    /// Parses `stun:host[:port]`, `turn:host[:port][?transport=udp|tcp]` and `turns:host[:port][?transport=tcp]`; `nil`
    /// for anything else.
    package init?(url: String, username: String? = nil, credential: String? = nil) {
        guard let colon = url.firstIndex(of: ":") else { return nil }
        let scheme = url[..<colon].lowercased()
        let parts = url[url.index(after: colon)...].split(separator: "?", maxSplits: 1)
        guard let authority = parts.first,
            let (host, port) = Self.parse(
                authority: authority, defaultPort: scheme == "turns" ? Self.defaultSecurePort : Self.defaultPort)
        else { return nil }
        self.host = host
        self.port = port
        switch (scheme, parts.count) {
        case ("stun", 1): service = .stun
        case ("turn", _):
            guard let username, let credential else { return nil }
            let transport: Transport
            switch parts.count == 2 ? parts[1] : "transport=udp" {
            case "transport=udp": transport = .udp
            case "transport=tcp": transport = .tcp
            default: return nil
            }
            service = .turn(transport: transport, username: username, credential: credential)
        case ("turns", _):
            guard let username, let credential, parts.count == 1 || parts[1] == "transport=tcp" else { return nil }
            service = .turn(transport: .tls, username: username, credential: credential)
        default: return nil
        }
    }

    private static func parse(authority: Substring, defaultPort: UInt16) -> (host: String, port: UInt16)? {
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            let host = String(authority[authority.index(after: authority.startIndex)..<end])
            let rest = authority[authority.index(after: end)...]
            if rest.isEmpty { return host.isEmpty ? nil : (host, defaultPort) }
            guard rest.hasPrefix(":"), let port = UInt16(portDigits: rest.dropFirst()) else { return nil }
            return host.isEmpty ? nil : (host, port)
        }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard let host = parts.first, !host.isEmpty, parts.count <= 2 else { return nil }
        guard parts.count == 2 else { return (String(host), defaultPort) }
        guard let port = UInt16(portDigits: parts[1]) else { return nil }
        return (String(host), port)
    }
}
