import Wire

/// Names a message within its sender; it never goes on the wire.
struct MessageID: Hashable {
    var rawValue: UInt64
}

/// A message that waits to be cut into chunks.
struct OutboundMessage: Sendable {
    let id: MessageID
    let payload: [UInt8]
    let payloadProtocol: PayloadProtocolIdentifier
    /// Whether it is delivered in order with the other ordered messages of its stream.
    let isOrdered: Bool
    /// Whether the stream's buffered amount includes it; messages of the layer in between do not count.
    let isCounted: Bool
    /// How often a chunk of it may be sent again; `nil` for any number.
    private(set) var retransmissionLimit: Int?
    /// When the sender gives the message up.
    private(set) var expiry: Instant?
    /// Everything before this offset has been cut off.
    var offset = 0
    /// Given when the first chunk is cut, so that a message that never leaves uses no number.
    var messageIdentifier: MessageIdentifier?
    /// Parts cut off so far.
    var fragmentCount: UInt32 = 0

    /// Bytes that have not been cut off.
    var remaining: Int { payload.count - offset }

    /// Takes its limits away, so that it is never given up.
    mutating func makeReliable() {
        retransmissionLimit = nil
        expiry = nil
    }

    /// Whether its time is over; never, where it has none.
    func isExpired(now: Instant) -> Bool {
        guard let expiry else { return false }
        return expiry <= now
    }
}

extension MessageID: Sendable {}

/// A part of a message that fits one DATA chunk; it shares the message's bytes.
struct Fragment: Sendable {
    let message: MessageID
    /// The bytes of the whole message; `range` says which of them are this part's.
    let source: [UInt8]
    let range: Range<Int>
    /// Whether it begins or ends its message, and whether that is unordered; *immediate* is added as it leaves.
    let flags: DataChunkFlags
    let stream: StreamID
    let messageIdentifier: MessageIdentifier
    let fragmentSequenceNumber: FragmentSequenceNumber
    let payloadProtocol: PayloadProtocolIdentifier
    /// How often it may be sent again; `nil` for any number.
    let retransmissionLimit: Int?
    /// When the message is given up; `nil` for never.
    let expiry: Instant?

    /// The part's bytes.
    var payload: ArraySlice<UInt8> { source[range] }
}
