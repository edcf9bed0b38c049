/// One outgoing stream: its waiting messages and its numbers.
struct OutboundStream: Sendable {
    /// Whether messages may leave; a stream that is being reset takes no new ones.
    enum Phase: Sendable {
        /// Messages leave, and new ones are taken.
        case open
        /// Messages that wait still leave; the reset request follows them.
        case resetRequested
        /// The request is with the peer; nothing leaves until it answers (RFC 6525 §5.1.2).
        case resetting
        /// The peer did not perform the reset: nothing leaves any more.
        case resetFailed
    }

    /// Messages that wait, the first perhaps begun.
    var messages = RingBuffer<OutboundMessage>()
    /// Bytes of messages that have not left yet.
    var bufferedAmount = 0
    /// The layer above is told when the buffered amount falls to this many bytes; default 0.
    var bufferedAmountLowThreshold = 0
    /// The number of the next ordered message.
    var nextOrdered = MessageIdentifier(rawValue: 0)
    /// The number of the next unordered message.
    var nextUnordered = MessageIdentifier(rawValue: 0)
    /// Whether messages may leave.
    var phase = Phase.open
    /// The share of the link relative to other streams.
    var weight = OutboundStream.defaultWeight
    /// Bytes sent, divided by the weight; the stream with the least goes next.
    var virtualTime: Double = 0

    /// The weight of RFC 8831 §6.4's priority *normal*.
    static let defaultWeight = 256

    /// Whether the stream's messages may go ahead of the rules for all (`UrgencyAllowance`).
    var isUrgent: Bool { priorityClass == 3 }

    /// Below normal 0, normal 1, high 2, extra high 3.
    var priorityClass: Int {
        switch weight {
        case ..<256: 0
        case ..<512: 1
        case ..<1024: 2
        default: 3
        }
    }
}
