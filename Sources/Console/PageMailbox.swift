import SessionDomain
import Synchronization
import Wire

/// Hands messages from the console to the task that writes one page's WebSocket.
final class PageMailbox: Sendable {
    /// Why the console closes a page.
    enum Closing: Sendable {
        /// The person opened the console in another window.
        case takenOver
        /// The token was used a second time.
        case tokenReused
    }

    private let queue: Mutex<PageQueue>
    private let closing = Mutex<Closing?>(nil)
    private let clock = ContinuousClock()
    private let origin: ContinuousClock.Instant
    /// One element for one or more offers since the last.
    let wakeUps: AsyncStream<Void>
    private let wakeUp: AsyncStream<Void>.Continuation

    init(queue: PageQueue) {
        self.queue = Mutex(queue)
        origin = clock.now
        (wakeUps, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Replaces the snapshot that waits, and wakes the writer.
    func offer(_ snapshot: Snapshot) {
        queue.withLock { $0.offer(snapshot) }
        wakeUp.yield()
    }

    /// Replaces the note of the same subject that waits, and wakes the writer.
    func offer(_ note: PageNote) {
        queue.withLock { $0.offer(note) }
        wakeUp.yield()
    }

    /// Queues a frame and wakes the writer; see `PageQueue.offer(_:)`. A frame that is dropped wakes nobody.
    func offer(_ frame: VideoFrame) -> PageQueue.Acceptance {
        let acceptance = queue.withLock { $0.offer(frame) }
        if acceptance == .queued { wakeUp.yield() }
        return acceptance
    }

    /// Takes what may be written now, and how long to wait where that is nothing yet.
    func poll() -> (output: PageQueue.Output, wait: Duration?) {
        let now = Instant(nanoseconds: (clock.now - origin).inNanoseconds)
        let output = queue.withLock { $0.poll(now: now) }
        guard case .later(let instant) = output else { return (output, nil) }
        return (output, instant - now)
    }

    /// Makes the writer poll again.
    func wake() {
        wakeUp.yield()
    }

    /// Ends the page; the first reason stands.
    func close(_ reason: Closing) {
        closing.withLock { $0 = $0 ?? reason }
        wakeUp.finish()
    }

    /// Why the page ends, once it does.
    var closingReason: Closing? { closing.withLock { $0 } }
}
