import ArgumentParser

/// The one program: the service, both nodes, and all of it on one machine.
@main
struct Nearhand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nearhand",
        abstract: "Live remote support, person to person.",
        // The one place that says it: the packages ask the program.
        version: "0.1.0",
        subcommands: [
            Serve.self, Host.self, Join.self, Open.self, Demo.self, AccountCommand.self, PackageCommand.self,
            DesktopChildCommand.self,
        ])

    /// Takes a link off the command line first; then runs the command.
    static func main() async {
        CleanStart.run()
        await main(nil)
    }
}
