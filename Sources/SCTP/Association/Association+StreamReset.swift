import Wire

/// RE-CONFIG: resets of outgoing streams, ours and the peer's.
/// Source: RFC 6525 §5, <https://www.rfc-editor.org/rfc/rfc6525#section-5>
extension Association {
    /// How many streams one request names, so that it fits any packet.
    private static let streamsPerRequest = 128

    /// Sends a request for the streams that have nothing left to send, when none is with the peer.
    mutating func progressOutgoingReset() {
        guard streamResets.outstanding == nil, !streamResets.queued.isEmpty, state.sendsData, let peer else { return }
        let ready = Array(streamResets.queued.filter { !sendQueue.hasMessages($0) }.prefix(Self.streamsPerRequest))
        guard !ready.isEmpty else { return }
        streamResets.queued.removeAll { ready.contains($0) }
        guard peer.extensions.contains(.reconfiguration) else {
            failReset(of: ready)
            return
        }
        for stream in ready { sendQueue.setPhase(.resetting, of: stream) }
        let request = streamResets.makeRequest(ready, lastAssignedTSN: outstanding.nextTSN.previous)
        reply(ReconfigurationChunk(parameters: [.outgoingReset(request)]))
        timers[.reconfiguration] = now + retransmissionTimeout.current
    }

    /// The re-configuration timer expired: the request with the peer is sent again.
    ///
    /// While the peer says *in progress* the wait has no limit; without an answer each expiry counts as a time-out.
    mutating func handleReconfigurationTimeout() {
        guard let request = streamResets.outstanding, state.sendsData else { return }
        guard streamResets.isInProgress || countError() else { return }
        var repeated = request
        if streamResets.isInProgress {
            // Its number has been answered, and an answered number is only ever answered alike (RFC 6525 §5.2.1).
            repeated = streamResets.makeRequest(request.streams, lastAssignedTSN: request.lastAssignedTSN)
        } else {
            retransmissionTimeout.backOff()
        }
        reply(ReconfigurationChunk(parameters: [.outgoingReset(repeated)]))
        timers[.reconfiguration] = now + retransmissionTimeout.current
    }

    /// Takes RE-CONFIG: the answer to our request, or requests of the peer's, each of which is answered.
    mutating func handle(_ chunk: ReconfigurationChunk) {
        guard peer != nil, state.sendsData || state.receivesData else {
            counters.unexpectedChunks += 1
            return
        }
        for parameter in chunk.parameters {
            switch parameter {
            case .outgoingReset(let request): handle(request)
            case .response(let response): handle(response)
            case .unsupportedRequest(let number): deny(number)
            case .unknown: counters.unknownChunks += 1
            }
        }
    }

    /// Takes the answer to our request: only a reset that the peer performed starts numbers again.
    ///
    /// A peer that refused goes on where the streams stood. They take nothing more here: a message on one of them could
    /// be of its old use or of a new one.
    /// Source: RFC 6525 §5.2.7, <https://www.rfc-editor.org/rfc/rfc6525#section-5.2.7>
    private mutating func handle(_ response: ReconfigurationResponse) {
        guard let request = streamResets.outstanding,
            request.requestSequenceNumber == response.responseSequenceNumber
        else { return }
        errorCount = 0
        if response.result == .inProgress {
            streamResets.isInProgress = true
            timers[.reconfiguration] = now + retransmissionTimeout.current
            return
        }
        streamResets.outstanding = nil
        timers[.reconfiguration] = nil
        guard response.result == .performed || response.result == .nothingToDo else {
            failReset(of: request.streams)
            return
        }
        for stream in request.streams { sendQueue.reset(stream) }
        events.append(.outgoingStreamsReset(request.streams))
    }

    private mutating func failReset(of streams: [StreamID]) {
        for stream in streams { sendQueue.setPhase(.resetFailed, of: stream) }
        events.append(.outgoingStreamResetFailed(streams))
    }

    /// Source: RFC 6525 §5.2.2, <https://www.rfc-editor.org/rfc/rfc6525#section-5.2.2>
    private mutating func handle(_ request: OutgoingStreamResetRequest) {
        guard accept(request.requestSequenceNumber) else { return }
        let isEarly = inbound.received.cumulativeTSNAck < request.lastAssignedTSN
        if isEarly {
            streamResets.deferred = request
            respond(to: request.requestSequenceNumber, .inProgress)
        } else {
            perform(request)
        }
    }

    /// Performs the peer's deferred reset once everything sent before it has arrived.
    mutating func progressIncomingReset() {
        guard let request = streamResets.deferred,
            request.lastAssignedTSN <= inbound.received.cumulativeTSNAck
        else { return }
        perform(request)
    }

    private mutating func perform(_ request: OutgoingStreamResetRequest) {
        streamResets.deferred = nil
        let valid = request.streams.filter { $0.index < peer?.inboundStreamCount ?? 0 }
        guard valid.count == request.streams.count else {
            respond(to: request.requestSequenceNumber, .wrongStreamNumber)
            return
        }
        let streams = inbound.reset(valid)
        respond(to: request.requestSequenceNumber, .performed)
        if !streams.isEmpty { events.append(.incomingStreamsReset(streams)) }
    }

    private mutating func deny(_ number: ReconfigurationSequenceNumber) {
        guard accept(number) else { return }
        respond(to: number, .denied)
    }

    /// Whether a request is the next one; a repeated one is answered as before, another one refused (§5.2.1).
    private mutating func accept(_ number: ReconfigurationSequenceNumber) -> Bool {
        if number == streamResets.expectedRequest {
            streamResets.expectedRequest = number.next
            return true
        }
        if let latest = streamResets.latestResponse, latest.responseSequenceNumber == number {
            reply(ReconfigurationChunk(parameters: [.response(latest)]))
        } else {
            let response = ReconfigurationResponse(responseSequenceNumber: number, result: .badSequenceNumber)
            reply(ReconfigurationChunk(parameters: [.response(response)]))
        }
        return false
    }

    private mutating func respond(to number: ReconfigurationSequenceNumber, _ result: ReconfigurationResponse.Result) {
        let response = ReconfigurationResponse(responseSequenceNumber: number, result: result)
        streamResets.latestResponse = response
        reply(ReconfigurationChunk(parameters: [.response(response)]))
    }
}
