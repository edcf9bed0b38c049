import ArgumentParser
import SignalingService

/// `nearhand serve`: the signalling service.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the signalling service of a site: pages, numbers, links, sign-in, STUN.")

    @OptionGroup var options: ServiceOptions
    @OptionGroup var log: LoggingOptions

    /// Serves until Ctrl+C or a service manager's stop; the site's address is shown once it listens.
    func run() async throws {
        let places = try Places(state: options.data)
        let service = try await SignalingService(
            configuration: try options.makeConfiguration(places: places), logger: log.makeLogger("nearhand.service"))
        let interruption = await Interruption.watch()
        try await withThrowingTaskGroup { group in
            group.addTask { try await service.run() }
            group.addTask { Terminal.show("Site: \(try await service.address)") }
            group.addTask { await interruption.wait() }
            try await group.next()
            while let _ = try await group.next() { break }
            group.cancelAll()
        }
        Terminal.show("Stopped.")
    }
}
