/// The congestion control of RFC 9260: slow start, congestion avoidance, one halving for each fast recovery.
/// Source: RFC 9260 §7.2, <https://www.rfc-editor.org/rfc/rfc9260#section-7.2>
package struct NewRenoCongestionController: CongestionController {
    package private(set) var congestionWindow: Int
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

    package mutating func handleLoss(_ facts: LossFacts) {
        guard facts.beginsRecovery else { return }
        slowStartThreshold = max(congestionWindow / 2, 4 * packetSize)
        congestionWindow = slowStartThreshold
        partialBytesAcknowledged = 0
    }

    package mutating func handleTimeout(flightSize: Int) {
        slowStartThreshold = max(congestionWindow / 2, 4 * packetSize)
        congestionWindow = packetSize
        partialBytesAcknowledged = 0
    }

    package mutating func handleIdle() {
        congestionWindow = max(congestionWindow / 2, min(initialWindow, congestionWindow))
        partialBytesAcknowledged = 0
    }
}
