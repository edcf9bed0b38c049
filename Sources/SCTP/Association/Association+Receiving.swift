import Wire

/// What one packet brought that asks for a SACK.
struct DataArrival {
    var hasData = false
    var isUrgent = false
}

/// DATA and FORWARD TSN in, SACK out.
/// Source: RFC 9260 §6.2, <https://www.rfc-editor.org/rfc/rfc9260#section-6.2>
extension Association {
    mutating func handle(_ chunk: DataChunk, _ arrival: inout DataArrival) {
        if case .cookieEchoed = state {
            // Only a peer that has taken our COOKIE ECHO sends DATA with our tag: the COOKIE ACK was lost or comes later.
            completeHandshake()
        }
        guard state.receivesData, let peer else {
            counters.unexpectedChunks += 1
            return
        }
        guard !chunk.payload.isEmpty else {
            abort(.noUserData(chunk.header.tsn), reason: .protocolError(.noUserData))
            return
        }
        arrival.hasData = true
        guard chunk.header.stream.index < peer.inboundStreamCount else {
            counters.invalidStreams += 1
            inbound.discard(chunk.header.tsn)
            reply(ErrorChunk(causes: [.invalidStreamIdentifier(chunk.header.stream)]))
            return
        }
        take(chunk, &arrival)
    }

    private mutating func take(_ chunk: DataChunk, _ arrival: inout DataArrival) {
        let hadGaps = inbound.received.hasGaps
        do {
            switch try inbound.handle(chunk, into: &events) {
            case .taken:
                if chunk.header.flags.contains(.immediate) || hadGaps || inbound.received.hasGaps {
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
        guard state.receivesData, let peer else {
            counters.unexpectedChunks += 1
            return
        }
        var acceptable = chunk
        acceptable.skippedStreams.removeAll { $0.stream.index >= peer.inboundStreamCount }
        let ahead = inbound.received.cumulativeTSNAck.distance(to: chunk.newCumulativeTSN)
        if ahead < 1 << 31, ahead > ReceivedTSNs.window {
            counters.refusedChunks += 1
            return
        }
        arrival.hasData = true
        if !inbound.handle(acceptable, into: &events) { arrival.isUrgent = true }
        progressIncomingReset()
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

    mutating func appendSelectiveAck(to writer: inout PacketWriter) {
        let chunk = inbound.makeSelectiveAck(undelivered: events.undeliveredCost, room: writer.room)
        advertisedWindow = Int(chunk.advertisedReceiverWindow)
        writer.append(chunk)
        ackSchedule = .nothingToAck
        timers[.delayedAck] = nil
    }
}
