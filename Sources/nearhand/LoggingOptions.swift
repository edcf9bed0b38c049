import ArgumentParser
import Logging

/// How much the program tells its operator, on standard error.
struct LoggingOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Say more; twice for everything.")
    var verbose: Int

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
