import SCTP

/// One channel as the endpoint keeps it.
struct Channel: Sendable {
    let id: DataChannelID
    /// What it was opened with, here or by the peer.
    let configuration: DataChannelConfiguration
    /// Who opened it.
    let origin: DataChannelOrigin
    /// Where it stands.
    var phase: Phase
    /// `nil` before the role is known.
    var stream: StreamID?
    /// Messages from before the stream was known, in order; they leave right behind OPEN.
    var early: [DataChannelMessage] = []
    /// Bytes.
    var bufferedAmountLowThreshold = 0

    /// Where a channel stands.
    enum Phase: Equatable, Sendable {
        /// The DTLS role is not known, so there is no stream yet.
        case waiting
        /// OPEN was handed over and has not been answered: messages go in order, so that none overtakes it (RFC 8832 §6).
        case opening
        case open
        /// The halves still to be reset.
        case closing(outgoing: Bool, incoming: Bool)
    }

    /// Whether messages go ahead of one another.
    var sendsOrdered: Bool { configuration.isOrdered || phase == .opening }

    /// Bytes of the messages that wait for a stream; it adds them up each time.
    var earlyByteCount: Int { early.reduce(0) { $0 + $1.byteCount } }

    /// Whether either half is still to be reset; such a channel takes and gives no messages.
    var isClosing: Bool {
        if case .closing = phase { true } else { false }
    }
}
