import Wire

/// Finding losses by time.
/// Source: RFC 8985 §6.2, <https://www.rfc-editor.org/rfc/rfc8985#section-6.2>
extension OutstandingData {
    /// What was found lost at one time.
    struct Losses {
        /// Ordinals, in the order of transmission; marked for retransmission.
        var ordinals: [Int] = []
        /// Their bytes, chunk headers counted.
        var byteCount = 0
        /// Bytes in flight when the first of them left.
        var flightSizeAtTransmission = 0
        /// The packets among them of more than the base size.
        var largePackets: [Int] = []
        /// When the next packet counts as lost, unless it is heard of; `nil` for none.
        var nextCheck: Instant?
    }

    /// Marks chunks lost that were sent before one that arrived, and long enough ago.
    mutating func takeLosses(smoothedRoundTripTime: Duration, now: Instant) -> Losses {
        var losses = Losses()
        guard earliest >= 0, entries[earliest - firstOrdinal].packetNumber < detector.latestArrival else {
            return losses
        }
        let patience =
            detector.roundTripTime + detector.reorderingWindow(smoothedRoundTripTime: smoothedRoundTripTime)
        while earliest >= 0 {
            let index = earliest - firstOrdinal
            let number = entries[index].packetNumber
            guard number < detector.latestArrival, let record = packets[number] else { break }
            let deadline = record.sentAt + patience
            guard detector.isOvertaken(number) || deadline <= now else {
                losses.nextCheck = deadline
                break
            }
            take(index, record, &losses)
        }
        return losses
    }

    /// Marks chunks lost whose answer is overdue when T3-rtx expires; the first in any case (RFC 8985 §6.3).
    mutating func takeOverdue(smoothedRoundTripTime: Duration, now: Instant) -> Losses {
        var losses = Losses()
        let patience =
            detector.roundTripTime + detector.reorderingWindow(smoothedRoundTripTime: smoothedRoundTripTime)
        while earliest >= 0 {
            let index = earliest - firstOrdinal
            guard let record = packets[entries[index].packetNumber] else { break }
            guard losses.ordinals.isEmpty || record.sentAt + patience <= now else { break }
            take(index, record, &losses)
        }
        return losses
    }

    private mutating func take(_ index: Int, _ record: PacketRecord, _ losses: inout Losses) {
        if losses.ordinals.isEmpty { losses.flightSizeAtTransmission = record.flightSize }
        losses.ordinals.append(firstOrdinal + index)
        losses.byteCount += entries[index].byteCount
        let number = entries[index].packetNumber
        if record.isLarge, losses.largePackets.last != number { losses.largePackets.append(number) }
        markForRetransmission(at: index)
    }
}
