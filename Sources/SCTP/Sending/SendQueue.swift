import Wire

/// The messages that wait on all streams, and the choice of which goes next.
///
/// Streams of a higher class of priority go first, but not always: one chunk in nine is left to the others, so that nothing
/// stands still. Within a class streams share by weight: the one that has sent the fewest weighted bytes goes next. The
/// choice is made for each chunk where messages are interleaved (RFC 8260 §3.3, §3.6); where they are not, a message, once
/// begun, is finished first, because the chunks of a DATA message have consecutive TSNs (RFC 9260 §6.9).
struct SendQueue: Sendable {
    private var streams: [OutboundStream] = []
    /// The streams with something waiting.
    private var active: [StreamID] = []
    /// Whether each chunk may be of another message than the one before.
    var interleaves = false
    /// The stream whose first message has been begun and must be finished.
    private var begun: StreamID?
    /// Chunks sent since a stream of a lower class that waits had its turn.
    private var chunksAhead = 0
    /// How many such chunks there are at most.
    private static let chunksAheadLimit = 8
    private var virtualTime: Double = 0
    private var nextMessageID: UInt64 = 0
    /// Streams whose buffered amount fell to their threshold since it was last asked.
    private var lowered: [StreamID] = []
    /// Bytes waiting on all streams.
    private(set) var bufferedAmount = 0

    /// Whether no message waits on any stream, one half sent included.
    var isEmpty: Bool { active.isEmpty }

    /// Bytes that wait on one stream, of messages that count for its user; 0 for a stream never used.
    func bufferedAmount(of stream: StreamID) -> Int {
        stream.index < streams.count ? streams[stream.index].bufferedAmount : 0
    }

    /// Whether the stream's messages may leave; a stream never used is open.
    func phase(of stream: StreamID) -> OutboundStream.Phase {
        stream.index < streams.count ? streams[stream.index].phase : .open
    }

    /// Sets how far the stream's reset has come.
    mutating func setPhase(_ phase: OutboundStream.Phase, of stream: StreamID) {
        ensure(stream)
        streams[stream.index].phase = phase
    }

    /// Sets at how many bytes the stream is among `takeLowered`.
    mutating func setBufferedAmountLowThreshold(_ threshold: Int, of stream: StreamID) {
        ensure(stream)
        streams[stream.index].bufferedAmountLowThreshold = threshold
    }

    /// - Parameter weight: 1 or more; twice the weight is twice the share.
    mutating func setWeight(_ weight: Int, of stream: StreamID) {
        ensure(stream)
        streams[stream.index].weight = max(1, weight)
    }

    /// Starts the stream's numbers again after the peer performed a reset (RFC 6525 §5.2.7).
    mutating func reset(_ stream: StreamID) {
        ensure(stream)
        streams[stream.index].nextOrdered = MessageIdentifier(rawValue: 0)
        streams[stream.index].nextUnordered = MessageIdentifier(rawValue: 0)
        streams[stream.index].phase = .open
        streams[stream.index].bufferedAmountLowThreshold = 0
        streams[stream.index].weight = OutboundStream.defaultWeight
    }

    /// Adds a message behind the others of its stream.
    ///
    /// - Parameters:
    ///   - isCounted: whether the stream's buffered amount includes it.
    ///   - now: where the lifetime of `reliability` begins.
    mutating func append(
        _ payload: [UInt8], to stream: StreamID, payloadProtocol: PayloadProtocolIdentifier, isOrdered: Bool,
        reliability: Reliability, isCounted: Bool, now: Instant
    ) {
        ensure(stream)
        var retransmissionLimit: Int?
        var expiry: Instant?
        switch reliability {
        case .reliable: break
        case .maximumRetransmissions(let count): retransmissionLimit = count
        case .lifetime(let lifetime): expiry = now + lifetime
        }
        let message = OutboundMessage(
            id: MessageID(rawValue: nextMessageID), payload: payload, payloadProtocol: payloadProtocol,
            isOrdered: isOrdered, isCounted: isCounted, retransmissionLimit: retransmissionLimit, expiry: expiry)
        nextMessageID += 1
        if streams[stream.index].messages.isEmpty {
            active.append(stream)
            streams[stream.index].virtualTime = max(streams[stream.index].virtualTime, virtualTime)
        }
        streams[stream.index].messages.append(message)
        if isCounted { streams[stream.index].bufferedAmount += payload.count }
        bufferedAmount += payload.count
    }

    /// Takes the limits of all that waits away, for a peer that cannot be told of what is given up.
    mutating func makeReliable() {
        for stream in active {
            for index in 0..<streams[stream.index].messages.count {
                streams[stream.index].messages[index].makeReliable()
            }
        }
    }

    /// Whether a message of the class *extra high* waits and may be begun or gone on with.
    var hasUrgentMessage: Bool {
        if let begun { return streams[begun.index].isUrgent }
        return active.contains { streams[$0.index].isUrgent }
    }

    /// Cuts the next chunk of at most `limit` bytes of payload.
    /// - Parameter isUrgent: whether only a stream of the class *extra high* is asked.
    mutating func nextFragment(limit: Int, isUrgent: Bool = false, now: Instant) -> Fragment? {
        guard let stream = chooseStream(isUrgent: isUrgent, now: now) else { return nil }
        let index = stream.index
        if streams[index].messages[0].offset == 0 {
            streams[index].messages[0].messageIdentifier = takeIdentifier(
                index, isOrdered: streams[index].messages[0].isOrdered)
        }
        let message = streams[index].messages[0]
        let end = min(message.payload.count, message.offset + limit)
        let fragment = Self.makeFragment(of: message, upTo: end, on: stream)
        let length = end - message.offset
        streams[index].messages[0].offset = end
        streams[index].messages[0].fragmentCount += 1
        if !interleaves { begun = stream }
        if end == message.payload.count {
            finishFirstMessage(of: stream)
        }
        account(length, of: message, on: stream)
        return fragment
    }

    /// Drops what is left of a message of which chunks were sent; answers whether there was anything left.
    mutating func dropRemainder(of message: MessageID, on stream: StreamID) -> Bool {
        guard stream.index < streams.count, let first = streams[stream.index].messages.first, first.id == message else {
            return false
        }
        finishFirstMessage(of: stream)
        account(first.remaining, of: first, on: stream)
        return true
    }

    /// The streams whose buffered amount fell to their threshold since the last call.
    mutating func takeLowered() -> [StreamID] {
        if lowered.isEmpty { return [] }
        defer { lowered = [] }
        return lowered
    }

    /// Whether the stream has anything that has not left.
    func hasMessages(_ stream: StreamID) -> Bool {
        stream.index < streams.count && !streams[stream.index].messages.isEmpty
    }

    /// Drops everything that waits, when the association ends.
    mutating func removeAll() {
        self = SendQueue()
    }

    private static func makeFragment(of message: OutboundMessage, upTo end: Int, on stream: StreamID) -> Fragment {
        var flags: DataChunkFlags = []
        if message.offset == 0 { flags.insert(.beginning) }
        if end == message.payload.count { flags.insert(.end) }
        if !message.isOrdered { flags.insert(.unordered) }
        return Fragment(
            message: message.id, source: message.payload, range: message.offset..<end, flags: flags, stream: stream,
            messageIdentifier: message.messageIdentifier ?? MessageIdentifier(rawValue: 0),
            fragmentSequenceNumber: FragmentSequenceNumber(rawValue: message.fragmentCount),
            payloadProtocol: message.payloadProtocol, retransmissionLimit: message.retransmissionLimit,
            expiry: message.expiry)
    }

    private mutating func takeIdentifier(_ index: Int, isOrdered: Bool) -> MessageIdentifier {
        if isOrdered {
            defer { streams[index].nextOrdered = streams[index].nextOrdered.next }
            return streams[index].nextOrdered
        }
        defer { streams[index].nextUnordered = streams[index].nextUnordered.next }
        return streams[index].nextUnordered
    }

    private mutating func chooseStream(isUrgent: Bool, now: Instant) -> StreamID? {
        if let begun { return begun }
        while let stream = isUrgent ? active.first(where: { streams[$0.index].isUrgent }) : nextStream() {
            // A message of which parts have left is given up by its chunks in flight, whose receiver must be told.
            guard let message = streams[stream.index].messages.first, message.offset == 0, message.isExpired(now: now)
            else { return stream }
            finishFirstMessage(of: stream)
            account(message.remaining, of: message, on: stream)
        }
        return nil
    }

    /// The stream whose turn it is.
    private mutating func nextStream() -> StreamID? {
        guard let first = active.first else { return nil }
        guard active.count > 1 else { return first }
        var highest = 0
        var lowest = Int.max
        for stream in active {
            let priority = streams[stream.index].priorityClass
            highest = max(highest, priority)
            lowest = min(lowest, priority)
        }
        let mustYield = chunksAhead >= Self.chunksAheadLimit && lowest < highest
        var next: StreamID?
        for stream in active where (streams[stream.index].priorityClass < highest) == mustYield {
            guard let best = next, streams[best.index].virtualTime <= streams[stream.index].virtualTime else {
                next = stream
                continue
            }
        }
        chunksAhead = mustYield ? 0 : chunksAhead + 1
        return next
    }

    private mutating func finishFirstMessage(of stream: StreamID) {
        _ = streams[stream.index].messages.popFirst()
        begun = nil
        if streams[stream.index].messages.isEmpty {
            active.removeAll { $0 == stream }
        }
    }

    private mutating func account(_ length: Int, of message: OutboundMessage, on stream: StreamID) {
        let index = stream.index
        let before = streams[index].bufferedAmount
        if message.isCounted { streams[index].bufferedAmount -= length }
        bufferedAmount -= length
        streams[index].virtualTime += Double(length) / Double(streams[index].weight)
        virtualTime = max(virtualTime, streams[index].virtualTime - Double(length) / Double(streams[index].weight))
        let threshold = streams[index].bufferedAmountLowThreshold
        if before > threshold, streams[index].bufferedAmount <= threshold, !lowered.contains(stream) {
            lowered.append(stream)
        }
    }

    private mutating func ensure(_ stream: StreamID) {
        while streams.count <= stream.index { streams.append(OutboundStream()) }
    }
}
