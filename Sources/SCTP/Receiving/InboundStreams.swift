import Wire

/// Puts the ordered messages of each stream in order.
/// Source: RFC 9260 §6.6, <https://www.rfc-editor.org/rfc/rfc9260#section-6.6>
struct InboundStreams: Sendable {
    private struct InboundStream: Sendable {
        var next = MessageIdentifier(rawValue: 0)
        /// Whole messages whose turn has not come, by identifier.
        var waiting: [InboundMessage] = []
    }

    private var streams: [InboundStream] = []
    /// What the waiting messages count against the receive buffer.
    private(set) var cost = 0

    /// The identifier of the stream's next message.
    func next(of stream: StreamID) -> MessageIdentifier {
        stream.index < streams.count ? streams[stream.index].next : MessageIdentifier(rawValue: 0)
    }

    /// Takes a whole message and hands on each message whose turn has come.
    mutating func handle(_ message: InboundMessage, into events: inout EventQueue) {
        guard let number = message.messageIdentifier else {
            events.append(message)
            return
        }
        ensure(message.stream)
        let index = message.stream.index
        if number == streams[index].next {
            streams[index].next = number.next
            events.append(message)
            deliverWaiting(index, &events)
        } else if streams[index].next < number {
            insert(message, number, index)
        }
        // A number that has passed is a message whose skipping the peer announced before it arrived.
    }

    /// Goes on behind a message that the peer gave up; what waited for it is delivered (RFC 3758 §3.6).
    mutating func skip(_ stream: StreamID, through last: MessageIdentifier, into events: inout EventQueue) {
        ensure(stream)
        let index = stream.index
        guard streams[index].next <= last else { return }
        deliver(streams[index].waiting.prefix { $0.messageIdentifier ?? last <= last }.count, index, &events)
        streams[index].next = last.next
        deliverWaiting(index, &events)
    }

    /// Starts the stream's numbers again (RFC 6525 §5.2.2).
    mutating func reset(_ stream: StreamID) {
        guard stream.index < streams.count else { return }
        for message in streams[stream.index].waiting { cost -= message.cost }
        streams[stream.index] = InboundStream()
    }

    /// The streams that carried anything.
    var used: [StreamID] {
        streams.indices.map { StreamID(rawValue: UInt16(truncatingIfNeeded: $0)) }
    }

    private mutating func deliverWaiting(_ index: Int, _ events: inout EventQueue) {
        var count = 0
        while count < streams[index].waiting.count,
            streams[index].waiting[count].messageIdentifier == streams[index].next
        {
            streams[index].next = streams[index].next.next
            count += 1
        }
        deliver(count, index, &events)
    }

    private mutating func deliver(_ count: Int, _ index: Int, _ events: inout EventQueue) {
        guard count > 0 else { return }
        for message in streams[index].waiting.prefix(count) {
            cost -= message.cost
            events.append(message)
        }
        streams[index].waiting.removeFirst(count)
    }

    private mutating func insert(_ message: InboundMessage, _ number: MessageIdentifier, _ index: Int) {
        var place = streams[index].waiting.count
        while place > 0, let other = streams[index].waiting[place - 1].messageIdentifier, number <= other {
            if number == other { return }
            place -= 1
        }
        cost += message.cost
        streams[index].waiting.insert(message, at: place)
    }

    private mutating func ensure(_ stream: StreamID) {
        while streams.count <= stream.index { streams.append(InboundStream()) }
    }
}
