/// Events that wait to be polled, with the size of the messages among them.
struct EventQueue: Sendable {
    private var events = RingBuffer<AssociationEvent>()
    /// What messages that were not taken yet count against the receive buffer.
    private(set) var undeliveredCost = 0

    /// Adds an event that is no message.
    mutating func append(_ event: AssociationEvent) {
        events.append(event)
    }

    /// Adds a message, which counts against the receive buffer until it is polled.
    mutating func append(_ message: InboundMessage) {
        undeliveredCost += message.cost
        events.append(.message(message.stream, message.payloadProtocol, message.payload))
    }

    /// The next event.
    /// - Parameter withoutMessages: whether messages, and what stands behind them, are held back.
    mutating func popFirst(withoutMessages: Bool) -> AssociationEvent? {
        guard let first = events.first else { return nil }
        if case .message(_, _, let payload) = first {
            if withoutMessages { return nil }
            undeliveredCost -= payload.count + ReassemblyQueue.overhead
        }
        return events.popFirst()
    }
}
