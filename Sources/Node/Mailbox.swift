/// What happens to a node, in the order in which it happened.
///
/// A node handles one message to its end before it looks at the next, so no state changes under it while it waits.
struct Mailbox<Message: Sendable>: Sendable {
    /// What was posted; read by one loop alone.
    let messages: AsyncStream<Message>
    private let sink: AsyncStream<Message>.Continuation

    init() {
        (messages, sink) = AsyncStream.makeStream()
    }

    /// Adds a message at the end, from any thread; it waits without a bound. After `close()` it is dropped.
    func post(_ message: Message) {
        sink.yield(message)
    }

    /// Nothing follows; whoever reads gets what was posted before.
    func close() {
        sink.finish()
    }

    /// Posts each element of a stream until it ends or the task is cancelled.
    @discardableResult
    func forward<Events: AsyncSequence & Sendable>(
        _ stream: Events, as wrap: @escaping @Sendable (Events.Element) -> Message
    ) -> Task<Void, Never> where Events.Element: Sendable, Events.Failure == Never {
        Task { [sink] in
            for await element in stream { sink.yield(wrap(element)) }
        }
    }
}
