import CNice
package import Wire

/// One deadline on a `NetworkLoop`; used only on the loop's thread.
///
/// A GLib source retains the handler until `cancel`, or until the timer is let go.
package final class LoopTimer {
    private final class Handler {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    private var source: UnsafeMutablePointer<GSource>?
    /// The deadline that is set; `nil` when the timer is idle.
    package private(set) var deadline: Instant?

    /// Makes an idle timer. The handler runs on the loop's thread, once for each deadline that is reached.
    package init(loop: NetworkLoop, handler: @escaping () -> Void) {
        let source = nearhand_source_new()
        self.source = source
        let handler = Handler { [weak self] in
            self?.deadline = nil
            handler()
        }
        g_source_set_callback(
            source,
            { data in
                guard let data else { return 0 }
                Unmanaged<Handler>.fromOpaque(data).takeUnretainedValue().body()
                return 1
            }, Unmanaged.passRetained(handler).toOpaque(),
            { data in if let data { Unmanaged<Handler>.fromOpaque(data).release() } })
        g_source_attach(source, loop.context)
    }

    deinit { cancel() }

    /// Sets, moves or clears the deadline. One in the past is reached in the loop's next turn.
    package func schedule(at deadline: Instant?) {
        guard let source, deadline != self.deadline else { return }
        self.deadline = deadline
        // Rounded up to GLib's microseconds, so that the deadline has passed when the handler looks at the clock.
        g_source_set_ready_time(source, deadline.map { max(0, Int(($0.nanoseconds &+ 999) / 1_000)) } ?? -1)
    }

    /// Ends the timer for good and lets go of its handler.
    package func cancel() {
        guard let source else { return }
        self.source = nil
        deadline = nil
        g_source_destroy(source)
        g_source_unref(source)
    }
}
