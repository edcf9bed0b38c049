/// Holds own candidates back until the description is on its way, and counts the other side's.
struct CandidateFlow: Sendable {
    /// The most candidates that one side may send.
    static let maximumCount = 100

    private var held: [SealedMessage]? = []
    private var receivedCount = 0

    /// The candidate, where it may be sent now.
    mutating func pass(_ candidate: SealedMessage) -> SealedMessage? {
        guard held != nil else { return candidate }
        held?.append(candidate)
        return nil
    }

    /// The description is on its way: what was held follows it.
    mutating func release() -> [SealedMessage] {
        defer { held = nil }
        return held ?? []
    }

    /// ICE restarts: the other side's candidates are counted anew.
    mutating func restart() {
        receivedCount = 0
    }

    /// - Throws: `outOfOrder` for what is no candidate, `tooManyCandidates`.
    mutating func receive(_ message: SealedMessage, into outputs: inout [PairingOutput]) throws(PairingFailure) {
        receivedCount += 1
        guard receivedCount <= Self.maximumCount else { throw .tooManyCandidates }
        switch message {
        case .candidate(let candidate): outputs.append(.candidate(candidate))
        case .endOfCandidates: outputs.append(.endOfCandidates)
        default: throw .outOfOrder
        }
    }
}
