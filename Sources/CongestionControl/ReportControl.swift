import RTP
import Wire

/// The estimate for a peer that does not tell arrivals: its own (REMB), and the loss of its receiver reports.
/// Source: <https://datatracker.ietf.org/doc/html/draft-ietf-rmcat-gcc-02#section-6>
struct ReportControl: Sendable {
    /// Above it the rate falls by half of the loss; below `harmlessLoss` it grows (§6).
    static let harmfulLoss = 0.1
    /// Between the two the rate stays.
    static let harmlessLoss = 0.02
    /// The growth with each report (§6), of which there is one a second.
    static let growth = 1.08

    private let range: ClosedRange<Bitrate>
    private var bound: Bitrate
    private var lastDecrease: Instant?
    /// What the receiver allows; `nil` while it said nothing.
    private(set) var receiverBound: Bitrate?
    private(set) var lossFraction: Double?
    private(set) var roundTripTime: Duration?

    init(start: Bitrate, range: ClosedRange<Bitrate>) {
        self.range = range
        bound = start.clamped(to: range)
    }

    /// What may be sent.
    var bitrate: Bitrate { min(bound, receiverBound ?? bound).clamped(to: range) }

    /// Takes the receiver's estimate. It sees delay, so while no loss speaks against it the rate goes there at once.
    mutating func handleReceiverEstimate(_ bitrate: Bitrate) {
        receiverBound = bitrate
        if (lossFraction ?? 0) < Self.harmlessLoss { bound = max(bound, bitrate.clamped(to: range)) }
    }

    /// Takes a receiver report.
    mutating func handle(_ report: ReceptionReport, isApplicationLimited: Bool, now: Instant) {
        lossFraction = report.lossFraction
        if let time = report.roundTripTime { roundTripTime = time }
        if report.lossFraction > Self.harmfulLoss {
            let pause = Duration.milliseconds(300) + (roundTripTime ?? .zero)
            if let lastDecrease, now - lastDecrease < pause { return }
            lastDecrease = now
            bound = (bitrate * (1 - 0.5 * min(report.lossFraction, 1))).clamped(to: range)
        } else if report.lossFraction < Self.harmlessLoss, !isApplicationLimited {
            bound = (bound * Self.growth).clamped(to: range)
        }
    }
}
