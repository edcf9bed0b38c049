import Wire

/// The DATA chunks that were sent and are not yet acknowledged cumulatively, one slot for each TSN.
///
///     cumulativeTSNAck │ first … … … last │ nextTSN
///                        acknowledged by a gap block, in flight, to be retransmitted, or abandoned
///
/// Source: RFC 9260 §6.2.1 and §7.2.4, <https://www.rfc-editor.org/rfc/rfc9260#section-6.2.1>
struct OutstandingData: Sendable {
    /// What is known of one chunk.
    enum State: Sendable {
        case inFlight
        case acknowledged
        case toBeRetransmitted
        case abandoned
    }

    /// One sent chunk.
    struct Entry: Sendable {
        let fragment: Fragment
        let byteCount: Int
        var state = State.inFlight
        var transmissions = 1
        /// The packet of the latest transmission, counted over the association.
        var packetNumber: UInt64
    }

    var entries = RingBuffer<Entry>()
    /// Everything up to this TSN is acknowledged.
    private(set) var cumulativeTSNAck: TSN
    /// The TSN of the next new chunk.
    var nextTSN: TSN
    /// Bytes in flight, chunk headers counted.
    var flightSize = 0
    /// How many entries are `toBeRetransmitted`.
    var retransmissionCount = 0
    /// No entry in front of this index is `toBeRetransmitted`.
    var retransmissionCursor = 0
    /// The packet that chunks are being put into.
    private var packetNumber: UInt64 = 0
    /// The chunk whose round trip is being measured, and when it was sent.
    private var measurement: (tsn: TSN, sentAt: Instant)?

    init(initialTSN: TSN) {
        nextTSN = initialTSN
        cumulativeTSNAck = initialTSN.previous
    }

    var isEmpty: Bool { entries.isEmpty }

    func tsn(at index: Int) -> TSN { cumulativeTSNAck.advanced(by: UInt32(truncatingIfNeeded: index + 1)) }

    /// Begins the next packet.
    mutating func beginPacket() { packetNumber += 1 }

    /// Takes a new chunk up as sent and gives its TSN.
    mutating func append(_ fragment: Fragment, now: Instant) -> TSN {
        let tsn = nextTSN
        let byteCount = DataChunkHeader.chunkByteCount(payload: fragment.range.count)
        entries.append(Entry(fragment: fragment, byteCount: byteCount, packetNumber: packetNumber))
        nextTSN = nextTSN.next
        flightSize += byteCount
        if measurement == nil { measurement = (tsn, now) }
        return tsn
    }

    /// Uses up a TSN that is never sent, so that FORWARD TSN can name the end of a message whose rest was dropped.
    mutating func appendAbandoned(after fragment: Fragment) {
        let end = Fragment(
            message: fragment.message, source: [], range: 0..<0, flags: fragment.flags.union(.end),
            stream: fragment.stream, streamSequenceNumber: fragment.streamSequenceNumber,
            payloadProtocol: fragment.payloadProtocol, retransmissionLimit: nil, expiry: nil)
        entries.append(Entry(fragment: end, byteCount: 0, state: .abandoned, packetNumber: packetNumber))
        nextTSN = nextTSN.next
    }

    /// The first chunk to be retransmitted of at most `limit` bytes, headers counted.
    mutating func nextRetransmission(limit: Int) -> Int? {
        guard retransmissionCount > 0 else { return nil }
        while retransmissionCursor < entries.count {
            if entries[retransmissionCursor].state == .toBeRetransmitted {
                return entries[retransmissionCursor].byteCount <= limit ? retransmissionCursor : nil
            }
            retransmissionCursor += 1
        }
        return nil
    }

    /// Notes that the chunk at `index` is sent again.
    mutating func noteRetransmission(at index: Int) {
        entries[index].state = .inFlight
        entries[index].transmissions += 1
        entries[index].packetNumber = packetNumber
        retransmissionCount -= 1
        flightSize += entries[index].byteCount
        if let timed = measurement, timed.tsn == tsn(at: index) { measurement = nil }
    }

    /// Marks a chunk lost.
    mutating func markForRetransmission(at index: Int) {
        leave(index)
        entries[index].state = .toBeRetransmitted
        retransmissionCount += 1
        retransmissionCursor = min(retransmissionCursor, index)
    }

    /// Marks everything in flight lost (RFC 9260 §6.3.3, E3).
    mutating func markAllForRetransmission() {
        for index in 0..<entries.count where entries[index].state == .inFlight {
            markForRetransmission(at: index)
        }
        measurement = nil
    }

    /// Takes the chunk out of the counts of its state.
    mutating func leave(_ index: Int) {
        switch entries[index].state {
        case .inFlight: flightSize -= entries[index].byteCount
        case .toBeRetransmitted: retransmissionCount -= 1
        case .acknowledged, .abandoned: break
        }
    }

    /// Removes the first chunk, which the peer has acknowledged cumulatively.
    mutating func popFirst() -> Entry? {
        guard !entries.isEmpty else { return nil }
        leave(0)
        cumulativeTSNAck = cumulativeTSNAck.next
        retransmissionCursor = max(0, retransmissionCursor - 1)
        return entries.popFirst()
    }

    /// The round trip of the measured chunk, when `tsn` is it; the measurement is over then.
    mutating func takeMeasurement(for tsn: TSN, now: Instant) -> Duration? {
        guard let timed = measurement, timed.tsn == tsn else { return nil }
        measurement = nil
        return now - timed.sentAt
    }
}
