/// Decides how many bytes may be in flight. It knows nothing of chunks: what it needs comes as facts.
/// Source: RFC 9260 §7.2, <https://www.rfc-editor.org/rfc/rfc9260#section-7.2>
package protocol CongestionController: Sendable {
    /// The most bytes in flight, chunk headers counted.
    var congestionWindow: Int { get }

    /// Takes a SACK that acknowledged something new.
    mutating func handleAcknowledgement(_ facts: AcknowledgementFacts)

    /// Takes the first loss of a fast recovery.
    mutating func handleFastRetransmit()

    /// Takes an expiry of T3-rtx.
    mutating func handleTimeout()

    /// Takes a silence of one retransmission time-out without data (RFC 9260 §7.2.1).
    mutating func handleIdle()
}

/// What a SACK says to a congestion controller.
package struct AcknowledgementFacts: Equatable, Sendable {
    /// Bytes acknowledged for the first time, by the cumulative TSN or by gap blocks.
    package var acknowledgedBytes: Int
    /// Bytes in flight when the SACK arrived.
    package var flightSizeBefore: Int
    package var cumulativeTSNAdvanced: Bool
    package var isInFastRecovery: Bool

    package init(
        acknowledgedBytes: Int, flightSizeBefore: Int, cumulativeTSNAdvanced: Bool, isInFastRecovery: Bool
    ) {
        self.acknowledgedBytes = acknowledgedBytes
        self.flightSizeBefore = flightSizeBefore
        self.cumulativeTSNAdvanced = cumulativeTSNAdvanced
        self.isInFastRecovery = isInFastRecovery
    }
}
