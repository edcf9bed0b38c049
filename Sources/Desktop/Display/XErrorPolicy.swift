internal import CX11
internal import Glibc
internal import Synchronization

/// What happens on an error of the X server: it ends the process, unless the request was made to be refused.
///
/// Xlib's handlers are process-wide and carry no context, hence the globals. Only the desktop child installs them.
enum XErrorPolicy {
    /// The number of the first request that may be refused; the largest while none may.
    private static let toleratedSince = Atomic<UInt>(.max)
    private static let toleratedErrors = Atomic<Int>(0)

    /// Installs the handlers, for the rest of the process's life.
    static func install() {
        // On the thread that made the request; nothing is kept; until the process ends.
        XSetErrorHandler { _, event in XErrorPolicy.handleError(of: event?.pointee.serial ?? 0) }
        // On the thread that reads the connection; nothing is kept; Xlib allows no return.
        XSetIOErrorHandler { _ in _exit(DesktopStopReason.displayLost.rawValue) }
    }

    /// Runs requests that the server may refuse and tells whether it accepted all of them; calls may be nested.
    ///
    /// - Parameter endsWithReply: whether the last request has an answer, with which all errors before it come;
    ///   otherwise the call costs a round trip more.
    static func accepted(on display: XDisplay, endsWithReply: Bool = false, _ requests: () -> Void) -> Bool {
        let outer = toleratedSince.load(ordering: .relaxed)
        let errors = toleratedErrors.load(ordering: .relaxed)
        toleratedSince.store(min(outer, XNextRequest(display.handle)), ordering: .relaxed)
        requests()
        if !endsWithReply { XSync(display.handle, 0) }
        toleratedSince.store(outer, ordering: .relaxed)
        return toleratedErrors.load(ordering: .relaxed) == errors
    }

    private static func handleError(of request: UInt) -> Int32 {
        // An error of a request before them was nobody's wish.
        guard request >= toleratedSince.load(ordering: .relaxed) else {
            _exit(DesktopStopReason.captureFailed.rawValue)
        }
        toleratedErrors.add(1, ordering: .relaxed)
        return 0
    }
}
