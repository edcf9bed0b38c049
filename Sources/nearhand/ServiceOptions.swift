import ArgumentParser
import Foundation
import SignalingProtocol
import SignalingService
import Wire

/// What an operator says about the site; `serve` and `demo` share it.
struct ServiceOptions: ParsableArguments {
    @Option(help: "What people type and what links begin with, https://name[:port]; left out, this computer alone.")
    var site: String?

    @Option(help: "The PEM file of the certificate and its chain.")
    var certificate: String?

    @Option(help: "The PEM file of the certificate's key.")
    var key: String?

    @Option(help: "What people see as the site's name.")
    var siteName = "Nearhand"

    @Option(help: "The address to listen on; every network when a site is given, else this computer alone.")
    var bind: String?

    @Option(help: "The TCP port; the site's own by default, 8470 without a site. 0 lets the system choose.")
    var port: Int?

    @Option(help: "The UDP port of the embedded STUN server; 3478 with a site. 0 lets the system choose.")
    var stunPort: Int?

    @Option(help: "A relay, turn:name:port or turns:name:port; may be given more than once.")
    var turnURL: [String] = []

    @Option(help: "A file with the relay's shared secret (coturn: static-auth-secret).")
    var turnSecretFile: String?

    @Option(
        help: ArgumentHelp(
            "A folder of signed packages of Support Manager to offer under Support, Download; none by default.",
            valueName: "folder"))
    var packages: String?

    @Option(help: "The folder of the database and of what a node keeps.")
    var data: String?

    @Flag(help: "The service stands behind a reverse proxy that sets X-Forwarded-For.")
    var behindProxy = false

    /// The service's configuration; what is wrong in it is said by `SignalingService`.
    func makeConfiguration(places: Places) throws -> SignalingServiceConfiguration {
        var configuration = SignalingServiceConfiguration()
        let address = try site.map { text in
            guard let address = SiteAddress(parsing: text) else {
                throw Explanation("\(text) is no site address; it looks like https://support.example.org.")
            }
            return address
        }
        configuration.site = address
        configuration.siteName = siteName
        configuration.bindHost = bind ?? (address == nil ? "127.0.0.1" : "0.0.0.0")
        configuration.port = port ?? address.map { Int($0.port) } ?? 8_470
        configuration.stunPort = stunPort ?? (address == nil ? 0 : 3_478)
        configuration.certificateFile = certificate
        configuration.keyFile = key
        configuration.databasePath = places.state + "/nearhand.sqlite"
        configuration.turnURLs = turnURL
        configuration.isBehindProxy = behindProxy
        configuration.packagesFolder = packages
        if let turnSecretFile {
            guard let secret = try? String(contentsOfFile: turnSecretFile, encoding: .utf8) else {
                throw Explanation(
                    "The file \(turnSecretFile) of --turn-secret-file cannot be read. Nothing was started.")
            }
            configuration.turnSecret = Redacted(secret.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        return configuration
    }
}
