import Glibc

/// Why the console cannot do what the node asked.
package enum ConsoleError: Error, Equatable, Sendable, CustomStringConvertible {
    /// `start` was called twice, or after `stop`.
    case alreadyStarted
    /// An address was asked for before `start` or after `stop`.
    case notRunning
    /// 127.0.0.1 has no such port free; the system's error number, 0 where it gave none.
    case portUnavailable(port: Int, errorNumber: Int32)
    /// The launch file could not be written; the system's error number.
    case launchFileUnwritable(errorNumber: Int32)

    package var description: String {
        switch self {
        case .alreadyStarted: "The page is served already. Open the address that was shown."
        case .notRunning: "The page is not served any more. Start the program again."
        case .portUnavailable(let port, EADDRINUSE):
            """
            Port \(port) on 127.0.0.1 is taken by another program, so the page cannot be served and nothing was started. \
            Choose another with --console-port, or leave it out and the system chooses one.
            """
        case .portUnavailable(let port, EACCES), .portUnavailable(let port, EPERM):
            """
            Port \(port) on 127.0.0.1 may be used by root alone, so the page cannot be served and nothing was started. \
            Choose one above 1023 with --console-port, or leave it out and the system chooses one.
            """
        case .portUnavailable(let port, let number):
            """
            The page cannot be served on port \(port) of 127.0.0.1\(Self.reason(number)), and nothing was started. Choose \
            another with --console-port.
            """
        case .launchFileUnwritable(let number):
            "The browser could not be opened: its start file cannot be written\(Self.reason(number))."
        }
    }

    private static func reason(_ number: Int32) -> String {
        number == 0 ? "" : " (\(String(cString: strerror(number))))"
    }
}
