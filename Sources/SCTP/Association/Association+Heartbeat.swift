import Wire

/// The HEARTBEAT that waits for its answer.
struct HeartbeatState: Sendable {
    /// What the answer must repeat, and when the question left; `nil` while none is under way.
    var pending: (information: [UInt8], sentAt: Instant)?
    /// HEARTBEATs made so far, probes of the path's MTU among them.
    var count: UInt32 = 0
}

/// Asks an idle peer whether it is there.
/// Source: RFC 9260 §8.3, <https://www.rfc-editor.org/rfc/rfc9260#section-8.3>
extension Association {
    /// The heartbeat interval is over: a question without answer counts as a time-out, and an idle peer is asked again.
    mutating func handleHeartbeatTimeout() {
        guard state == .established else { return }
        if heartbeat.pending != nil {
            heartbeat.pending = nil
            guard countError() else { return }
        }
        if outstanding.isEmpty { sendHeartbeat() }
        timers[.heartbeat] = now + configuration.heartbeatInterval
    }

    private mutating func sendHeartbeat() {
        let information = makeHeartbeatInformation()
        heartbeat.pending = (information, now)
        reply(HeartbeatChunk(information: information))
    }

    /// Words that no HEARTBEAT of this association had before: nonce 8 · count 4.
    mutating func makeHeartbeatInformation() -> [UInt8] {
        heartbeat.count &+= 1
        var writer = ByteWriter()
        writer.write(local.heartbeatNonce)
        writer.write(heartbeat.count)
        return writer.bytes
    }

    /// Answers HEARTBEAT with the peer's own words.
    mutating func handle(_ chunk: HeartbeatChunk) {
        guard peer != nil else {
            counters.unexpectedChunks += 1
            return
        }
        reply(HeartbeatAckChunk(information: chunk.information))
    }

    /// Takes the answer to a HEARTBEAT or to a probe of the path's MTU; any other is counted and dropped.
    mutating func handle(_ chunk: HeartbeatAckChunk) {
        if takePathMTUProbe(chunk.information) { return }
        guard let pending = heartbeat.pending, pending.information == chunk.information else {
            counters.unexpectedChunks += 1
            return
        }
        heartbeat.pending = nil
        errorCount = 0
        retransmissionTimeout.handle(roundTripTime: now - pending.sentAt)
    }
}
