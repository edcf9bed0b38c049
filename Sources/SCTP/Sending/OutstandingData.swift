import Wire

/// The DATA chunks that were sent and are not yet acknowledged cumulatively, one slot for each TSN.
///
///     cumulativeTSNAck │ first … … … last │ nextTSN
///                        acknowledged by a gap block, in flight, to be retransmitted, or abandoned
///
/// Chunks in flight are also linked in the order of their latest transmission, so that loss is found from its front. A
/// chunk's *ordinal* is its place among all chunks of the association, from 0.
/// Source: RFC 9260 §6.2.1 and §7.2.4, <https://www.rfc-editor.org/rfc/rfc9260#section-6.2.1>
struct OutstandingData: Sendable {
    /// What is known of one chunk.
    enum State: Sendable {
        /// Sent, and neither acknowledged nor counted as lost.
        case inFlight
        /// Covered by a gap block, which the peer may take back.
        case acknowledged
        /// Counts as lost; leaves again when there is room.
        case toBeRetransmitted
        /// Given up; FORWARD TSN tells the peer.
        case abandoned
    }

    /// One sent chunk.
    struct Entry: Sendable {
        /// What the chunk carries; its payload is kept until the entry is removed.
        let fragment: Fragment
        /// The chunk's size, header and padding included; 0 for a TSN that was never sent.
        let byteCount: Int
        var state = State.inFlight
        /// How often it was sent.
        var transmissions = 1
        /// The packet of the latest transmission, counted over the association.
        var packetNumber: Int
        /// The ordinals of the neighbours in the order of transmission, while in flight; -1 for none.
        fileprivate(set) var earlier = -1
        /// The one that was sent next.
        fileprivate(set) var later = -1
    }

    /// The chunks, the one behind `cumulativeTSNAck` first.
    var entries = RingBuffer<Entry>()
    /// The bytes in front of each payload: DATA's or I-DATA's.
    var chunkHeaderByteCount = DataChunkHeader.byteCount
    /// Everything up to this TSN is acknowledged.
    private(set) var cumulativeTSNAck: TSN
    /// The ordinal of the first entry.
    private(set) var firstOrdinal = 0
    /// The TSN of the next new chunk.
    private(set) var nextTSN: TSN
    /// Bytes in flight, chunk headers counted.
    private(set) var flightSize = 0
    /// How many entries are `toBeRetransmitted`.
    private(set) var retransmissionCount = 0
    /// The ordinals of entries that were marked for retransmission; some may have been acknowledged since.
    private var retransmissions = RingBuffer<Int>()
    /// The ends of the order of transmission; -1 for none.
    private(set) var earliest = -1
    /// The end that was sent last.
    private(set) var latest = -1
    /// What was known when each packet left.
    var packets = PacketRecords()
    /// Measures how fast the path delivers.
    var sampler = DeliveryRateSampler()
    /// Says when a packet counts as lost.
    var detector = LossDetector()
    /// The newest packet of more than the base size that arrived since it was last asked for; -1 for none.
    var newestLargeArrival = -1
    /// The ordinals acknowledged by gap blocks: ordered, disjoint, not adjacent.
    var acknowledgedRuns: [Range<Int>] = []
    /// The latest chunks that were sent again because they counted as lost, to tell when that was needless.
    var recentRetransmissions: [TSN] = []

    /// How many of them are remembered.
    private static let rememberedRetransmissions = 64

    /// Begins with nothing sent.
    init(initialTSN: TSN) {
        nextTSN = initialTSN
        cumulativeTSNAck = initialTSN.previous
    }

    /// Whether everything that was sent is acknowledged in sequence.
    var isEmpty: Bool { entries.isEmpty }

    /// What is known of the first entry; `nil` when there is none.
    var firstState: State? { entries.isEmpty ? nil : entries[0].state }

    /// The ordinal behind the last entry's.
    var endOrdinal: Int { firstOrdinal + entries.count }

    /// The TSN of the entry at `index`.
    func tsn(at index: Int) -> TSN { cumulativeTSNAck.advanced(by: UInt32(truncatingIfNeeded: index + 1)) }

    /// When the packet left that carried the entry last.
    func sentAt(_ index: Int) -> Instant? { packets[entries[index].packetNumber]?.sentAt }

    /// Whether a packet is in flight that left before one that arrived.
    var hasEarlierInFlight: Bool {
        earliest >= 0 && entries[earliest - firstOrdinal].packetNumber < detector.latestArrival
    }

    /// The newest packet of more than the base size that arrived since the last call.
    mutating func takeNewestLargeArrival() -> Int? {
        guard newestLargeArrival >= 0 else { return nil }
        defer { newestLargeArrival = -1 }
        return newestLargeArrival
    }

    /// The size of a chunk with the fragment, padding included.
    func byteCount(of fragment: Fragment) -> Int { chunkHeaderByteCount + (fragment.range.count + 3) & ~3 }

    /// Begins the next packet.
    mutating func beginPacket(now: Instant) {
        packets.append(sampler.makeRecord(flightSize: flightSize, now: now))
    }

    /// Takes a new chunk up as sent and gives its TSN.
    mutating func append(_ fragment: Fragment) -> TSN {
        let tsn = nextTSN
        entries.append(Entry(fragment: fragment, byteCount: byteCount(of: fragment), packetNumber: packets.latest))
        nextTSN = nextTSN.next
        enterFlight(entries.count - 1)
        return tsn
    }

    /// Uses up a TSN that is never sent, so that FORWARD TSN can name the end of a message whose rest was dropped.
    mutating func appendAbandoned(after fragment: Fragment) {
        let end = Fragment(
            message: fragment.message, source: [], range: 0..<0, flags: fragment.flags.union(.end),
            stream: fragment.stream, messageIdentifier: fragment.messageIdentifier,
            fragmentSequenceNumber: fragment.fragmentSequenceNumber.next, payloadProtocol: fragment.payloadProtocol,
            retransmissionLimit: nil, expiry: nil)
        entries.append(Entry(fragment: end, byteCount: 0, state: .abandoned, packetNumber: packets.latest))
        nextTSN = nextTSN.next
    }

    /// The first chunk to be retransmitted of at most `limit` bytes, headers counted.
    mutating func nextRetransmission(limit: Int) -> Int? {
        guard retransmissionCount > 0 else {
            retransmissions.removeAll()
            return nil
        }
        while let ordinal = retransmissions.first {
            let index = ordinal - firstOrdinal
            if index >= 0, entries[index].state == .toBeRetransmitted {
                return entries[index].byteCount <= limit ? index : nil
            }
            _ = retransmissions.popFirst()
        }
        return nil
    }

    /// Notes that the chunk at `index` is sent again, in the latest packet.
    mutating func noteRetransmission(at index: Int) {
        if recentRetransmissions.count == Self.rememberedRetransmissions { recentRetransmissions.removeFirst() }
        recentRetransmissions.append(tsn(at: index))
        resend(index)
    }

    /// Notes that the chunk at `index`, which may well have arrived, is sent again to draw a SACK.
    mutating func noteProbe(at index: Int) {
        markForRetransmission(at: index)
        resend(index)
    }

    private mutating func resend(_ index: Int) {
        entries[index].state = .inFlight
        entries[index].transmissions += 1
        entries[index].packetNumber = packets.latest
        retransmissionCount -= 1
        enterFlight(index)
    }

    /// Marks a chunk lost.
    mutating func markForRetransmission(at index: Int) {
        leave(index)
        entries[index].state = .toBeRetransmitted
        retransmissionCount += 1
        retransmissions.append(firstOrdinal + index)
    }

    /// Marks everything in flight lost (RFC 9260 §6.3.3, E3).
    mutating func markAllForRetransmission() {
        while earliest >= 0 { markForRetransmission(at: earliest - firstOrdinal) }
    }

    /// Takes the chunk out of the counts of its state.
    mutating func leave(_ index: Int) {
        switch entries[index].state {
        case .inFlight:
            flightSize -= entries[index].byteCount
            unlink(index)
        case .toBeRetransmitted: retransmissionCount -= 1
        case .acknowledged, .abandoned: break
        }
    }

    /// Removes the first chunk, which the peer has acknowledged cumulatively.
    mutating func removeFirst() {
        guard !entries.isEmpty else { return }
        leave(0)
        cumulativeTSNAck = cumulativeTSNAck.next
        firstOrdinal += 1
        _ = entries.popFirst()
    }

    /// Drops what is known of packets of which nothing is in flight.
    mutating func forgetPackets() {
        packets.removeAll(
            before: earliest >= 0 ? entries[earliest - firstOrdinal].packetNumber : packets.latest + 1)
    }

    private mutating func enterFlight(_ index: Int) {
        flightSize += entries[index].byteCount
        packets.setFlightSize(flightSize)
        let ordinal = firstOrdinal + index
        entries[index].earlier = latest
        entries[index].later = -1
        if latest >= 0 { entries[latest - firstOrdinal].later = ordinal } else { earliest = ordinal }
        latest = ordinal
    }

    private mutating func unlink(_ index: Int) {
        let earlier = entries[index].earlier
        let later = entries[index].later
        if earlier >= 0 { entries[earlier - firstOrdinal].later = later } else { earliest = later }
        if later >= 0 { entries[later - firstOrdinal].earlier = earlier } else { latest = earlier }
    }
}
