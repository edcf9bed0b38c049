import Wire

/// A look at the path with an empty queue.
struct RoundTripProbe: Sendable {
    /// When the few packets in flight have been few for long enough; `nil` while the flight shrinks.
    var endsAt: Instant?
    /// Whether a whole round trip has passed so.
    var isRoundOver = false
    /// The window to return to.
    var windowBefore = 0

    /// BBR.ProbeRTTDuration.
    static let duration: Duration = .milliseconds(200)
    /// BBR.ProbeRTTCwndGain.
    static let gain = 0.5
}

/// Source: draft-ietf-ccwg-bbr §5.3.4, <https://datatracker.ietf.org/doc/draft-ietf-ccwg-bbr/>
extension RateBasedCongestionController {
    /// Lets the queue run empty.
    mutating func beginRoundTripProbe() {
        guard phase != .roundTrip else { return }
        roundTripProbe = RoundTripProbe(windowBefore: congestionWindow)
        phase = .roundTrip
    }

    /// The few bytes in flight meanwhile.
    var roundTripProbeWindow: Int {
        let half = bandwidthDelayProduct(gain: RoundTripProbe.gain) ?? 0
        return max(half, Self.minimumPackets * packetSize)
    }

    /// Takes an acknowledgement meanwhile; ends the probe when it has lasted.
    mutating func advanceRoundTripProbe(_ facts: AcknowledgementFacts) {
        guard let end = roundTripProbe.endsAt else {
            if facts.flightSize <= roundTripProbeWindow {
                roundTripProbe.endsAt = now + RoundTripProbe.duration
                roundEnd = delivered
            }
            return
        }
        if isRoundStart { roundTripProbe.isRoundOver = true }
        guard now >= end, roundTripProbe.isRoundOver else { return }
        roundTrip.noteProbe(now: now)
        congestionWindow = max(congestionWindow, roundTripProbe.windowBefore)
        bounds.clearLow()
        if startup.isPipeFull {
            beginDown()
        } else {
            phase = .startup
        }
    }
}
