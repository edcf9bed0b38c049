/// When a SACK is due: at once, or after a delay.
/// Source: RFC 9260 §6.2, <https://www.rfc-editor.org/rfc/rfc9260#section-6.2>
enum AckSchedule: Equatable, Sendable {
    case nothingToAck
    /// One packet waits for a second one, or for the delayed-SACK timer.
    case delayed
    case now

    /// Takes a packet with DATA in it.
    /// - Parameter urgent: whether RFC 9260 asks for a SACK at once: a gap, a duplicate, the I bit, no room.
    mutating func handleDataPacket(urgent: Bool) {
        self = urgent || self != .nothingToAck ? .now : .delayed
    }
}
