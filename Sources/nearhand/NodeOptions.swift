import ArgumentParser
import Console
import Node
import Tunnel

/// What a person says about their own node; `host`, `join` and `demo` share it.
struct NodeOptions: ParsableArguments {
    @Flag(inversion: .prefixedNo, help: "Open the page in the browser.")
    var browser = true

    @Option(help: "The port of the page on 127.0.0.1; 0 lets the system choose.")
    var consolePort = 0

    @Option(help: "A PEM file of certificates to trust beside the system's.")
    var caFile: String?

    @Option(
        help: ArgumentHelp(
            "The HTTP proxy for the site and for relays over TCP and TLS.",
            discussion: "http://[name:password@]host[:port]; by default https_proxy and no_proxy of the environment. "
                + "A password belongs into the environment, because what stands on a command line can be read by others.",
            valueName: "address"))
    var proxy: String?

    @Flag(help: "Connect through the site's relay alone, so that the other side learns no address of this computer.")
    var relayOnly = false

    func validate() throws {
        if let proxy, HTTPProxy(proxy) == nil {
            throw ValidationError("--proxy takes http://[name:password@]host[:port].")
        }
    }

    func makeConfiguration(site: String, places: Places) -> NodeConfiguration {
        var configuration = makeBareConfiguration(site: site, places: places)
        configuration.relayOnly = relayOnly
        configuration.proxies = ProxySettings(
            proxy: (proxy ?? places.proxy).flatMap(HTTPProxy.init), exceptions: places.proxyExceptions)
        return configuration
    }

    private func makeBareConfiguration(site: String, places: Places) -> NodeConfiguration {
        NodeConfiguration(
            siteAddress: site.hasSuffix("/") ? String(site.dropLast()) : site, stateFolder: places.state,
            runtimeFolder: places.runtime, downloadsFolder: places.downloads, executablePath: places.executable,
            desktopEnvironment: places.desktopEnvironment, barLanguage: BarLanguage(locale: places.locale),
            authoritiesFile: caFile, consolePort: consolePort)
    }

    /// Opens the page by a file that only this user can read, so that its token is in no argument list.
    ///
    /// Where no browser opens, the person has the printed address.
    func open(_ address: ConsoleAddress, places: Places) async {
        let environment = places.desktopEnvironment
        guard browser, environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil else { return }
        do {
            let file = try LaunchFile(for: address, in: places.runtime)
            if await BrowserOpener().open(file) == .unavailable {
                Terminal.show("No browser could be opened; open the address above by hand.")
            }
            // A cold browser takes its time; the token in the file works once.
            try? await Task.sleep(for: .seconds(60))
            file.remove()
        } catch {
            Terminal.show("The browser could not be opened (\(error)); open the address above by hand.")
        }
    }
}
