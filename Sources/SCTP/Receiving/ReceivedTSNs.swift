import Wire

/// Which TSNs have arrived: everything up to one, and runs above it.
///
///     … cumulativeTSNAck │ missing │ run │ missing │ run
///
/// Source: RFC 9260 §6.2, <https://www.rfc-editor.org/rfc/rfc9260#section-6.2>
struct ReceivedTSNs: Sendable {
    /// What a TSN is to what has arrived so far.
    enum Standing: Equatable {
        /// It has not arrived, and may be taken.
        case new
        /// It has arrived, or was skipped.
        case duplicate
        /// Too far ahead, or one gap too many: not taken, so the peer sends it again.
        case outOfRange
    }

    private struct Run: Sendable {
        var first: TSN
        var last: TSN
    }

    /// Everything up to this TSN arrived, or was given up by the peer.
    private(set) var cumulativeTSNAck: TSN
    /// Ordered, and with at least one missing TSN between any two and in front of the first.
    private var runs: [Run] = []

    /// How far ahead of the cumulative TSN chunks are taken: stream sequence numbers must stay within half their space, and
    /// a peer cannot make the bookkeeping large.
    static let window: UInt32 = 16_384

    /// The most runs that are kept: what one SACK in a packet of 1163 bytes can report is about 280.
    static let runLimit = 256

    /// Begins before the peer's first chunk.
    init(initialTSN: TSN) {
        cumulativeTSNAck = initialTSN.previous
    }

    /// Whether a TSN is missing below one that arrived.
    var hasGaps: Bool { !runs.isEmpty }

    /// The highest TSN that arrived.
    var highest: TSN { runs.last?.last ?? cumulativeTSNAck }

    /// Whether the TSN arrived or was skipped; it looks at every run.
    func contains(_ tsn: TSN) -> Bool {
        if tsn <= cumulativeTSNAck { return true }
        return runs.contains { $0.first <= tsn && tsn <= $0.last }
    }

    /// What the TSN is to what has arrived; logarithmic in the runs.
    func standing(of tsn: TSN) -> Standing {
        if tsn <= cumulativeTSNAck { return .duplicate }
        let distance = cumulativeTSNAck.distance(to: tsn)
        if distance == 1 { return .new }
        guard distance <= Self.window else { return .outOfRange }
        let index = indexOfRun(notBefore: tsn)
        if index < runs.count, runs[index].first <= tsn { return .duplicate }
        let extends =
            (index < runs.count && runs[index].first == tsn.next)
            || (index > 0 && runs[index - 1].last.next == tsn)
        return extends || runs.count < Self.runLimit ? .new : .outOfRange
    }

    /// Takes a TSN that is `new`.
    mutating func insert(_ tsn: TSN) {
        if cumulativeTSNAck.next == tsn {
            cumulativeTSNAck = tsn
            absorbFirstRun()
            return
        }
        let index = indexOfRun(notBefore: tsn)
        let joinsPrevious = index > 0 && runs[index - 1].last.next == tsn
        let joinsNext = index < runs.count && runs[index].first == tsn.next
        switch (joinsPrevious, joinsNext) {
        case (true, true):
            runs[index - 1].last = runs[index].last
            runs.remove(at: index)
        case (true, false): runs[index - 1].last = tsn
        case (false, true): runs[index].first = tsn
        case (false, false): runs.insert(Run(first: tsn, last: tsn), at: index)
        }
    }

    /// Goes on as if everything up to `tsn` had arrived (RFC 3758 §3.6); answers whether that is news.
    mutating func skip(to tsn: TSN) -> Bool {
        guard cumulativeTSNAck < tsn else { return false }
        cumulativeTSNAck = tsn
        while let first = runs.first, first.last <= tsn { runs.removeFirst() }
        if let first = runs.first, first.first <= tsn { runs[0].first = tsn.next }
        absorbFirstRun()
        return true
    }

    /// The first `limit` runs as a SACK has them.
    func makeGapAckBlocks(limit: Int) -> [SelectiveAckChunk.GapAckBlock] {
        if runs.isEmpty { return [] }
        return runs.prefix(limit).map {
            SelectiveAckChunk.GapAckBlock(
                start: UInt16(truncatingIfNeeded: cumulativeTSNAck.distance(to: $0.first)),
                end: UInt16(truncatingIfNeeded: cumulativeTSNAck.distance(to: $0.last)))
        }
    }

    private mutating func absorbFirstRun() {
        if let first = runs.first, first.first == cumulativeTSNAck.next {
            cumulativeTSNAck = first.last
            runs.removeFirst()
        }
    }

    /// The first run whose last TSN is not before `tsn`.
    private func indexOfRun(notBefore tsn: TSN) -> Int {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].last < tsn { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
