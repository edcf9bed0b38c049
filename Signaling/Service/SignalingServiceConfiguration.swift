package import SignalingProtocol
package import Wire

/// What an operator chooses. It is checked once, before anything is opened.
package struct SignalingServiceConfiguration: Sendable {
    /// The address to listen on; `0.0.0.0` and `::` mean every network of this computer.
    package var bindHost = "127.0.0.1"
    /// The TCP port; 0 lets the system choose.
    package var port = 8080
    /// What people type and what links begin with. Left out, it is this computer's own: `http://127.0.0.1:PORT`.
    package var site: SiteAddress?
    /// What people see as the site's name.
    package var siteName = "Nearhand"
    /// The PEM file of the certificate and its chain; with `keyFile` the service speaks TLS itself.
    package var certificateFile: String?
    /// The PEM file of the certificate's key, without a passphrase.
    package var keyFile: String?
    /// The SQLite file; it is made where there is none.
    package var databasePath = "nearhand.sqlite"
    /// The UDP port of the STUN server; 0 lets the system choose, `nil` leaves STUN out.
    package var stunPort: Int? = 3478
    /// `turn:` and `turns:` addresses of a coturn that shares `turnSecret`.
    package var turnURLs: [String] = []
    /// coturn's `static-auth-secret`.
    package var turnSecret: Redacted<String>?
    /// The service stands behind a reverse proxy, the last `X-Forwarded-For` entry of which says who the client is.
    package var isBehindProxy = false
    /// The folder of the signed packages of Support Manager that the site offers; `nil` offers none.
    package var packagesFolder: String?
    /// The most WebSocket connections from one address (from one /64 with IPv6).
    package var maximumConnectionsPerAddress = 64

    package init() {}

    /// - Throws: `ConfigurationError`, whose description says what to change.
    package func validate() throws(ConfigurationError) {
        guard (0...65_535).contains(port) else { throw .portOutOfRange(port) }
        if let stunPort, !(0...65_535).contains(stunPort) { throw .portOutOfRange(stunPort) }
        guard (certificateFile == nil) == (keyFile == nil) else { throw .certificateWithoutKey }
        guard let name = PersonName.parse(siteName), name == siteName else { throw .siteName }
        guard turnURLs.isEmpty == (turnSecret == nil) else { throw .relayWithoutSecret }
        if let turnSecret, turnSecret.value.utf8.count < 16 { throw .shortRelaySecret }
        for url in turnURLs where !url.hasPrefix("turn:") && !url.hasPrefix("turns:") { throw .relayAddress }
        if let site, site.isSecure, certificateFile == nil, !isBehindProxy { throw .siteWithoutCertificate(site) }
    }
}

/// Why the service does not start.
package enum ConfigurationError: Error, Equatable, Sendable, CustomStringConvertible {
    case portOutOfRange(Int)
    /// One of certificate and key was given without the other.
    case certificateWithoutKey
    /// The site's name is empty, too long, or more than one line.
    case siteName
    /// Relay addresses were given without their secret, or the secret without addresses.
    case relayWithoutSecret
    /// The secret has fewer than 16 bytes.
    case shortRelaySecret
    /// A relay's address begins with neither `turn:` nor `turns:`.
    case relayAddress
    /// The site's address is `https://`, and nobody is said to speak TLS for it.
    case siteWithoutCertificate(SiteAddress)

    package var description: String {
        switch self {
        case .portOutOfRange(let port): "Port \(port) is not between 0 and 65535."
        case .certificateWithoutKey:
            "A certificate needs its key, and a key its certificate: give both files or neither."
        case .siteName: "The site's name must be one line of at most \(SignalingLimits.maximumNameCount) characters."
        case .relayWithoutSecret: "Relay addresses need the relay's shared secret, and the secret needs addresses."
        case .shortRelaySecret: "The relay's shared secret must have at least 16 characters."
        case .relayAddress: "A relay address begins with turn: or turns:."
        case .siteWithoutCertificate(let site):
            """
            \(site) needs a certificate: give --certificate and --key, or --behind-proxy when a reverse proxy has the \
            certificate.
            """
        }
    }
}
