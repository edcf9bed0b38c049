import Wire

/// SACK in, and what follows from what it says and from its absence.
/// Source: RFC 9260 §6.2.1, §6.3 and §7.2.4, <https://www.rfc-editor.org/rfc/rfc9260#section-6.2.1>
extension Association {
    mutating func handle(_ sack: SelectiveAckChunk) {
        if case .cookieEchoed = state { completeHandshake() }
        guard peer != nil, state.sendsData || state.receivesData else {
            counters.unexpectedChunks += 1
            return
        }
        guard outstanding.isAcceptable(cumulativeTSNAck: sack.cumulativeTSNAck) else {
            counters.unacceptableAcks += 1
            return
        }
        // A peer that answers probes of its closed window is there (RFC 9260 §6.1, A).
        if isProbing { errorCount = 0 }
        let outcome = outstanding.handle(sack, now: now)
        let window = Int(sack.advertisedReceiverWindow)
        apply(outcome)
        noteLosses(outcome.lost)
        retransmitProbe(window: window)
        peerWindow = max(0, window - outstanding.flightSize)
        if peerAcceptsForwardTSN, outstanding.entries.first?.state == .abandoned { isForwardTSNDue = true }
    }

    /// Takes what a SACK, or the cumulative TSN of a SHUTDOWN, acknowledged.
    mutating func apply(_ outcome: OutstandingData.AckOutcome) {
        if let sample = outcome.roundTripTime { retransmissionTimeout.handle(roundTripTime: sample) }
        if let exit = fastRecoveryExit, exit <= outstanding.cumulativeTSNAck { fastRecoveryExit = nil }
        if outcome.acknowledgedBytes > 0 {
            errorCount = 0
            congestion.handleAcknowledgement(
                AcknowledgementFacts(
                    acknowledgedBytes: outcome.acknowledgedBytes, flightSizeBefore: outcome.flightSizeBefore,
                    cumulativeTSNAdvanced: outcome.cumulativeTSNAdvanced, isInFastRecovery: fastRecoveryExit != nil))
        }
        if outstanding.isEmpty {
            timers[.retransmission] = nil
        } else if outcome.cumulativeTSNAdvanced {
            retransmissionTimeout.endBackoff()
            startRetransmissionTimer()
        }
    }

    /// Marks lost chunks, and enters fast recovery (RFC 9260 §7.2.4).
    private mutating func noteLosses(_ lost: [Int]) {
        guard !lost.isEmpty, let last = lost.last else { return }
        for index in lost where outstanding.entries[index].state == .inFlight {
            outstanding.markForRetransmission(at: index)
            if outstanding.hasReachedLimit(at: index, now: now) { abandon(at: index) }
        }
        guard fastRecoveryExit == nil, last < outstanding.entries.count else { return }
        counters.fastRecoveries += 1
        congestion.handleFastRetransmit()
        fastRecoveryExit = outstanding.nextTSN.previous
        isFastRetransmitDue = true
    }

    /// Sends the probe of a closed window again as soon as the window opens; the receiver had to drop it.
    private mutating func retransmitProbe(window: Int) {
        guard isProbing, outstanding.flightSize > 0, window >= outstanding.flightSize else { return }
        outstanding.markAllForRetransmission()
        retransmissionTimeout.endBackoff()
    }

    /// Whether all that is in flight is the probe of a closed window.
    private var isProbing: Bool {
        peerWindow == 0 && outstanding.entries.count == 1
    }

    /// T3-rtx expired: everything in flight counts as lost (RFC 9260 §6.3.3).
    mutating func handleRetransmissionTimeout() {
        guard state.sendsData, !outstanding.isEmpty, countError() else { return }
        counters.timeouts += 1
        if !isProbing { congestion.handleTimeout() }
        retransmissionTimeout.backOff()
        fastRecoveryExit = nil
        isFastRetransmitDue = false
        outstanding.markAllForRetransmission()
        abandonWhatReachedItsLimit()
        if peerAcceptsForwardTSN, outstanding.entries.first?.state == .abandoned { isForwardTSNDue = true }
    }

    private mutating func abandonWhatReachedItsLimit() {
        for index in 0..<outstanding.entries.count
        where outstanding.entries[index].state == .toBeRetransmitted && outstanding.hasReachedLimit(at: index, now: now)
        {
            abandon(at: index)
        }
    }

    var peerAcceptsForwardTSN: Bool { peer?.extensions.contains(.forwardTSN) ?? false }

    /// Gives up the message that the chunk at `index` belongs to (RFC 3758 §3.5, A3).
    mutating func abandon(at index: Int) {
        let fragment = outstanding.entries[index].fragment
        outstanding.abandonMessage(at: index)
        counters.abandonedMessages += 1
        if sendQueue.dropRemainder(of: fragment.message, on: fragment.stream) {
            outstanding.appendAbandoned(after: fragment)
        }
        if outstanding.entries.first?.state == .abandoned { isForwardTSNDue = true }
    }
}
