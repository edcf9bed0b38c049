package import Audio
package import Tunnel
package import Wire

/// What a node must know before it starts; made once by the command line.
package struct NodeConfiguration: Sendable {
    /// The site, `https://name[:port]` without a path.
    package var siteAddress: String
    /// Where the node keeps what outlives a session: 0700, made when missing.
    package var stateFolder: String
    /// Where the console's launch file lies: `$XDG_RUNTIME_DIR`, or a folder below `stateFolder`.
    package var runtimeFolder: String
    /// Where downloaded files go.
    package var downloadsFolder: String
    /// The program that `desktop` children run: this one.
    package var executablePath: String
    /// The environment of `desktop` children: `DISPLAY` and `XAUTHORITY` say where the X server is.
    package var desktopEnvironment: [String: String]
    /// The language of the bar on the shared desktop.
    package var barLanguage: BarLanguage
    /// Certificates to trust beside the system's, a PEM file; `nil` for the system's alone.
    package var authoritiesFile: String?
    /// How the site, and TURN servers over TCP and TLS, are reached.
    package var proxies = ProxySettings.none
    /// Whether connections use relays alone, so that the other side learns no address of this computer.
    package var relayOnly = false
    /// Where sound is taken from and played, until the person chooses.
    package var audio = AudioConfiguration()
    /// What the site's page made to learn that this program opened; see `ManagerLink`.
    package var openingCode: Redacted<String>?
    /// Whether the site may be reached at once; else the panel names it first and waits for a yes.
    package var isSiteConfirmed = true
    /// The port of the loopback pages; 0 lets the system choose.
    package var consolePort: Int

    /// Takes what has no default from the command line; what has one is set afterwards.
    package init(
        siteAddress: String, stateFolder: String, runtimeFolder: String, downloadsFolder: String,
        executablePath: String, desktopEnvironment: [String: String] = [:], barLanguage: BarLanguage = .english,
        authoritiesFile: String? = nil,
        consolePort: Int = 0
    ) {
        self.siteAddress = siteAddress
        self.stateFolder = stateFolder
        self.runtimeFolder = runtimeFolder
        self.downloadsFolder = downloadsFolder
        self.executablePath = executablePath
        self.desktopEnvironment = desktopEnvironment
        self.barLanguage = barLanguage
        self.authoritiesFile = authoritiesFile
        self.consolePort = consolePort
    }
}
