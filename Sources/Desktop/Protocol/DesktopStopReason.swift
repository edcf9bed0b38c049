/// Why the child ended, as its exit status.
///
/// It is the exit status and not a message, because it then reaches the parent whatever state the socket is in: with
/// half a frame in it, or full.
package enum DesktopStopReason: Int32, Equatable, Sendable {
    /// The parent asked for the end, or closed the socket.
    case byParent = 0
    /// The child died of something else: a signal, a trap, a status that is none of these.
    case crashed = 1
    /// The child could not be started; never an exit status.
    case notLaunched = -1
    /// *Stop* on the bar was pressed.
    case byBar = 10
    /// The panic key was pressed.
    case panicKey = 11
    /// The parent said nothing for a second.
    case parentSilent = 12
    /// The connection to the X server broke.
    case displayLost = 13
    /// The bar was hidden or destroyed by another program.
    case barLost = 14
    /// The monitor was taken away.
    case monitorLost = 15
    /// Pixels could not be read or encoded.
    case captureFailed = 16
    /// The parent's bytes were not of the protocol, or the arguments were wrong.
    case protocolViolation = 17
    /// All windows that were shown were closed.
    case windowsClosed = 18
    /// No X server answers.
    case noDisplay = 20
    /// The X server is Xwayland, which holds no picture of the desktop.
    case waylandOnly = 21
    /// The X server lacks something that capture needs.
    case unsuitableDisplay = 22
    /// An X server answers and does not let the child in.
    case displayRefused = 23

    /// Reads what `waitpid` tells.
    package init(waitStatus: Int32) {
        let exited = waitStatus & 0x7F == 0
        self = exited ? DesktopStopReason(rawValue: waitStatus >> 8 & 0xFF) ?? .crashed : .crashed
    }

    /// The exit status for an error.
    package init(_ error: DesktopError) {
        self =
            switch error {
            case .noDisplay: .noDisplay
            case .displayRefused: .displayRefused
            case .waylandOnly: .waylandOnly
            case .missingExtension, .unsupportedPixelFormat, .noFont: .unsuitableDisplay
            case .noMonitor: .monitorLost
            case .windowsClosed: .windowsClosed
            case .captureFailed, .codec: .captureFailed
            case .barLost: .barLost
            }
    }
}
