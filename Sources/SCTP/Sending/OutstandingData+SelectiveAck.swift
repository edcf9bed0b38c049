import Wire

extension OutstandingData {
    /// What a SACK changed.
    struct AckOutcome {
        var acknowledgedBytes = 0
        var flightSizeBefore = 0
        var cumulativeTSNAdvanced = false
        var roundTripTime: Duration?
        /// Indices of chunks that this SACK shows to be lost.
        var lost: [Int] = []
        /// The latest packet that this SACK proves to have arrived; zero for none.
        var latestArrival: UInt64 = 0
    }

    /// A chunk is lost when a packet that was sent this many packets later has arrived.
    private static let packetThreshold: UInt64 = 3

    /// Whether a cumulative TSN is neither older than the last one nor ahead of everything sent.
    func isAcceptable(cumulativeTSNAck tsn: TSN) -> Bool {
        cumulativeTSNAck.distance(to: tsn) <= UInt32(truncatingIfNeeded: entries.count)
    }

    /// Takes a SACK whose cumulative TSN is acceptable.
    mutating func handle(_ sack: SelectiveAckChunk, now: Instant) -> AckOutcome {
        var outcome = AckOutcome(flightSizeBefore: flightSize)
        acknowledge(upTo: sack.cumulativeTSNAck, &outcome, now: now)
        for block in sack.gapAckBlocks {
            acknowledge(Int(block.start) - 1...Int(block.end) - 1, &outcome, now: now)
        }
        takeBackReneged(sack)
        findLosses(sack, &outcome)
        return outcome
    }

    /// Takes the cumulative TSN of a SHUTDOWN, which acknowledges like a SACK without blocks.
    mutating func handle(cumulativeTSNAck: TSN, now: Instant) -> AckOutcome {
        var outcome = AckOutcome(flightSizeBefore: flightSize)
        acknowledge(upTo: cumulativeTSNAck, &outcome, now: now)
        return outcome
    }

    private mutating func acknowledge(upTo tsn: TSN, _ outcome: inout AckOutcome, now: Instant) {
        while cumulativeTSNAck != tsn, let entry = entries.first {
            note(entry, tsn: cumulativeTSNAck.next, &outcome, now: now)
            outcome.cumulativeTSNAdvanced = true
            _ = popFirst()
        }
    }

    private mutating func acknowledge(_ indices: ClosedRange<Int>, _ outcome: inout AckOutcome, now: Instant) {
        for index in indices where index < entries.count {
            switch entries[index].state {
            case .acknowledged: continue
            case .abandoned: continue
            case .inFlight, .toBeRetransmitted:
                note(entries[index], tsn: self.tsn(at: index), &outcome, now: now)
                leave(index)
                entries[index].state = .acknowledged
            }
        }
    }

    private mutating func note(_ entry: Entry, tsn: TSN, _ outcome: inout AckOutcome, now: Instant) {
        switch entry.state {
        case .acknowledged, .abandoned: return
        case .inFlight, .toBeRetransmitted: outcome.acknowledgedBytes += entry.byteCount
        }
        guard entry.transmissions == 1 else { return }
        outcome.latestArrival = max(outcome.latestArrival, entry.packetNumber)
        if let sample = takeMeasurement(for: tsn, now: now) { outcome.roundTripTime = sample }
    }

    /// A receiver may discard what it had acknowledged by a gap block (RFC 9260 §6.2.1, D iii). It shows in the first
    /// chunk being acknowledged and yet not covered by the cumulative TSN.
    private mutating func takeBackReneged(_ sack: SelectiveAckChunk) {
        guard let first = entries.first, first.state == .acknowledged else { return }
        var kept = sack.gapAckBlocks[...]
        for index in 0..<entries.count where entries[index].state == .acknowledged {
            while let block = kept.first, Int(block.end) - 1 < index { kept.removeFirst() }
            if let block = kept.first, Int(block.start) - 1 <= index { continue }
            markForRetransmission(at: index)
        }
    }

    /// Finds chunks that were sent well before one that arrived.
    ///
    /// RFC 9260 §7.2.4 counts three SACKs that miss a chunk. A receiver that answers a whole batch of packets by one SACK
    /// would never make three, so packets are counted instead: for a SACK a packet that is the same. It also finds the
    /// loss of a retransmission, for which RFC 9260 waits for T3-rtx.
    /// Source: RFC 9002 §6.1.1, <https://www.rfc-editor.org/rfc/rfc9002#section-6.1.1>
    private mutating func findLosses(_ sack: SelectiveAckChunk, _ outcome: inout AckOutcome) {
        guard outcome.latestArrival > Self.packetThreshold else { return }
        guard let last = sack.gapAckBlocks.map(\.end).max() else { return }
        let limit = outcome.latestArrival - Self.packetThreshold
        for index in 0..<min(entries.count, Int(last))
        where entries[index].state == .inFlight && entries[index].packetNumber <= limit {
            outcome.lost.append(index)
        }
    }
}
