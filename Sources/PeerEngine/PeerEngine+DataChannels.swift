import DTLS
package import DataChannel
import JSEP
import SCTP
package import Wire

/// Data channels between DTLS and the application.
extension PeerEngine {
    /// Opens a channel; `dataChannelOpened` tells when it can be used. It may be opened before `secured`.
    /// - Throws: `DataChannelError`.
    package mutating func openDataChannel(
        _ configuration: DataChannelConfiguration, now: Instant
    ) throws(DataChannelError) -> DataChannelID {
        self.now = now
        return try channels.open(configuration, now: now)
    }

    /// Hands over a message; it may leave later.
    /// - Throws: `DataChannelError` when there is no such channel, or it does not take the message.
    package mutating func send(
        _ message: DataChannelMessage, on channel: DataChannelID, now: Instant
    ) throws(DataChannelError) {
        self.now = now
        try channels.send(message, on: channel, now: now)
    }

    /// Bytes handed over for the channel that have not been sent for the first time.
    package func bufferedAmount(of channel: DataChannelID) -> Int {
        channels.bufferedAmount(of: channel)
    }

    /// Sets when `dataChannelBufferedAmountLow` is told; 0 by default.
    /// - Parameter threshold: bytes.
    package mutating func setBufferedAmountLowThreshold(_ threshold: Int, of channel: DataChannelID) {
        channels.setBufferedAmountLowThreshold(threshold, of: channel)
    }

    /// Closes a channel after what waits on it.
    package mutating func closeDataChannel(_ channel: DataChannelID, now: Instant) {
        self.now = now
        channels.close(channel, now: now)
    }

    /// Whether received messages stay here, so that the peer's window closes and the peer waits.
    package mutating func setDataChannelDeliveryPaused(_ isPaused: Bool) {
        channels.isDeliveryPaused = isPaused
    }

    /// Takes what both descriptions say of SCTP, and begins it when DTLS is up.
    ///
    /// A peer's `a=sctp-init` that is no INIT ends the engine.
    mutating func applyApplication(_ session: NegotiatedSession) {
        guard let application = session.application else { return }
        // The association takes 0 for "any size", as the attribute does.
        channels.peerMaximumMessageSize = application.remoteMaximumMessageSize.map { Int(clamping: $0) } ?? 0
        channels.setPorts(local: application.localSCTPPort, remote: application.remoteSCTPPort)
        do {
            peerInitiation = try application.remoteSCTPInitiation.map { try InitiationChunk(standingAlone: $0) }
        } catch {
            // The peer will not shake hands, so that there is nothing to fall back to.
            end(.sctp(.protocolError(.invalidMandatoryParameter)))
            return
        }
        connectChannels()
    }

    /// Begins SCTP when DTLS is up and both descriptions have the section for it.
    mutating func connectChannels() {
        guard isSecured, let session = negotiated, session.application != nil else { return }
        channels.connect(
            role: session.transport.dtlsRole == .client ? .client : .server, roundTripTime: pathRoundTripTime,
            peerInitiation: peerInitiation, now: now)
    }

    /// Takes out of the channels what came of the last call: the packets through DTLS, the events as they are.
    ///
    /// Gives why the association ended, when it did: only after its last packet was taken out.
    mutating func pollChannels(_ dtls: DTLSConnection) -> PeerEngineEnd? {
        var reason: PeerEngineEnd?
        while let output = channels.pollOutput() {
            switch output {
            case .packet(let packet):
                do throws(DTLSError) {
                    try dtls.send(packet, now: now)
                } catch {
                    return .dtls(error)
                }
                drainDTLS(dtls)
            case .event(.disconnected(let cause)): reason = PeerEngineEnd(cause)
            case .event(let event): handle(event)
            }
        }
        return reason
    }

    private mutating func handle(_ event: DataChannelEvent) {
        switch event {
        case .connected, .disconnected: break
        case .opened(let id, let configuration, _):
            let opened = PeerEngineEvent.dataChannelOpened(
                id, label: configuration.label, protocol: configuration.subprotocol)
            outputs.append(.event(opened))
        case .message(let id, let message): outputs.append(.event(.dataChannelMessage(id, message)))
        case .bufferedAmountLow(let id): outputs.append(.event(.dataChannelBufferedAmountLow(id)))
        case .closed(let id): outputs.append(.event(.dataChannelClosed(id)))
        }
    }
}

extension PeerEngineEnd {
    fileprivate init(_ reason: CloseReason) {
        switch reason {
        case .shutdown, .abortedByPeer(.userInitiatedAbort): self = .closedByPeer
        case .aborted: self = .closed
        case .abortedByPeer, .protocolError, .timedOut: self = .sctp(reason)
        }
    }
}
