import CNice
import Synchronization
package import Wire

/// The network thread: a GLib main context that is also the serial executor of the transport's actors.
///
/// libnice calls back on this thread, so a packet goes from its socket to its stream with no hop and no lock, and C
/// callbacks enter an actor by `assumeIsolated`. One loop serves a whole process. Its thread ends after the last
/// reference is gone.
///
/// `@unchecked Sendable`: the pointers never change, and the GLib functions called from other threads
/// (`g_source_set_ready_time`, `g_main_context_is_owner`) are thread-safe.
package final class NetworkLoop: SerialExecutor, @unchecked Sendable {
    /// The loop's GLib context, for sources that are to run on its thread.
    let context: OpaquePointer
    private let mainLoop: OpaquePointer
    private let inbox: Inbox

    /// Starts the thread.
    package init() {
        context = g_main_context_new()
        mainLoop = g_main_loop_new(context, 0)
        inbox = Inbox(context: context)
        inbox.executor = asUnownedSerialExecutor()
        // The thread holds a reference of its own to the loop, which holds one to the context.
        let thread = g_thread_new(
            "nearhand-net",
            { mainLoop in
                let mainLoop = OpaquePointer(mainLoop)
                let context = g_main_loop_get_context(mainLoop)
                // Asynchronous GIO calls made on this thread answer on it.
                g_main_context_push_thread_default(context)
                g_main_loop_run(mainLoop)
                g_main_context_pop_thread_default(context)
                g_main_loop_unref(mainLoop)
                return nil
            }, UnsafeMutableRawPointer(g_main_loop_ref(mainLoop)))
        g_thread_unref(thread)
    }

    deinit {
        // Asked for from inside, because a quit before the thread has entered the loop would be lost. What is still
        // in the inbox runs first.
        let stop = MainLoopReference(pointer: mainLoop)
        let inbox = inbox
        inbox.append(
            .closure {
                inbox.close()
                g_main_loop_quit(stop.pointer)
                g_main_loop_unref(stop.pointer)
            })
        g_main_context_unref(context)
    }

    /// The loop's clock: monotonic, with microsecond steps.
    package static var now: Instant { Instant(nanoseconds: Int64(g_get_monotonic_time()) &* 1_000) }

    /// Runs a closure on the loop's thread, after what was asked for earlier.
    package func perform(_ closure: @escaping @Sendable () -> Void) {
        inbox.append(.closure(closure))
    }

    /// Runs an actor's job on the loop's thread, in order with what `perform` was given.
    package func enqueue(_ job: consuming ExecutorJob) {
        inbox.append(.job(UnownedJob(job)))
    }

    /// Ends the program unless the caller is on the loop's thread.
    package func checkIsolated() {
        precondition(isCurrent, "the caller is on the network thread")
    }

    /// Whether the caller is on the loop's thread; always known.
    package func isIsolatingCurrentContext() -> Bool? { isCurrent }

    /// Whether the caller is on the loop's thread.
    package var isCurrent: Bool { g_main_context_is_owner(context) != 0 }
}

/// A pointer on its way to the loop's thread, which gives the reference back.
private struct MainLoopReference: @unchecked Sendable {
    let pointer: OpaquePointer
}

/// What waits to be run on the loop; any thread may add to it.
///
/// `@unchecked Sendable`: `executor` is written once before the thread starts, the rest is behind the mutex or
/// thread-safe in GLib.
private final class Inbox: @unchecked Sendable {
    enum Item {
        case job(UnownedJob)
        case closure(@Sendable () -> Void)
    }

    var executor: UnownedSerialExecutor?
    private let items = Mutex<[Item]>([])
    private let source: OpaquePointer

    init(context: OpaquePointer) {
        source = OpaquePointer(nearhand_source_new())
        let source = UnsafeMutablePointer<GSource>(self.source)
        // Runs on the loop's thread. The source retains this object until `close` destroys the source.
        g_source_set_callback(
            source,
            { data in
                guard let data else { return 0 }
                Unmanaged<Inbox>.fromOpaque(data).takeUnretainedValue().drain()
                return 1
            }, Unmanaged.passRetained(self).toOpaque(),
            { data in if let data { Unmanaged<Inbox>.fromOpaque(data).release() } })
        g_source_attach(source, context)
    }

    deinit {
        g_source_unref(UnsafeMutablePointer<GSource>(source))
    }

    func append(_ item: Item) {
        let isFirst = items.withLock { items in
            items.append(item)
            return items.count == 1
        }
        if isFirst { g_source_set_ready_time(UnsafeMutablePointer<GSource>(source), 0) }
    }

    func close() {
        g_source_destroy(UnsafeMutablePointer<GSource>(source))
    }

    private func drain() {
        guard let executor else { return }
        let due = items.withLock { items in
            defer { items = [] }
            return items
        }
        for item in due {
            switch item {
            case .job(let job): job.runSynchronously(on: executor)
            case .closure(let closure): closure()
            }
        }
    }
}
