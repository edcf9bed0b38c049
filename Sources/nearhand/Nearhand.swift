import ArgumentParser

/// The one program: the service, both nodes, and all of it on one machine.
@main
struct Nearhand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nearhand",
        abstract: "Live remote support, person to person.",
        subcommands: [Serve.self, Host.self, Join.self, Demo.self, AccountCommand.self, DesktopChildCommand.self])
}
