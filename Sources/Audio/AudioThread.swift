internal import CPulse
internal import Glibc
internal import Synchronization
package import Wire

/// The sound's thread: PulseAudio's main loop that is also the serial executor of the actors that deal in sound.
///
/// libpulse calls back on this thread, so a recorded frame reaches the encoder with no hop and no lock, and nothing that the
/// network or the rest of the program does holds the sound up. The thread ends after the last reference is gone.
///
/// `@unchecked Sendable`: the pointers never change, and only the thread itself uses them.
package final class AudioThread: SerialExecutor, @unchecked Sendable {
    /// The loop's functions, for contexts; only on the thread.
    let api: UnsafeMutablePointer<pa_mainloop_api>
    private let inbox: Inbox

    /// Starts the thread.
    package init() {
        // libpulse ends the program when there is no memory for it.
        let mainLoop = pa_mainloop_new()!
        api = pa_mainloop_get_api(mainLoop)
        inbox = Inbox(mainLoop: mainLoop, api: api)
        inbox.executor = asUnownedSerialExecutor()
        inbox.start()
    }

    deinit {
        // What is still in the inbox runs first.
        inbox.append(.stop)
    }

    /// The thread's clock: monotonic, as the network's.
    package static var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// Runs a closure on the thread, after what was asked for earlier.
    func perform(_ closure: @escaping @Sendable () -> Void) {
        inbox.append(.closure(closure))
    }

    /// Runs an actor's job on the thread, in order.
    package func enqueue(_ job: consuming ExecutorJob) {
        inbox.append(.job(UnownedJob(job)))
    }

    /// Ends the program unless the caller is on the thread.
    package func checkIsolated() {
        precondition(inbox.isCurrent, "the caller is on the sound's thread")
    }

    /// Whether the caller is on the thread; always known.
    package func isIsolatingCurrentContext() -> Bool? { inbox.isCurrent }
}

/// What waits to be run on the thread; any thread may add to it.
///
/// `@unchecked Sendable`: `executor` is written once before the thread starts, the loop is the thread's own, the rest is
/// behind a mutex.
private final class Inbox: @unchecked Sendable {
    enum Item {
        case job(UnownedJob)
        case closure(@Sendable () -> Void)
        /// Nothing comes after it.
        case stop
    }

    var executor: UnownedSerialExecutor?
    private let mainLoop: OpaquePointer
    private let api: UnsafeMutablePointer<pa_mainloop_api>
    private let items = Mutex<[Item]>([])
    /// Wakes the thread: an eventfd.
    private let alarm = nearhand_pulse_make_eventfd()
    private let thread = Mutex<UInt>(0)

    init(mainLoop: OpaquePointer, api: UnsafeMutablePointer<pa_mainloop_api>) {
        self.mainLoop = mainLoop
        self.api = api
    }

    var isCurrent: Bool { thread.withLock { $0 } == UInt(pthread_self()) }

    /// The thread holds a reference of its own until it ends.
    func start() {
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { data in
                // There is what `start` passed.
                Unmanaged<Inbox>.fromOpaque(data!).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        precondition(status == 0, "a thread for the sound can be had")
        pthread_detach(thread)
    }

    func append(_ item: Item) {
        let isFirst = items.withLock { items in
            items.append(item)
            return items.count == 1
        }
        if isFirst { eventfd_write(alarm, 1) }
    }

    private func run() {
        thread.withLock { $0 = UInt(pthread_self()) }
        nearhand_pulse_name_thread("nearhand-sound")
        // Runs on this thread, and not after the event is freed below.
        let event = nearhand_pulse_watch(
            api, alarm,
            { _, _, _, _, data in
                if let data { Unmanaged<Inbox>.fromOpaque(data).takeUnretainedValue().drain() }
            }, Unmanaged.passUnretained(self).toOpaque())
        while pa_mainloop_iterate(mainLoop, 1, nil) >= 0 {}
        nearhand_pulse_forget(api, event)
        pa_mainloop_free(mainLoop)
        close(alarm)
    }

    private func drain() {
        var count: eventfd_t = 0
        eventfd_read(alarm, &count)
        let due = items.withLock { items in
            defer { items = [] }
            return items
        }
        for item in due {
            switch item {
            case .job(let job): if let executor { job.runSynchronously(on: executor) }
            case .closure(let closure): closure()
            case .stop: pa_mainloop_quit(mainLoop, 0)
            }
        }
    }
}
