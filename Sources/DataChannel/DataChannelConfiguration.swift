package import SCTP

/// Names a data channel within its endpoint; it never goes on the wire. The stream's number is another thing: it is free
/// again for the next channel when this one is closed.
package struct DataChannelID: Hashable, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }
}

/// Which side of DTLS an endpoint is; it decides which stream numbers it gives out.
/// Source: RFC 8832 §6, <https://www.rfc-editor.org/rfc/rfc8832#section-6>
package enum DTLSRole: Sendable {
    /// Gives out even numbers.
    case client
    /// Gives out odd numbers.
    case server
}

/// What a data channel is opened with.
/// Source: RFC 8832 §5.1, <https://www.rfc-editor.org/rfc/rfc8832#section-5.1>
package struct DataChannelConfiguration: Equatable, Sendable {
    /// What the channel is for, in the application's words; at most 65,535 bytes of UTF-8.
    package var label: String
    /// The application's protocol on it; at most 65,535 bytes of UTF-8.
    package var subprotocol: String
    /// Whether messages arrive in the order in which they were sent.
    package var isOrdered: Bool
    /// How long a message is sent again before it is given up; the peer must understand FORWARD TSN, or all are kept.
    package var reliability: Reliability
    /// The share of the link: 128 below normal, 256 normal, 512 high, 1024 extra high (RFC 8831 §6.4).
    package var priority: UInt16
    /// Both sides open the channel with this number, and nothing is said on the wire; `nil` to say it.
    package var negotiatedStream: StreamID?

    /// Describes a channel; what is not said is as a browser's `createDataChannel` has it.
    package init(
        label: String, subprotocol: String = "", isOrdered: Bool = true, reliability: Reliability = .reliable,
        priority: UInt16 = 256, negotiatedStream: StreamID? = nil
    ) {
        self.label = label
        self.subprotocol = subprotocol
        self.isOrdered = isOrdered
        self.reliability = reliability
        self.priority = priority
        self.negotiatedStream = negotiatedStream
    }
}
