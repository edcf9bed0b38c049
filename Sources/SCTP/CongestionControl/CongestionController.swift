package import Wire

/// Decides how many bytes may be in flight, and how fast they leave. It knows nothing of chunks: what it needs comes as
/// facts.
/// Source: RFC 9260 §7.2, <https://www.rfc-editor.org/rfc/rfc9260#section-7.2>
package protocol CongestionController: Sendable {
    /// The most bytes in flight, chunk headers counted.
    var congestionWindow: Int { get }

    /// Bytes a second at which packets leave; `nil` where only the window bounds them.
    var pacingRate: Double? { get }

    /// Takes a SACK that acknowledged something new.
    mutating func handleAcknowledgement(_ facts: AcknowledgementFacts)

    /// Takes chunks that were found lost.
    mutating func handleLoss(_ facts: LossFacts)

    /// Takes an expiry of T3-rtx.
    /// - Parameter flightSize: bytes that still count as in flight.
    mutating func handleTimeout(flightSize: Int)

    /// Takes a silence of one retransmission time-out without data (RFC 9260 §7.2.1).
    mutating func handleIdle()
}

/// What a SACK says to a congestion controller.
package struct AcknowledgementFacts: Equatable, Sendable {
    /// When the SACK arrived.
    package var now: Instant
    /// Bytes acknowledged for the first time, by the cumulative TSN or by gap blocks.
    package var acknowledgedBytes: Int
    /// Bytes in flight when the SACK arrived.
    package var flightSizeBefore: Int
    /// Bytes in flight now.
    package var flightSize: Int
    /// Whether the first chunk in flight was acknowledged.
    package var cumulativeTSNAdvanced: Bool
    /// Whether losses that were found before are still being repaired.
    package var isInFastRecovery: Bool
    /// The round trip of the newest packet acknowledged; `nil` when none was sent only once.
    package var roundTripTime: Duration?
    /// How fast data arrived over the last round trip; `nil` when nothing in flight was acknowledged.
    package var delivery: DeliverySample?

    package init(
        now: Instant = .origin, acknowledgedBytes: Int, flightSizeBefore: Int, flightSize: Int = 0,
        cumulativeTSNAdvanced: Bool, isInFastRecovery: Bool, roundTripTime: Duration? = nil,
        delivery: DeliverySample? = nil
    ) {
        self.now = now
        self.acknowledgedBytes = acknowledgedBytes
        self.flightSizeBefore = flightSizeBefore
        self.flightSize = flightSize
        self.cumulativeTSNAdvanced = cumulativeTSNAdvanced
        self.isInFastRecovery = isInFastRecovery
        self.roundTripTime = roundTripTime
        self.delivery = delivery
    }
}

/// What a loss says to a congestion controller.
package struct LossFacts: Equatable, Sendable {
    /// When the loss was found.
    package var now: Instant
    /// Bytes found lost at once.
    package var lostBytes: Int
    /// Bytes in flight when the first of them left, itself included.
    package var flightSizeAtTransmission: Int
    /// Whether this is the first loss since what was in flight at the one before was acknowledged (RFC 9260 §7.2.4).
    package var beginsRecovery: Bool

    package init(now: Instant = .origin, lostBytes: Int, flightSizeAtTransmission: Int, beginsRecovery: Bool) {
        self.now = now
        self.lostBytes = lostBytes
        self.flightSizeAtTransmission = flightSizeAtTransmission
        self.beginsRecovery = beginsRecovery
    }
}

/// Which congestion control an association has.
package enum CongestionAlgorithm: Sendable {
    /// RFC 9260 §7.2: every loss is congestion.
    case newReno
    /// A model of bandwidth and round trip: loss counts only beyond a share.
    case rateBased
}
