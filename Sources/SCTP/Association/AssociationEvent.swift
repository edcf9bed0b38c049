/// What an association tells the layer above.
package enum AssociationEvent: Equatable, Sendable {
    /// Both sides agree; sending worked before, and now leaves.
    case established
    /// A whole message, in its stream's order when it was sent ordered.
    case message(StreamID, PayloadProtocolIdentifier, [UInt8])
    /// The peer started its streams of these numbers again; what it sent on them before has been handed over.
    case incomingStreamsReset([StreamID])
    /// The peer has performed a reset that `resetStream` asked for; the streams can be used again.
    case outgoingStreamsReset([StreamID])
    /// The peer refused a reset, or does not know RFC 6525; the streams cannot be sent on any more.
    case outgoingStreamResetFailed([StreamID])
    /// What waits on the stream fell to its threshold or below.
    case bufferedAmountLow(StreamID)
    /// The association is over; nothing follows.
    case closed(CloseReason)
}

/// Why an association ended.
package enum CloseReason: Equatable, Sendable {
    /// Both sides finished; everything was delivered.
    case shutdown
    /// This side called `abort`.
    case aborted
    /// The peer sent ABORT, with this first cause.
    case abortedByPeer(ErrorCause.Code?)
    /// The peer broke the protocol; it was told by an ABORT with this cause.
    case protocolError(ErrorCause.Code)
    /// The peer no longer answers.
    case timedOut
}

/// What `Association.pollOutput` hands out.
package enum AssociationOutput: Equatable, Sendable {
    /// Goes to the peer, whole and in one DTLS record.
    case packet([UInt8])
    case event(AssociationEvent)
}
