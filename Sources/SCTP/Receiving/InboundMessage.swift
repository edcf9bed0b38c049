/// A whole message from the peer.
struct InboundMessage: Equatable, Sendable {
    let stream: StreamID
    /// `nil` for an unordered message.
    let messageIdentifier: MessageIdentifier?
    /// What the peer says that the message is.
    let payloadProtocol: PayloadProtocolIdentifier
    /// The whole message; never empty.
    let payload: [UInt8]

    /// What the message counts against the receive buffer: an allowance on top keeps many tiny messages bounded.
    var cost: Int { payload.count + ReassemblyQueue.overhead }
}
