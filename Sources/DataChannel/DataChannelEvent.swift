package import SCTP

/// What an endpoint tells the layer above.
package enum DataChannelEvent: Equatable, Sendable {
    /// The association is up; channels opened before are open now.
    case connected
    /// A channel can be used.
    case opened(DataChannelID, DataChannelConfiguration, origin: DataChannelOrigin)
    case message(DataChannelID, DataChannelMessage)
    /// What waits on the channel fell to its threshold or below.
    case bufferedAmountLow(DataChannelID)
    /// The channel is closed on both sides, or the association is over; nothing follows on it.
    case closed(DataChannelID)
    /// The association is over; each channel was told closed before.
    case disconnected(CloseReason)
}

/// Who opened a channel.
package enum DataChannelOrigin: Sendable {
    /// This side opened it.
    case local
    /// The peer opened it; label and protocol are its claims.
    case remote
}

/// What `DataChannelEndpoint.pollOutput` hands out.
package enum DataChannelOutput: Equatable, Sendable {
    /// Goes to the peer, whole and in one DTLS record.
    case packet([UInt8])
    case event(DataChannelEvent)
}

/// Why an endpoint does not take a request.
package enum DataChannelError: Error, Equatable, Sendable {
    /// There is no such channel, or it is closed.
    case unknownChannel(DataChannelID)
    /// The channel is being closed.
    case closing(DataChannelID)
    /// The negotiated number is in use, or its last channel's end was refused by the peer.
    case streamInUse(StreamID)
    /// Every stream number is in use.
    case noStreamLeft
    /// A label or protocol has more than 65,535 bytes.
    case nameTooLong
    /// The association refuses.
    case association(SCTPError)
}

/// What a peer can cause on data channels.
package struct DataChannelCounters: Equatable, Sendable {
    /// Establishment messages that are cut short, of an unknown type, or not UTF-8.
    package var malformedEstablishmentMessages = 0
    /// OPEN on a stream that carries a channel already; that channel is closed.
    package var opensOnUsedStreams = 0
    /// ACK on a stream where this side sent no OPEN.
    package var acksWithoutOpen = 0
    /// OPEN beyond `DataChannelEndpoint.maximumChannels`, or on a stream that cannot be answered on.
    package var opensBeyondLimit = 0
    /// Messages on streams that carry no channel, or one that is closing.
    package var messagesWithoutChannel = 0
    /// Messages of a protocol that RFC 8831 does not name for data channels; each is dropped.
    package var unknownPayloadProtocols = 0
    /// Texts that are not UTF-8; each closes its channel.
    package var textsNotUTF8 = 0
}
