import ArgumentParser
import Logging

/// How much the program tells its operator, on standard error.
struct LoggingOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Say more; twice for everything.")
    var verbose: Int

    /// Logs from warnings on, with `-v` from information on, with `-vv` everything but traces.
    func makeLogger(_ label: String) -> Logger {
        var logger = Logger(label: label) { StreamLogHandler.standardError(label: $0) }
        logger.logLevel =
            switch verbose {
            case 0: .warning
            case 1: .info
            default: .debug
            }
        return logger
    }
}
