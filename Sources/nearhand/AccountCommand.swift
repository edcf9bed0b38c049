import ArgumentParser
import SignalingService

/// `nearhand account`: the accounts of the service on this machine. There is no set-up page.
struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Manage the site's accounts on this machine.",
        subcommands: [Add.self, ResetPassword.self])

    /// `nearhand account add NAME`.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a host's account and print its one-time password.",
            discussion: "The password works once: the sign-in page asks for a new one.")

        @Argument(help: "The name to sign in with.")
        var name: String

        @Option(help: "What customers see; the name when left out.")
        var displayName: String?

        @Option(help: "The folder of the service's database.")
        var data: String?

        /// Makes the account in the database's file, whether or not a service has it open, and shows the password once.
        func run() async throws {
            let places = try Places(state: data)
            let password = try await SignalingService.addAccount(
                name: name, displayName: displayName ?? name, databasePath: places.state + "/nearhand.sqlite")
            Terminal.show("Account: \(name)")
            Terminal.show("One-time password: \(password)")
        }
    }

    /// `nearhand account reset-password NAME`.
    struct ResetPassword: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give an account a new one-time password and sign it out everywhere.")

        @Argument(help: "The name to sign in with.")
        var name: String

        @Option(help: "The folder of the service's database.")
        var data: String?

        /// Replaces the password in the database's file and shows it once; open connections stay until they drop.
        func run() async throws {
            let places = try Places(state: data)
            let password = try await SignalingService.resetPassword(
                name: name, databasePath: places.state + "/nearhand.sqlite")
            Terminal.show("Account: \(name)")
            Terminal.show("One-time password: \(password)")
        }
    }
}
