import ArgumentParser
import Console
import ICE
import Node

/// `nearhand host`: the host's node with its console.
struct Host: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Help people: open the host's console for a site.")

    @Option(help: "The site's address, https://name[:port].")
    var site: String

    @Option(help: "The folder of what the node keeps.")
    var data: String?

    @OptionGroup var options: NodeOptions
    @OptionGroup var log: LoggingOptions

    /// Runs until Ctrl+C, which ends the session for everybody.
    func run() async throws {
        let places = try Places(state: data)
        let node = HostNode(
            configuration: try options.makeConfiguration(site: site, places: places), loop: NetworkLoop(),
            logger: log.makeLogger("nearhand.host"))
        let address = try await node.start()
        try await options.serve("Console", at: address, news: node.page, places: places)
        await node.stop()
    }
}
