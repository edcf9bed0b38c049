package import Wire

/// What the layer above asks for.
extension Association {
    /// Begins the handshake; does nothing when it has begun.
    /// Source: RFC 9260 §5.1, <https://www.rfc-editor.org/rfc/rfc9260#section-5.1>
    package mutating func connect(now: Instant) {
        self.now = now
        guard state == .closed else { return }
        state = .cookieWait
        sendInitiation()
    }

    /// The INIT chunk that `connect` sends, for a description that spares the handshake.
    package var initiation: [UInt8] { makeInitiation().serialized() }

    /// Begins without a handshake: both descriptions held the INIT that would have opened it, and DTLS has shown that the
    /// peer is the one that wrote its own. Does nothing when a handshake has begun.
    /// Source: SNAP, <https://datatracker.ietf.org/doc/draft-hancke-tsvwg-snap/>
    package mutating func connect(with peerInitiation: InitiationChunk, now: Instant) {
        self.now = now
        guard state == .closed else { return }
        establish(with: PeerParameters(peerInitiation.fields, configuration: configuration))
    }

    /// Has the first time-outs follow the round trip that ICE or DTLS saw; call it before `connect`.
    package mutating func expect(roundTripTime: Duration) {
        retransmissionTimeout.expect(roundTripTime: roundTripTime)
    }

    /// Hands over a message; it may leave later.
    /// - Parameters:
    ///   - payload: 1 byte or more.
    ///   - isCounted: whether `bufferedAmount` includes it.
    /// - Throws: `SCTPError` when it is empty or too long, the stream cannot take it, or the association is over.
    package mutating func send(
        _ payload: [UInt8], on stream: StreamID, payloadProtocol: PayloadProtocolIdentifier,
        reliability: Reliability = .reliable, isOrdered: Bool = true, isCounted: Bool = true,
        now: Instant
    ) throws(SCTPError) {
        self.now = now
        guard state.acceptsMessages else { throw .closed }
        guard !payload.isEmpty else { throw .emptyMessage }
        guard payload.count <= peerMaximumMessageSize || peerMaximumMessageSize == 0 else {
            throw .messageTooLong(limit: peerMaximumMessageSize)
        }
        guard stream.index < outboundStreamCount else { throw .invalidStream(stream) }
        guard case .open = sendQueue.phase(of: stream) else { throw .streamIsResetting(stream) }
        guard sendQueue.bufferedAmount + payload.count <= configuration.sendBuffer else {
            throw .sendBufferFull(limit: configuration.sendBuffer)
        }
        let canAbandon = peer.map { $0.extensions.contains(.forwardTSN) } ?? true
        sendQueue.append(
            payload, to: stream, payloadProtocol: payloadProtocol, isOrdered: isOrdered,
            reliability: canAbandon ? reliability : .reliable, isCounted: isCounted, now: now)
    }

    /// Sets when `bufferedAmountLow` is told; 0 by default.
    /// - Parameter threshold: bytes.
    package mutating func setBufferedAmountLowThreshold(_ threshold: Int, of stream: StreamID) {
        guard stream.index < outboundStreamCount else { return }
        sendQueue.setBufferedAmountLowThreshold(threshold, of: stream)
    }

    /// Sets the stream's share relative to others; 256 by default.
    package mutating func setWeight(_ weight: Int, of stream: StreamID) {
        guard stream.index < outboundStreamCount else { return }
        sendQueue.setWeight(weight, of: stream)
    }

    /// Ends the outgoing stream after what waits on it, and starts its numbers again; an event tells when.
    /// Source: RFC 6525 §5.1.2, <https://www.rfc-editor.org/rfc/rfc6525#section-5.1.2>
    package mutating func resetStream(_ stream: StreamID, now: Instant) {
        self.now = now
        guard state.acceptsMessages, stream.index < outboundStreamCount else { return }
        guard case .open = sendQueue.phase(of: stream) else { return }
        sendQueue.setPhase(.resetRequested, of: stream)
        streamResets.queued.append(stream)
    }

    /// Ends the association when everything has been delivered.
    /// Source: RFC 9260 §9.2, <https://www.rfc-editor.org/rfc/rfc9260#section-9.2>
    package mutating func shutdown(now: Instant) {
        self.now = now
        switch state {
        case .established:
            state = .shutdownPending
            progressShutdown()
        case .closed, .cookieWait, .cookieEchoed: end(.shutdown)
        case .shutdownPending, .shutdownSent, .shutdownReceived, .shutdownAckSent, .ended: return
        }
    }

    /// Ends the association at once and tells the peer; what has not been delivered is lost.
    /// Source: RFC 9260 §9.1, <https://www.rfc-editor.org/rfc/rfc9260#section-9.1>
    package mutating func abort(now: Instant) {
        self.now = now
        abort(ErrorCause(code: .userInitiatedAbort), reason: .aborted)
    }

    /// Tries at once after the path came back, instead of at the end of a long back-off.
    package mutating func handlePathRestored(now: Instant) {
        self.now = now
        errorCount = 0
        retransmissionTimeout.endBackoff()
        for timer in [AssociationTimer.initiation, .cookie, .shutdown, .retransmission, .reconfiguration]
        where timers[timer] != nil {
            timers[timer] = now
        }
        handleTimeout(now: now)
    }

    /// Sends ABORT when the peer is known, and ends.
    mutating func abort(_ cause: ErrorCause, reason: CloseReason) {
        guard state != .ended else { return }
        if let peer { sendAlone(AbortChunk(causes: [cause]), tag: peer.verificationTag) }
        end(reason)
    }
}
