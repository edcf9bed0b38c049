import Wire

/// What one packet brought that asks for a SACK.
struct DataArrival {
    /// Whether there was DATA or FORWARD TSN.
    var hasData = false
    /// Whether the SACK must not wait (RFC 9260 §6.2; RFC 7053 §5.2).
    var isUrgent = false
}

/// DATA and FORWARD TSN in, SACK out.
/// Source: RFC 9260 §6.2, <https://www.rfc-editor.org/rfc/rfc9260#section-6.2>
extension Association {
    /// Takes DATA; where I-DATA was agreed on, DATA ends the association.
    ///
    /// DATA without payload, or that fits no message, ends it as well. DATA on a stream that was not agreed is
    /// acknowledged, reported to the peer and dropped.
    mutating func handle(_ chunk: DataChunk, _ arrival: inout DataArrival) {
        guard admit(chunk.header.tsn, chunk.header.stream, isEmpty: chunk.payload.isEmpty, &arrival) else { return }
        guard !interleaves else {
            // RFC 8260 §2.2.1: once I-DATA was agreed on, there is no DATA.
            abort(ErrorCause(code: .protocolViolation), reason: .protocolError(.protocolViolation))
            return
        }
        take(isImmediate: chunk.header.flags.contains(.immediate), &arrival) {
            (inbound, events) throws(ReassemblyQueue.Violation) in
            try inbound.handle(chunk, into: &events)
        }
    }

    /// Takes I-DATA by the same rules as DATA.
    mutating func handle(_ chunk: InterleavedDataChunk, _ arrival: inout DataArrival) {
        guard admit(chunk.header.tsn, chunk.header.stream, isEmpty: chunk.payload.isEmpty, &arrival) else { return }
        take(isImmediate: chunk.header.flags.contains(.immediate), &arrival) {
            (inbound, events) throws(ReassemblyQueue.Violation) in
            try inbound.handle(chunk, into: &events)
        }
    }

    /// Whether messages go by I-DATA.
    var interleaves: Bool { peer?.interleaves ?? false }

    /// Whether a chunk with user data fits state and streams.
    private mutating func admit(
        _ tsn: TSN, _ stream: StreamID, isEmpty: Bool, _ arrival: inout DataArrival
    ) -> Bool {
        if case .cookieEchoed = state {
            // Only a peer that has taken our COOKIE ECHO sends DATA with our tag: the COOKIE ACK was lost or comes later.
            completeHandshake()
        }
        guard state.receivesData, let peer else {
            counters.unexpectedChunks += 1
            return false
        }
        guard !isEmpty else {
            abort(.noUserData(tsn), reason: .protocolError(.noUserData))
            return false
        }
        arrival.hasData = true
        guard stream.index < peer.inboundStreamCount else {
            counters.invalidStreams += 1
            inbound.discard(tsn)
            reply(ErrorChunk(causes: [.invalidStreamIdentifier(stream)]))
            return false
        }
        return true
    }

    private mutating func take(
        isImmediate: Bool, _ arrival: inout DataArrival,
        _ insert: (inout InboundData, inout EventQueue) throws(ReassemblyQueue.Violation) -> InboundData.Verdict
    ) {
        let hadGaps = inbound.received.hasGaps
        do {
            switch try insert(&inbound, &events) {
            case .taken:
                if isImmediate || hadGaps || inbound.received.hasGaps {
                    arrival.isUrgent = true
                }
            case .duplicate:
                counters.duplicateChunks += 1
                arrival.isUrgent = true
            case .refused:
                counters.refusedChunks += 1
                arrival.isUrgent = true
            }
            progressIncomingReset()
        } catch {
            abort(ErrorCause(code: .protocolViolation), reason: .protocolError(.protocolViolation))
        }
    }

    /// Source: RFC 3758 §3.6, <https://www.rfc-editor.org/rfc/rfc3758#section-3.6>
    mutating func handle(_ chunk: ForwardTSNChunk, _ arrival: inout DataArrival) {
        guard let peer, admitSkip(to: chunk.newCumulativeTSN, &arrival) else { return }
        var acceptable = chunk
        acceptable.skippedStreams.removeAll { $0.stream.index >= peer.inboundStreamCount }
        if !inbound.handle(acceptable, into: &events) { arrival.isUrgent = true }
        progressIncomingReset()
    }

    /// Source: RFC 8260 §2.3.1, <https://www.rfc-editor.org/rfc/rfc8260#section-2.3.1>
    mutating func handle(_ chunk: InterleavedForwardTSNChunk, _ arrival: inout DataArrival) {
        guard let peer, admitSkip(to: chunk.newCumulativeTSN, &arrival) else { return }
        var acceptable = chunk
        acceptable.skipped.removeAll { $0.stream.index >= peer.inboundStreamCount }
        if !inbound.handle(acceptable, into: &events) { arrival.isUrgent = true }
        progressIncomingReset()
    }

    private mutating func admitSkip(to tsn: TSN, _ arrival: inout DataArrival) -> Bool {
        guard state.receivesData, peer != nil else {
            counters.unexpectedChunks += 1
            return false
        }
        let ahead = inbound.received.cumulativeTSNAck.distance(to: tsn)
        if ahead < 1 << 31, ahead > ReceivedTSNs.window {
            counters.refusedChunks += 1
            return false
        }
        arrival.hasData = true
        return true
    }

    /// Decides on a SACK when a whole packet has been read.
    mutating func finish(_ arrival: DataArrival) {
        guard arrival.hasData, state != .ended else { return }
        ackSchedule.handleDataPacket(urgent: arrival.isUrgent || state == .shutdownSent)
        if ackSchedule == .delayed {
            timers[.delayedAck] = now + configuration.delayedAckTimeout
        }
        if state == .shutdownSent { sendShutdown() }
    }

    /// Plans a SACK when the window, once small, has become worth telling (RFC 9260 §6.2, last paragraphs).
    mutating func updateWindow() {
        guard state.receivesData, peer != nil, advertisedWindow < configuration.receiveBuffer / 2 else { return }
        let window = inbound.receiverWindow(undelivered: events.undeliveredCost)
        if window - advertisedWindow >= configuration.receiveBuffer / 4 { ackSchedule = .now }
    }

    /// Writes the SACK that all that arrived asks for, with as many gap blocks as there is room for, and ends the
    /// delay.
    mutating func appendSelectiveAck(to writer: inout PacketWriter) {
        let chunk = inbound.makeSelectiveAck(undelivered: events.undeliveredCost, room: writer.room)
        advertisedWindow = Int(chunk.advertisedReceiverWindow)
        writer.append(chunk)
        ackSchedule = .nothingToAck
        timers[.delayedAck] = nil
    }
}
