import Wire

@testable import SCTP

/// What TCP does by default: a flow to share links with in tests.
/// Source: RFC 9438 §4, <https://www.rfc-editor.org/rfc/rfc9438#section-4>
struct CubicModel: CongestionController {
    private(set) var congestionWindow: Int
    var pacingRate: Double? { nil }
    private let packetSize: Double
    private var slowStartThreshold = Int.max
    private var maximum: Double = 0
    private var epoch: Instant?
    private var roundTrip = 0.1

    private static let scale = 0.4
    private static let reduction = 0.7

    init(packetSize: Int = 1163) {
        self.packetSize = Double(packetSize)
        congestionWindow = 10 * packetSize
    }

    mutating func handleAcknowledgement(_ facts: AcknowledgementFacts) {
        if let sample = facts.roundTripTime { roundTrip = sample.inSeconds }
        guard !facts.isInFastRecovery else { return }
        if congestionWindow < slowStartThreshold {
            congestionWindow += facts.acknowledgedBytes
            return
        }
        let begun = epoch ?? facts.now
        epoch = begun
        let current = Double(congestionWindow) / packetSize
        let time = (facts.now - begun).inSeconds + roundTrip
        let span = root((maximum * (1 - Self.reduction)) / Self.scale)
        let cubic = Self.scale * (time - span) * (time - span) * (time - span) + maximum
        let friendly = maximum * Self.reduction + 3 * (1 - Self.reduction) / (1 + Self.reduction) * time / roundTrip
        let target = min(max(cubic, friendly), current * 1.5)
        if target > current {
            congestionWindow += Int((target - current) / current * Double(facts.acknowledgedBytes))
        }
    }

    mutating func handleLoss(_ facts: LossFacts) {
        guard facts.beginsRecovery else { return }
        let current = Double(congestionWindow) / packetSize
        maximum = current < maximum ? current * (1 + Self.reduction) / 2 : current
        congestionWindow = max(Int(Double(congestionWindow) * Self.reduction), 2 * Int(packetSize))
        slowStartThreshold = congestionWindow
        epoch = nil
    }

    mutating func handleTimeout(flightSize: Int) {
        slowStartThreshold = congestionWindow / 2
        congestionWindow = Int(packetSize)
        epoch = nil
    }

    mutating func handleIdle() {}

    private func root(_ value: Double) -> Double {
        guard value > 0 else { return 0 }
        var estimate = max(1, value / 3)
        for _ in 0..<40 { estimate = (2 * estimate + value / (estimate * estimate)) / 3 }
        return estimate
    }
}
