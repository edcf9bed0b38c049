/// Why the console cannot do what the node asked.
package enum ConsoleError: Error, Equatable, Sendable {
    /// `start` was called twice, or after `stop`.
    case alreadyStarted
    /// An address was asked for before `start` or after `stop`.
    case notRunning
    /// 127.0.0.1 has no such port free.
    case portUnavailable(port: Int)
    /// The launch file could not be written; the system's error number.
    case launchFileUnwritable(errorNumber: Int32)
}
