import ArgumentParser
import Desktop

/// The child process that owns capture, encoding, the bar and the panic key; nodes start it, people do not.
struct DesktopChildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "desktop", shouldDisplay: false)

    /// What the parent passes on; see `DesktopChild`.
    @Argument var arguments: [String] = []

    /// Never returns: how it ended is the exit status.
    func run() throws {
        DesktopChild.run(arguments: arguments)
    }
}
