import ArgumentParser
import Cryptography
import Foundation
import Node

/// `nearhand open`: what the desktop starts for a `nearhand://` link. See `CleanStart` for what came before.
struct Open: AsyncParsableCommand {
    /// The word on the command line.
    static let name = "open"

    static let configuration = CommandConfiguration(
        commandName: name, abstract: "Open a nearhand:// link of a site in Support Manager.",
        discussion: """
            One Support Manager runs for each person: a second one hands its link on and ends. A site that was never used \
            before is asked about first.
            """)

    @Option(help: .hidden)
    var descriptor: Int32?

    @OptionGroup var options: NodeOptions
    @OptionGroup var log: LoggingOptions

    /// Runs until what was opened is over and its pages are closed, or Ctrl+C.
    func run() async throws {
        let link = try readLink()
        let places = try Places()
        guard let door = try ManagerDoor.open(in: places.runtime) else {
            guard ManagerDoor.hand(link, in: places.runtime) else {
                throw Explanation("Support Manager runs already and does not answer. End it, then open the link again.")
            }
            return Terminal.show("Opened in the Support Manager that runs already.")
        }
        defer { door.close() }
        let interruption = await Interruption.watch()
        let manager = SupportManager(options: options, places: places, makeLogger: log.makeLogger)
        try await manager.open(link)
        await withTaskGroup { group in
            group.addTask { await interruption.wait() }
            group.addTask { await manager.waitUntilOver() }
            group.addTask {
                for await link in door.links {
                    do { try await manager.open(link) } catch { Terminal.show("\(error)") }
                }
            }
            await group.next()
            group.cancelAll()
        }
        await manager.stop()
    }

    private func readLink() throws -> String {
        let refusal = Explanation("Give a nearhand:// link, as a site's page makes it.")
        guard let descriptor, descriptor > 2 else { throw refusal }
        let pipe = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard let bytes = try? pipe.read(upToCount: ManagerLink.maximumByteCount),
            let text = String(bytes: bytes, encoding: .utf8)
        else { throw refusal }
        return text
    }
}
