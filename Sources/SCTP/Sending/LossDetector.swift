import Wire

/// Decides when a packet that left before one that arrived is lost: after a while in which it may still come.
///
/// It is RACK with packets in place of segments. Where packets have never overtaken each other, three later ones that
/// arrived are enough, however soon.
/// Source: RFC 8985 §6.2, <https://www.rfc-editor.org/rfc/rfc8985#section-6.2>
struct LossDetector: Sendable {
    /// The latest packet known to have arrived; -1 before the first.
    private(set) var latestArrival = -1
    /// RACK.rtt: the round trip of that packet.
    private(set) var roundTripTime: Duration = .zero
    /// RACK.reordering_seen.
    private(set) var isReorderingSeen = false
    private var shortestRoundTrip = RoundTripFilter()
    private var highestOrdinal = -1
    /// RACK.reo_wnd_mult.
    private var windowMultiplier = 1
    /// RACK.reo_wnd_persist: recoveries for which a wide window is kept.
    private var persistence = 0
    /// The chunk whose acknowledgement ends the round trip in which a needless retransmission was seen.
    private var spuriousRoundEnd = -1

    /// kPacketThreshold of RFC 9002 §6.1.1; DupThresh in RFC 8985.
    static let packetThreshold = 3
    private static let recoveriesKept = 16

    /// Takes the arrival of a chunk that was in flight.
    /// - Parameter isRetransmission: whether it was sent more than once, so that any of the packets may have arrived.
    mutating func handleArrival(of packetNumber: Int, sentAt: Instant, isRetransmission: Bool, now: Instant) {
        let sample = now - sentAt
        if isRetransmission {
            // Sooner than the path allows: it was the earlier transmission that arrived (RFC 8985 §6.2, step 2).
            if let shortest = shortestRoundTrip.minimum, sample < shortest { return }
        } else {
            _ = shortestRoundTrip.handle(sample, now: now)
        }
        guard packetNumber > latestArrival else { return }
        latestArrival = packetNumber
        roundTripTime = sample
    }

    /// Notes the order in which chunks that were sent once arrive; those of one SACK come in one call each, in order.
    mutating func noteOrder(ordinal: Int, highestBefore: Int) {
        if ordinal < highestBefore { isReorderingSeen = true }
        highestOrdinal = max(highestOrdinal, ordinal)
    }

    /// The highest place among all chunks that arrived.
    var highestArrival: Int { highestOrdinal }

    /// Takes the news that a retransmission was needless (RFC 8985 §6.2, step 4).
    mutating func handleSpuriousRetransmission(acknowledgedOrdinal: Int, nextOrdinal: Int) {
        guard acknowledgedOrdinal >= spuriousRoundEnd else { return }
        spuriousRoundEnd = nextOrdinal
        isReorderingSeen = true
        windowMultiplier += 1
        persistence = Self.recoveriesKept
    }

    /// Takes the end of a recovery.
    mutating func handleRecoveryEnd() {
        guard windowMultiplier > 1 else { return }
        persistence -= 1
        if persistence <= 0 { windowMultiplier = 1 }
    }

    /// RACK.reo_wnd: how much longer than a round trip a packet may take.
    func reorderingWindow(smoothedRoundTripTime: Duration) -> Duration {
        let quarter = (shortestRoundTrip.minimum ?? .zero) / 4
        return min(quarter * windowMultiplier, smoothedRoundTripTime)
    }

    /// Whether a packet is lost without waiting.
    func isOvertaken(_ packetNumber: Int) -> Bool {
        !isReorderingSeen && packetNumber <= latestArrival - Self.packetThreshold
    }
}
