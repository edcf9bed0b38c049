import ArgumentParser
import Console
import Foundation
import Node
import Tunnel

/// What a person says about their own node; `host`, `join` and `demo` share it.
struct NodeOptions: ParsableArguments {
    @Flag(inversion: .prefixedNo, help: "Open the page in the browser.")
    var browser = true

    @Option(help: "The port of the page on 127.0.0.1; 0 lets the system choose.")
    var consolePort = 0

    @Option(
        help: ArgumentHelp(
            "A PEM file of certificates to trust beside the system's.",
            discussion: "For a site whose certificate comes from an authority of its own.", valueName: "file"))
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

    /// Checks what the parser cannot: the port's range and the proxy's form.
    func validate() throws {
        guard (0...65_535).contains(consolePort) else {
            throw ValidationError("Port \(consolePort) of --console-port is not between 0 and 65535.")
        }
        if let proxy, HTTPProxy(proxy) == nil {
            throw ValidationError("--proxy takes http://[name:password@]host[:port].")
        }
    }

    /// - Throws: `Explanation` when the file of certificates cannot be used.
    func makeConfiguration(site: String, places: Places) throws -> NodeConfiguration {
        try checkAuthorities()
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

    /// A file that cannot be used would look like a site that cannot be trusted.
    private func checkAuthorities() throws {
        guard let caFile else { return }
        guard let text = try? String(contentsOfFile: caFile, encoding: .utf8) else {
            throw Explanation("The file \(caFile) of --ca-file cannot be read. Nothing was started.")
        }
        guard text.contains("-----BEGIN CERTIFICATE-----") else {
            throw Explanation("The file \(caFile) of --ca-file holds no certificate in PEM form. Nothing was started.")
        }
    }

    /// Shows the page's address and opens it in the browser until Ctrl+C, which also cuts `meanwhile` short; what
    /// `meanwhile` throws ends it.
    func serve(
        _ name: String, at address: ConsoleAddress, news: PageNews, places: Places,
        meanwhile: @escaping @Sendable () async throws -> Void = {}
    ) async throws {
        let interruption = await Interruption.watch()
        Terminal.show("\(name): \(address.url)")
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                await interruption.wait()
                return true
            }
            group.addTask {
                await open(address, until: news.opening, places: places)
                return false
            }
            group.addTask {
                for await address in news.newAddresses { Terminal.show("\(name): \(address.url)") }
                return false
            }
            group.addTask {
                try await meanwhile()
                return false
            }
            defer { group.cancelAll() }
            while let isInterrupted = try await group.next(), !isInterrupted {}
        }
    }

    /// Opens the page by a file that only this user can read, so that its token is in no argument list.
    ///
    /// Where no browser opens, the person has the printed address.
    func open(_ address: ConsoleAddress, until opening: AsyncStream<Void>, places: Places) async {
        let environment = places.desktopEnvironment
        guard browser, environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil else { return }
        do {
            let file = try LaunchFile(for: address, in: places.runtime)
            defer { file.remove() }
            if await BrowserOpener().open(file) == .unavailable {
                return Terminal.show("No browser could be opened; open the address above by hand.")
            }
            await Self.wait(for: opening)
        } catch {
            Terminal.show("\(error) Open the address above by hand.")
        }
    }

    /// Returns when a page has opened; a browser that is cold takes its time, one that never opens does not get more.
    private static func wait(for opening: AsyncStream<Void>) async {
        await withTaskGroup { group in
            group.addTask { for await _ in opening {} }
            group.addTask { try? await Task.sleep(for: .seconds(60)) }
            await group.next()
            group.cancelAll()
        }
    }
}
