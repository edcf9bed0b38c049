import Synchronization

/// What came out of a stream of events so far.
package final class EventLog<Event: Sendable>: Sendable {
    private let events = Mutex<[Event]>([])
    private let task: Mutex<Task<Void, Never>?> = Mutex(nil)

    /// Reads the stream until it ends or the log is gone.
    package init(_ stream: AsyncStream<Event>) {
        let reading = Task { [weak self] in
            for await event in stream { self?.events.withLock { $0.append(event) } }
        }
        task.withLock { $0 = reading }
    }

    deinit {
        task.withLock { $0?.cancel() }
    }

    /// Everything so far.
    package var all: [Event] { events.withLock { $0 } }

    /// Forgets what came so far.
    package func clear() {
        events.withLock { $0 = [] }
    }

    /// Waits until an event is there.
    /// - Returns: whether it came within the time.
    package func wait(seconds: Double = 10, for isWanted: (Event) -> Bool) async -> Bool {
        await eventually(seconds: seconds) { self.all.contains(where: isWanted) }
    }
}

/// Waits until something is so, which is looked at fifty times a second.
/// - Returns: whether it was within the time.
package func eventually(seconds: Double = 10, _ isSo: () async -> Bool) async -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < deadline {
        if await isSo() { return true }
        try? await Task.sleep(for: .milliseconds(20))
    }
    return await isSo()
}
