import Wire

/// Puts the ordered messages of each stream in order.
/// Source: RFC 9260 §6.6, <https://www.rfc-editor.org/rfc/rfc9260#section-6.6>
struct InboundStreams: Sendable {
    private struct InboundStream: Sendable {
        var nextSequenceNumber = StreamSequenceNumber(rawValue: 0)
        /// Whole messages whose turn has not come, by sequence number.
        var waiting: [InboundMessage] = []
    }

    private var streams: [InboundStream] = []
    /// What the waiting messages count against the receive buffer.
    private(set) var cost = 0

    /// Takes a whole message and hands on each message whose turn has come.
    mutating func handle(_ message: InboundMessage, into events: inout EventQueue) {
        guard let number = message.streamSequenceNumber else {
            events.append(message)
            return
        }
        ensure(message.stream)
        let index = message.stream.index
        if number == streams[index].nextSequenceNumber {
            streams[index].nextSequenceNumber = number.next
            events.append(message)
            deliverWaiting(index, &events)
        } else if streams[index].nextSequenceNumber < number {
            insert(message, number, index)
        }
        // A number that has passed is a message whose skipping the peer announced before it arrived.
    }

    /// Goes on behind a message that the peer gave up; what waited for it is delivered (RFC 3758 §3.6).
    mutating func skip(_ skipped: ForwardTSNChunk.SkippedStream, into events: inout EventQueue) {
        ensure(skipped.stream)
        let index = skipped.stream.index
        guard streams[index].nextSequenceNumber <= skipped.streamSequenceNumber else { return }
        while let first = streams[index].waiting.first, let number = first.streamSequenceNumber,
            number <= skipped.streamSequenceNumber
        {
            cost -= first.cost
            streams[index].waiting.removeFirst()
            events.append(first)
        }
        streams[index].nextSequenceNumber = skipped.streamSequenceNumber.next
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
        while let first = streams[index].waiting.first, first.streamSequenceNumber == streams[index].nextSequenceNumber
        {
            streams[index].nextSequenceNumber = streams[index].nextSequenceNumber.next
            cost -= first.cost
            streams[index].waiting.removeFirst()
            events.append(first)
        }
    }

    private mutating func insert(_ message: InboundMessage, _ number: StreamSequenceNumber, _ index: Int) {
        var place = streams[index].waiting.count
        while place > 0, let other = streams[index].waiting[place - 1].streamSequenceNumber, number <= other {
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
