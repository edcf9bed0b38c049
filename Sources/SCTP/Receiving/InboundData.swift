import Wire

/// The receiving half of an association: what arrived, what is not whole, what waits for its turn.
struct InboundData: Sendable {
    /// What a chunk is to the receiver.
    enum Verdict: Equatable {
        case taken
        case duplicate
        /// No room, or too far ahead: the chunk is dropped and not acknowledged.
        case refused
    }

    private(set) var received: ReceivedTSNs
    private var reassembly: ReassemblyQueue
    private var streams = InboundStreams()
    /// Reported in the next SACK.
    private(set) var duplicates: [TSN] = []
    private let capacity: Int
    private let maximumMessageSize: Int

    /// The smallest window worth telling: one full packet.
    private static let smallestWindow = 1280

    /// The most duplicates that one SACK reports.
    static let duplicateLimit = 16

    init(initialTSN: TSN, capacity: Int, maximumMessageSize: Int) {
        received = ReceivedTSNs(initialTSN: initialTSN)
        reassembly = ReassemblyQueue(maximumMessageSize: maximumMessageSize)
        self.capacity = capacity
        self.maximumMessageSize = maximumMessageSize
    }

    /// Bytes held here, with the allowance for each chunk.
    var cost: Int { reassembly.cost + streams.cost }

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
        switch received.standing(of: tsn) {
        case .duplicate:
            if duplicates.count < Self.duplicateLimit { duplicates.append(tsn) }
            return .duplicate
        case .outOfRange: return .refused
        case .new: break
        }
        guard hasRoom(for: chunk, undelivered: events.undeliveredCost) else { return .refused }
        if let message = try reassembly.insert(chunk, cumulativeTSNAck: received.cumulativeTSNAck) {
            streams.handle(message, into: &events)
        }
        received.insert(tsn)
        return .taken
    }

    /// Acknowledges a chunk without keeping it, such as one on a stream that was not agreed.
    mutating func discard(_ tsn: TSN) {
        if received.standing(of: tsn) == .new { received.insert(tsn) }
    }

    /// Goes on as if everything up to the chunk's TSN had arrived; answers whether that is news.
    mutating func handle(_ chunk: ForwardTSNChunk, into events: inout EventQueue) -> Bool {
        guard received.skip(to: chunk.newCumulativeTSN) else { return false }
        reassembly.discard(upTo: chunk.newCumulativeTSN)
        for skipped in chunk.skippedStreams { streams.skip(skipped, into: &events) }
        return true
    }

    /// Starts the numbers of `list` again, or of all streams when it is empty; gives the streams that were reset.
    mutating func reset(_ list: [StreamID]) -> [StreamID] {
        let affected = list.isEmpty ? streams.used : list
        for stream in affected { streams.reset(stream) }
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
    private func hasRoom(for chunk: DataChunk, undelivered: Int) -> Bool {
        let needed = cost + undelivered + chunk.payload.count + ReassemblyQueue.overhead
        if needed <= capacity { return true }
        let fillsGap = chunk.header.tsn < received.highest
        return fillsGap && needed <= capacity + maximumMessageSize
    }
}
