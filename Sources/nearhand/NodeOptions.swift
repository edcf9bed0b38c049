import ArgumentParser
import Console
import Node

/// What a person says about their own node; `host`, `join` and `demo` share it.
struct NodeOptions: ParsableArguments {
    @Flag(inversion: .prefixedNo, help: "Open the page in the browser.")
    var browser = true

    @Option(help: "The port of the page on 127.0.0.1; 0 lets the system choose.")
    var consolePort = 0

    @Option(help: "A PEM file of certificates to trust beside the system's.")
    var caFile: String?

    func makeConfiguration(site: String, places: Places) -> NodeConfiguration {
        NodeConfiguration(
            siteAddress: site.hasSuffix("/") ? String(site.dropLast()) : site, stateFolder: places.state,
            runtimeFolder: places.runtime, downloadsFolder: places.downloads, executablePath: places.executable,
            desktopEnvironment: places.desktopEnvironment, authoritiesFile: caFile, consolePort: consolePort)
    }

    /// Opens the page by a file that only this user can read, so that its token is in no argument list.
    ///
    /// Where no browser opens, the person has the printed address.
    func open(_ address: ConsoleAddress, places: Places) async throws {
        guard browser,
            places.desktopEnvironment["DISPLAY"] != nil || places.desktopEnvironment["WAYLAND_DISPLAY"] != nil
        else { return }
        let file = try LaunchFile(for: address, in: places.runtime)
        let outcome = await BrowserOpener().open(file)
        if outcome == .unavailable { Terminal.show("No browser could be opened; open the address above by hand.") }
        // The browser has read it by then; the token in it works once.
        try? await Task.sleep(for: .seconds(10))
        file.remove()
    }
}
