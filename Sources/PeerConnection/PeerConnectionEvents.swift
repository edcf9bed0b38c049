import Synchronization

/// What a connection tells its one reader, in order, kept until it is read.
///
/// `AsyncStream` leaves its reader's executor for each element and comes back. Here a reader on the network loop goes on
/// there: an event costs no change of threads, and those that wait already cost no suspension.
package struct PeerConnectionEvents: AsyncSequence, Sendable {
    /// Reading never fails; it ends.
    package typealias Failure = Never

    private let queue = Queue()

    /// An iterator over the one queue; one is to be in use at a time.
    package func makeAsyncIterator() -> Iterator { Iterator(queue: queue) }

    /// Reads one event after the other.
    package struct Iterator: AsyncIteratorProtocol {
        fileprivate let queue: Queue

        /// The next event, on the caller's executor; `nil` when the connection is over or the reader's task is cancelled.
        package mutating func next(isolation actor: isolated (any Actor)? = #isolation) async -> PeerConnectionEvent? {
            if let turn = queue.takeTurn() { return turn.event }
            let queue = queue
            return await withTaskCancellationHandler(
                operation: {
                    await withCheckedContinuation(isolation: actor) { queue.wait($0) }
                }, onCancel: { queue.finish() }, isolation: actor)
        }
    }

    /// Hands an event to the reader.
    func yield(_ event: PeerConnectionEvent) { queue.append(event) }

    /// Nothing follows what was told before.
    func finish() { queue.finish() }

    /// What a reader gets without waiting.
    fileprivate struct Turn {
        /// `nil` for the end.
        let event: PeerConnectionEvent?
    }

    /// The events that wait, or the reader that does.
    fileprivate final class Queue: Sendable {
        private struct State {
            /// An event that was read leaves its place empty, so that a message goes with its reader.
            var events: [PeerConnectionEvent?] = []
            /// How many of `events` were read.
            var readCount = 0
            var isFinished = false
            var reader: CheckedContinuation<PeerConnectionEvent?, Never>?

            /// How many empty places are kept in front of what waits.
            private static let longestRest = 256

            mutating func takeTurn() -> Turn? {
                guard readCount < events.count else { return isFinished ? Turn(event: nil) : nil }
                defer {
                    readCount += 1
                    if readCount == events.count || readCount >= Self.longestRest {
                        events.removeFirst(readCount)
                        readCount = 0
                    }
                }
                return Turn(event: events[readCount].take())
            }
        }

        private let state = Mutex(State())

        func takeTurn() -> Turn? { state.withLock { $0.takeTurn() } }

        func append(_ event: PeerConnectionEvent) {
            let reader = state.withLock { state -> CheckedContinuation<PeerConnectionEvent?, Never>? in
                guard !state.isFinished else { return nil }
                guard let reader = state.reader.take() else {
                    state.events.append(event)
                    return nil
                }
                return reader
            }
            reader?.resume(returning: event)
        }

        func finish() {
            let reader = state.withLock { state in
                state.isFinished = true
                return state.reader.take()
            }
            reader?.resume(returning: nil)
        }

        /// Has a reader wait, unless something came meanwhile. A second reader ends the wait of the first.
        func wait(_ reader: CheckedContinuation<PeerConnectionEvent?, Never>) {
            let (due, turn) = state.withLock { state -> (CheckedContinuation<PeerConnectionEvent?, Never>?, Turn) in
                if let turn = state.takeTurn() { return (reader, turn) }
                defer { state.reader = reader }
                return (state.reader, Turn(event: nil))
            }
            due?.resume(returning: turn.event)
        }
    }
}
