internal import CX11
internal import Glibc
internal import Synchronization

/// What happens on an error of the X server: it ends the process, unless the request was made to be refused.
///
/// Xlib's handlers are process-wide and carry no context, hence the globals. Only the desktop child installs them.
enum XErrorPolicy {
    private static let isTolerating = Atomic<Bool>(false)
    private static let toleratedErrors = Atomic<Int>(0)

    /// Installs the handlers, for the rest of the process's life.
    static func install() {
        // On the thread that made the request; nothing is kept; until the process ends.
        XSetErrorHandler { _, _ in XErrorPolicy.handleError() }
        // On the thread that reads the connection; nothing is kept; Xlib allows no return.
        XSetIOErrorHandler { _ in _exit(DesktopStopReason.displayLost.rawValue) }
    }

    /// Runs requests that the server may refuse and tells whether it accepted all of them.
    ///
    /// Costs a round trip before and after.
    static func accepted(on display: XDisplay, _ requests: () -> Void) -> Bool {
        XSync(display.handle, 0)
        toleratedErrors.store(0, ordering: .relaxed)
        isTolerating.store(true, ordering: .relaxed)
        requests()
        XSync(display.handle, 0)
        isTolerating.store(false, ordering: .relaxed)
        return toleratedErrors.load(ordering: .relaxed) == 0
    }

    private static func handleError() -> Int32 {
        guard isTolerating.load(ordering: .relaxed) else { _exit(DesktopStopReason.captureFailed.rawValue) }
        toleratedErrors.add(1, ordering: .relaxed)
        return 0
    }
}
