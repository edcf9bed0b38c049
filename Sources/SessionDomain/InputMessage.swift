/// One JSON text message of the `input` channel (ordered, reliable) or the `motion` channel (neither), host to customer.
///
/// A right does not follow from it: the customer's session asks its own grant for each, see `CustomerSession.handle`.
package struct InputMessage: Codable, Equatable, Sendable {
    /// The request by which control was allowed, so that what comes after a revoke fits no later grant.
    package var request: RequestID
    /// Counts everything that the host sends under the request, over both channels, from 1.
    package var sequence: Int
    package var event: InputEvent

    package init(request: RequestID, sequence: Int, event: InputEvent) {
        self.request = request
        self.sequence = sequence
        self.event = event
    }
}

/// The order of what two channels bring: what is reliable comes once and in order, a motion only while it is the newest.
struct InputOrder: Sendable {
    private var lastReliable = 0
    private var lastMotion = 0

    /// What becomes of a message.
    enum Result: Equatable {
        case taken
        /// A later one is there already; that is no fault of the sender's.
        case late
        /// It came before, or on the wrong channel.
        case refused
    }

    /// - Parameter isReliable: whether it came by the `input` channel.
    mutating func take(_ message: InputMessage, isReliable: Bool) -> Result {
        guard isReliable else {
            guard message.event.isReplaceable else { return .refused }
            guard message.sequence > max(lastReliable, lastMotion) else { return .late }
            lastMotion = message.sequence
            return .taken
        }
        guard message.sequence > lastReliable else { return .refused }
        lastReliable = message.sequence
        return .taken
    }
}
