import Wire

/// The receiving half of an association: what arrived, what is not whole, what waits for its turn.
struct InboundData: Sendable {
    /// What a chunk is to the receiver.
    enum Verdict: Equatable {
        /// It is new and acknowledged; a part of a message that was given up is dropped all the same.
        case taken
        /// It had arrived before.
        case duplicate
        /// No room, or too far ahead: the chunk is dropped and not acknowledged.
        case refused
    }

    /// Which TSNs have arrived.
    private(set) var received: ReceivedTSNs
    private var reassembly: ReassemblyQueue
    private var interleaved: InterleavedReassembly
    private var streams = InboundStreams()
    /// Reported in the next SACK.
    private(set) var duplicates: [TSN] = []
    private let capacity: Int
    private let maximumMessageSize: Int

    /// The smallest window worth telling: one full packet.
    private static let smallestWindow = 1280

    /// The most duplicates that one SACK reports.
    static let duplicateLimit = 16

    /// - Parameters:
    ///   - initialTSN: of the peer's first DATA chunk.
    ///   - capacity: bytes of messages that may wait, whole or not, with the allowance for each chunk.
    ///   - maximumMessageSize: bytes of the longest message taken.
    init(initialTSN: TSN, capacity: Int, maximumMessageSize: Int) {
        received = ReceivedTSNs(initialTSN: initialTSN)
        reassembly = ReassemblyQueue(maximumMessageSize: maximumMessageSize)
        interleaved = InterleavedReassembly(maximumMessageSize: maximumMessageSize)
        self.capacity = capacity
        self.maximumMessageSize = maximumMessageSize
    }

    /// Bytes held here, with the allowance for each chunk.
    var cost: Int { reassembly.cost + interleaved.cost + streams.cost }

    /// Whether a message waits for a part or for its turn.
    var hasIncompleteMessages: Bool { cost > 0 }

    /// What the peer may still send; nothing rather than less than a packet, against silly windows (RFC 9260 §6.2).
    /// - Parameter undelivered: bytes of messages that the layer above has not taken yet.
    func receiverWindow(undelivered: Int) -> Int {
        let room = capacity - cost - undelivered
        return room < Self.smallestWindow ? 0 : room
    }

    /// Takes a DATA chunk; whole messages whose turn has come go to `events`.
    /// - Throws: `ReassemblyQueue.Violation`; the association must end then.
    mutating func handle(
        _ chunk: DataChunk, into events: inout EventQueue
    ) throws(ReassemblyQueue.Violation) -> Verdict {
        let tsn = chunk.header.tsn
        let verdict = judge(tsn, byteCount: chunk.payload.count, undelivered: events.undeliveredCost)
        guard verdict == .taken else { return verdict }
        if let message = try reassembly.insert(chunk, cumulativeTSNAck: received.cumulativeTSNAck) {
            streams.handle(widen(message), into: &events)
        }
        received.insert(tsn)
        return .taken
    }

    /// Takes an I-DATA chunk likewise.
    /// - Throws: `ReassemblyQueue.Violation`; the association must end then.
    mutating func handle(
        _ chunk: InterleavedDataChunk, into events: inout EventQueue
    ) throws(ReassemblyQueue.Violation) -> Verdict {
        let header = chunk.header
        let verdict = judge(header.tsn, byteCount: chunk.payload.count, undelivered: events.undeliveredCost)
        guard verdict == .taken else { return verdict }
        // A part of a message that the peer has given up already is taken and dropped.
        let isPast = !header.flags.contains(.unordered) && header.messageIdentifier < streams.next(of: header.stream)
        if !isPast, let message = try interleaved.insert(chunk) { streams.handle(message, into: &events) }
        received.insert(header.tsn)
        return .taken
    }

    private mutating func judge(_ tsn: TSN, byteCount: Int, undelivered: Int) -> Verdict {
        switch received.standing(of: tsn) {
        case .duplicate:
            if duplicates.count < Self.duplicateLimit { duplicates.append(tsn) }
            return .duplicate
        case .outOfRange: return .refused
        case .new: return hasRoom(for: byteCount, tsn: tsn, undelivered: undelivered) ? .taken : .refused
        }
    }

    /// Gives a message of DATA, which has the lower half of its identifier, the whole.
    private func widen(_ message: InboundMessage) -> InboundMessage {
        guard let number = message.messageIdentifier else { return message }
        return InboundMessage(
            stream: message.stream,
            messageIdentifier: streams.next(of: message.stream).nearest(number.streamSequenceNumber),
            payloadProtocol: message.payloadProtocol, payload: message.payload)
    }

    /// Acknowledges a chunk without keeping it, such as one on a stream that was not agreed.
    mutating func discard(_ tsn: TSN) {
        if received.standing(of: tsn) == .new { received.insert(tsn) }
    }

    /// Goes on as if everything up to the chunk's TSN had arrived; answers whether that is news.
    mutating func handle(_ chunk: ForwardTSNChunk, into events: inout EventQueue) -> Bool {
        guard received.skip(to: chunk.newCumulativeTSN) else { return false }
        reassembly.discard(upTo: chunk.newCumulativeTSN)
        for skipped in chunk.skippedStreams {
            let last = streams.next(of: skipped.stream).nearest(skipped.streamSequenceNumber)
            streams.skip(skipped.stream, through: last, into: &events)
        }
        return true
    }

    /// Goes on likewise where messages are interleaved.
    mutating func handle(_ chunk: InterleavedForwardTSNChunk, into events: inout EventQueue) -> Bool {
        guard received.skip(to: chunk.newCumulativeTSN) else { return false }
        for skipped in chunk.skipped {
            interleaved.discard(skipped)
            guard !skipped.isUnordered else { continue }
            streams.skip(skipped.stream, through: skipped.messageIdentifier, into: &events)
        }
        return true
    }

    /// Starts the numbers of `list` again, or of all streams when it is empty; gives the streams that were reset.
    mutating func reset(_ list: [StreamID]) -> [StreamID] {
        let affected = list.isEmpty ? streams.used : list
        for stream in affected {
            streams.reset(stream)
            interleaved.discard(stream)
        }
        return affected
    }

    /// The SACK that says all this.
    /// - Parameter room: the bytes the chunk may have.
    mutating func makeSelectiveAck(undelivered: Int, room: Int) -> SelectiveAckChunk {
        let items = max(0, (room - SelectiveAckChunk.minimumByteCount) / 4)
        let blocks = received.makeGapAckBlocks(limit: items)
        let reported = duplicates.prefix(items - blocks.count)
        duplicates = []
        return SelectiveAckChunk(
            cumulativeTSNAck: received.cumulativeTSNAck,
            advertisedReceiverWindow: UInt32(clamping: receiverWindow(undelivered: undelivered)),
            gapAckBlocks: blocks, duplicateTSNs: Array(reported))
    }

    /// A full buffer takes only what fills a gap (RFC 9260 §6.2), up to one message more, or it could never empty itself.
    private func hasRoom(for byteCount: Int, tsn: TSN, undelivered: Int) -> Bool {
        let needed = cost + undelivered + byteCount + ReassemblyQueue.overhead
        if needed <= capacity { return true }
        let fillsGap = tsn < received.highest
        return fillsGap && needed <= capacity + maximumMessageSize
    }
}
