/// The congestion control of RFC 9260: slow start, congestion avoidance, one halving for each fast recovery.
/// Source: RFC 9260 §7.2, <https://www.rfc-editor.org/rfc/rfc9260#section-7.2>
package struct NewRenoCongestionController: CongestionController {
    /// cwnd in bytes; never below one packet.
    package private(set) var congestionWindow: Int
    /// Always `nil`: packets leave as soon as the window has room.
    package var pacingRate: Double? { nil }
    private var slowStartThreshold = Int.max
    private var partialBytesAcknowledged = 0
    private let packetSize: Int
    private let initialWindow: Int

    /// RFC 9260 §7.2.1 allows about four packets; ten is what RFC 6928 measured for TCP and what browsers use.
    package static let initialPackets = 10

    /// RFC 9260 §7.2.1: *L*, how many packets one SACK may add in slow start.
    private static let slowStartLimit = 2

    /// - Parameter packetSize: the largest packet in bytes.
    package init(packetSize: Int) {
        self.packetSize = packetSize
        initialWindow = packetSize * Self.initialPackets
        congestionWindow = initialWindow
    }

    /// Grows the window: by what arrived in slow start, by a packet for each full window above the threshold, and only
    /// when it was used up (RFC 9260 §7.2.1, §7.2.2).
    package mutating func handleAcknowledgement(_ facts: AcknowledgementFacts) {
        let wasUsed = facts.flightSizeBefore + packetSize > congestionWindow
        if congestionWindow <= slowStartThreshold {
            if facts.cumulativeTSNAdvanced, wasUsed, !facts.isInFastRecovery {
                congestionWindow += min(facts.acknowledgedBytes, Self.slowStartLimit * packetSize)
            }
            return
        }
        partialBytesAcknowledged += facts.acknowledgedBytes
        if partialBytesAcknowledged >= congestionWindow {
            partialBytesAcknowledged = wasUsed ? partialBytesAcknowledged - congestionWindow : congestionWindow
            if wasUsed, !facts.isInFastRecovery { congestionWindow += packetSize }
        }
    }

    /// Halves the window, once for each recovery and to no less than four packets (RFC 9260 §7.2.3).
    package mutating func handleLoss(_ facts: LossFacts) {
        guard facts.beginsRecovery else { return }
        slowStartThreshold = max(congestionWindow / 2, 4 * packetSize)
        congestionWindow = slowStartThreshold
        partialBytesAcknowledged = 0
    }

    /// Goes back to slow start with one packet (RFC 9260 §7.2.3).
    package mutating func handleTimeout(flightSize: Int) {
        slowStartThreshold = max(congestionWindow / 2, 4 * packetSize)
        congestionWindow = packetSize
        partialBytesAcknowledged = 0
    }

    /// Halves the window, to no less than the first one.
    package mutating func handleIdle() {
        congestionWindow = max(congestionWindow / 2, min(initialWindow, congestionWindow))
        partialBytesAcknowledged = 0
    }
}
