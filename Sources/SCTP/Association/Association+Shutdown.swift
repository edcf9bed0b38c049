import Wire

/// The graceful end, after everything was delivered.
/// Source: RFC 9260 §9.2, <https://www.rfc-editor.org/rfc/rfc9260#section-9.2>
extension Association {
    /// Takes the next step when nothing is left to deliver.
    mutating func progressShutdown() {
        guard outstanding.isEmpty, sendQueue.isEmpty else { return }
        switch state {
        case .shutdownPending:
            state = .shutdownSent
            sendShutdown()
            timers[.shutdown] = now + retransmissionTimeout.current
        case .shutdownReceived:
            state = .shutdownAckSent
            sendShutdownAck()
            timers[.shutdown] = now + retransmissionTimeout.current
        case .closed, .cookieWait, .cookieEchoed, .established, .shutdownSent, .shutdownAckSent, .ended: return
        }
    }

    /// Takes SHUTDOWN: the peer sends nothing new, and what it acknowledges here counts as in a SACK.
    mutating func handle(_ chunk: ShutdownChunk) {
        if outstanding.isAcceptable(cumulativeTSNAck: chunk.cumulativeTSNAck) {
            apply(outstanding.handle(cumulativeTSNAck: chunk.cumulativeTSNAck, now: now))
        }
        switch state {
        case .established, .shutdownPending: state = .shutdownReceived
        case .shutdownSent:
            state = .shutdownAckSent
            sendShutdownAck()
            timers[.shutdown] = now + retransmissionTimeout.current
        case .shutdownAckSent: sendShutdownAck()
        case .closed, .cookieWait, .cookieEchoed, .shutdownReceived, .ended: counters.unexpectedChunks += 1
        }
    }

    /// Takes SHUTDOWN ACK: everything has arrived at both ends, and the association is over.
    mutating func handleShutdownAck() {
        guard state == .shutdownSent || state == .shutdownAckSent, let peer else {
            counters.unexpectedChunks += 1
            return
        }
        sendAlone(ShutdownCompleteChunk(), tag: peer.verificationTag)
        end(.shutdown)
    }

    /// Takes SHUTDOWN COMPLETE, which only our SHUTDOWN ACK draws.
    mutating func handleShutdownComplete() {
        guard state == .shutdownAckSent else {
            counters.unexpectedChunks += 1
            return
        }
        end(.shutdown)
    }

    /// T2-shutdown expired: SHUTDOWN, or SHUTDOWN ACK, is sent again.
    mutating func handleShutdownTimeout() {
        guard state == .shutdownSent || state == .shutdownAckSent, countError() else { return }
        retransmissionTimeout.backOff()
        if state == .shutdownSent { sendShutdown() } else { sendShutdownAck() }
        timers[.shutdown] = now + retransmissionTimeout.current
    }

    /// Queues SHUTDOWN with what has arrived in sequence.
    mutating func sendShutdown() {
        reply(ShutdownChunk(cumulativeTSNAck: inbound.received.cumulativeTSNAck))
    }

    /// Queues SHUTDOWN ACK in a packet of its own.
    mutating func sendShutdownAck() {
        guard let peer else { return }
        sendAlone(ShutdownAckChunk(), tag: peer.verificationTag)
    }
}
