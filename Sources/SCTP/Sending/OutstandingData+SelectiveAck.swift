import Wire

extension OutstandingData {
    /// What a SACK changed.
    struct AckOutcome {
        /// Bytes acknowledged for the first time, chunk headers counted.
        var acknowledgedBytes = 0
        /// Bytes in flight before.
        var flightSizeBefore = 0
        /// Whether the first chunk was acknowledged.
        var cumulativeTSNAdvanced = false
        /// The round trip of the newest packet that was sent once.
        var roundTripTime: Duration?
        /// The newest packets acknowledged, of chunks sent once and of those sent again.
        fileprivate var newestOnce: (packetNumber: Int, sentAt: Instant)?
        fileprivate var newestAgain: (packetNumber: Int, sentAt: Instant)?
        /// The highest ordinal that had arrived before.
        fileprivate var highestBefore = -1
    }

    /// Whether a cumulative TSN is neither older than the last one nor ahead of everything sent.
    func isAcceptable(cumulativeTSNAck tsn: TSN) -> Bool {
        cumulativeTSNAck.distance(to: tsn) <= UInt32(truncatingIfNeeded: entries.count)
    }

    /// Takes a SACK whose cumulative TSN is acceptable.
    mutating func handle(_ sack: SelectiveAckChunk, now: Instant) -> AckOutcome {
        var outcome = handle(cumulativeTSNAck: sack.cumulativeTSNAck, now: now)
        let base = firstOrdinal - 1
        for block in sack.gapAckBlocks {
            let lower = base + Int(block.start)
            let upper = min(base + Int(block.end) + 1, endOrdinal)
            if lower < upper { acknowledge(lower..<upper, &outcome, now: now) }
        }
        learn(from: &outcome, now: now)
        takeBackReneged(sack)
        noteDuplicates(sack)
        forgetPackets()
        return outcome
    }

    /// Takes a cumulative TSN alone, as SHUTDOWN has it.
    mutating func handle(cumulativeTSNAck tsn: TSN, now: Instant) -> AckOutcome {
        var outcome = AckOutcome(flightSizeBefore: flightSize, highestBefore: detector.highestArrival)
        while cumulativeTSNAck != tsn, !entries.isEmpty {
            note(0, &outcome, now: now)
            outcome.cumulativeTSNAdvanced = true
            removeFirst()
        }
        while let run = acknowledgedRuns.first, run.lowerBound < firstOrdinal {
            if run.upperBound > firstOrdinal {
                acknowledgedRuns[0] = firstOrdinal..<run.upperBound
                break
            }
            acknowledgedRuns.removeFirst()
        }
        learn(from: &outcome, now: now)
        return outcome
    }

    /// Takes what the newest arrivals tell about time.
    private mutating func learn(from outcome: inout AckOutcome, now: Instant) {
        if let (number, sentAt) = outcome.newestOnce {
            outcome.newestOnce = nil
            outcome.roundTripTime = now - sentAt
            detector.handleArrival(of: number, sentAt: sentAt, isRetransmission: false, now: now)
        }
        if let (number, sentAt) = outcome.newestAgain {
            outcome.newestAgain = nil
            detector.handleArrival(of: number, sentAt: sentAt, isRetransmission: true, now: now)
        }
    }

    /// Takes one gap block; only what no block covered before is looked at.
    private mutating func acknowledge(_ block: Range<Int>, _ outcome: inout AckOutcome, now: Instant) {
        let first = indexOfRun(endingAtOrAfter: block.lowerBound)
        if first < acknowledgedRuns.count, acknowledgedRuns[first].lowerBound <= block.lowerBound,
            acknowledgedRuns[first].upperBound >= block.upperBound
        {
            return
        }
        var ordinal = block.lowerBound
        var merged = block
        var next = first
        while next < acknowledgedRuns.count, acknowledgedRuns[next].lowerBound <= block.upperBound {
            let run = acknowledgedRuns[next]
            while ordinal < run.lowerBound {
                acknowledge(ordinal, &outcome, now: now)
                ordinal += 1
            }
            ordinal = max(ordinal, run.upperBound)
            merged = min(merged.lowerBound, run.lowerBound)..<max(merged.upperBound, run.upperBound)
            next += 1
        }
        while ordinal < block.upperBound {
            acknowledge(ordinal, &outcome, now: now)
            ordinal += 1
        }
        if next == first + 1 {
            acknowledgedRuns[first] = merged
        } else {
            acknowledgedRuns.replaceSubrange(first..<next, with: CollectionOfOne(merged))
        }
    }

    private mutating func acknowledge(_ ordinal: Int, _ outcome: inout AckOutcome, now: Instant) {
        let index = ordinal - firstOrdinal
        switch entries[index].state {
        case .acknowledged, .abandoned: return
        case .inFlight, .toBeRetransmitted:
            note(index, &outcome, now: now)
            leave(index)
            entries[index].state = .acknowledged
        }
    }

    /// Takes what the arrival of a chunk tells about time and order.
    private mutating func note(_ index: Int, _ outcome: inout AckOutcome, now: Instant) {
        let state = entries[index].state
        guard state == .inFlight || state == .toBeRetransmitted else { return }
        let byteCount = entries[index].byteCount
        let packetNumber = entries[index].packetNumber
        let isRetransmission = entries[index].transmissions > 1
        outcome.acknowledgedBytes += byteCount
        let record = state == .inFlight ? packets[packetNumber] : nil
        sampler.handleAcknowledgement(of: byteCount, record: record, packetNumber: packetNumber, now: now)
        let ordinal = firstOrdinal + index
        if !isRetransmission { detector.noteOrder(ordinal: ordinal, highestBefore: outcome.highestBefore) }
        guard let record else { return }
        if record.isLarge { newestLargeArrival = max(newestLargeArrival, packetNumber) }
        if isRetransmission {
            if packetNumber > outcome.newestAgain?.packetNumber ?? -1 {
                outcome.newestAgain = (packetNumber, record.sentAt)
            }
        } else if packetNumber > outcome.newestOnce?.packetNumber ?? -1 {
            outcome.newestOnce = (packetNumber, record.sentAt)
        }
    }

    /// A receiver may discard what it had acknowledged by a gap block (RFC 9260 §6.2.1, D iii). It shows in the first
    /// chunk being acknowledged and yet not covered by the cumulative TSN.
    private mutating func takeBackReneged(_ sack: SelectiveAckChunk) {
        guard firstState == .acknowledged else { return }
        acknowledgedRuns = []
        var kept = sack.gapAckBlocks[...]
        for index in 0..<entries.count where entries[index].state == .acknowledged {
            while let block = kept.first, Int(block.end) - 1 < index { kept.removeFirst() }
            if let block = kept.first, Int(block.start) - 1 <= index { continue }
            markForRetransmission(at: index)
        }
    }

    /// A chunk that arrived twice, and that was sent again, was sent again without need.
    private mutating func noteDuplicates(_ sack: SelectiveAckChunk) {
        guard !sack.duplicateTSNs.isEmpty, sack.duplicateTSNs.contains(where: recentRetransmissions.contains) else {
            return
        }
        recentRetransmissions.removeAll { sack.duplicateTSNs.contains($0) }
        detector.handleSpuriousRetransmission(acknowledgedOrdinal: firstOrdinal, nextOrdinal: endOrdinal)
    }

    /// The first run that ends at `ordinal` or behind it.
    private func indexOfRun(endingAtOrAfter ordinal: Int) -> Int {
        var low = 0
        var high = acknowledgedRuns.count
        while low < high {
            let middle = (low + high) / 2
            if acknowledgedRuns[middle].upperBound < ordinal { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
