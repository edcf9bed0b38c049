import Wire

/// SACK in, and what follows from what it says and from its absence.
/// Source: RFC 9260 §6.2.1, §6.3 and §7.2.4, <https://www.rfc-editor.org/rfc/rfc9260#section-6.2.1>
extension Association {
    /// Takes a SACK; one whose cumulative TSN is old, or ahead of everything sent, is counted and dropped.
    ///
    /// A SACK in *cookie echoed* also completes the handshake: only a peer that took the cookie acknowledges DATA.
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
        findLosses()
        retransmitProbe(window: window)
        peerWindow = max(0, window - outstanding.flightSize)
        if peerAcceptsForwardTSN, outstanding.firstState == .abandoned { isForwardTSNDue = true }
    }

    /// Takes what a SACK, or the cumulative TSN of a SHUTDOWN, acknowledged.
    mutating func apply(_ outcome: OutstandingData.AckOutcome) {
        if let sample = outcome.roundTripTime { retransmissionTimeout.handle(roundTripTime: sample) }
        if let exit = fastRecoveryExit, exit <= outstanding.cumulativeTSNAck {
            fastRecoveryExit = nil
            outstanding.detector.handleRecoveryEnd()
        }
        let delivery = outstanding.sampler.takeSample(now: now)
        if outcome.acknowledgedBytes > 0 {
            errorCount = 0
            congestion.handleAcknowledgement(
                AcknowledgementFacts(
                    now: now, acknowledgedBytes: outcome.acknowledgedBytes,
                    flightSizeBefore: outcome.flightSizeBefore, flightSize: outstanding.flightSize,
                    cumulativeTSNAdvanced: outcome.cumulativeTSNAdvanced, isInFastRecovery: fastRecoveryExit != nil,
                    // A packet that overtook others says nothing of the path that those take.
                    roundTripTime: outstanding.hasEarlierInFlight ? nil : outcome.roundTripTime, delivery: delivery))
        }
        if outstanding.isEmpty {
            timers[.retransmission] = nil
            timers[.lossProbe] = nil
        } else if outcome.acknowledgedBytes > 0 || outcome.cumulativeTSNAdvanced {
            // RFC 9260 §6.3.2, R3 waits for the cumulative TSN. Gap blocks are as good a sign that answers come, and what
            // they leave out is found by time.
            retransmissionTimeout.endBackoff()
            hasProbed = false
            startRetransmissionTimer()
            startLossProbeTimer()
        }
    }

    /// Marks what is lost by now, and plans to look again for what may be soon.
    mutating func findLosses() {
        let losses = outstanding.takeLosses(smoothedRoundTripTime: roundTripTime ?? .zero, now: now)
        timers[.lossDetection] = losses.nextCheck
        judgeLargePackets(lost: losses.largePackets)
        apply(losses)
    }

    /// Tells the congestion control of losses, and enters recovery (RFC 9260 §7.2.4).
    private mutating func apply(_ losses: OutstandingData.Losses) {
        guard !losses.ordinals.isEmpty else { return }
        let beginsRecovery = fastRecoveryExit == nil
        if beginsRecovery {
            counters.fastRecoveries += 1
            fastRecoveryExit = outstanding.nextTSN.previous
            isFastRetransmitDue = true
        }
        congestion.handleLoss(
            LossFacts(
                now: now, lostBytes: losses.byteCount, flightSizeAtTransmission: losses.flightSizeAtTransmission,
                beginsRecovery: beginsRecovery))
        abandonWhatReachedItsLimit(losses)
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

    /// T3-rtx expired: what is overdue counts as lost, the earliest chunk first (RFC 9260 §6.3.3; RFC 8985 §6.3).
    mutating func handleRetransmissionTimeout() {
        guard state.sendsData, !outstanding.isEmpty, countError() else { return }
        counters.timeouts += 1
        retransmissionTimeout.backOff()
        hasProbed = true
        fastRecoveryExit = nil
        isFastRetransmitDue = false
        let losses = outstanding.takeOverdue(smoothedRoundTripTime: roundTripTime ?? .zero, now: now)
        if !isProbing {
            congestion.handleTimeout(flightSize: outstanding.flightSize)
            judgeSilence()
        }
        abandonWhatReachedItsLimit(losses)
        if peerAcceptsForwardTSN, outstanding.firstState == .abandoned { isForwardTSNDue = true }
        if !outstanding.isEmpty { startRetransmissionTimer() }
    }

    /// The time for an answer to the last packets is over: one packet more draws a SACK that tells of them.
    /// Source: RFC 8985 §7, <https://www.rfc-editor.org/rfc/rfc8985#section-7>
    mutating func handleLossProbeTimeout() {
        guard state.sendsData, outstanding.flightSize > 0, !isProbing else { return }
        isLossProbeDue = true
        hasProbed = true
        startRetransmissionTimer()
    }

    private mutating func abandonWhatReachedItsLimit(_ losses: OutstandingData.Losses) {
        for ordinal in losses.ordinals {
            let index = ordinal - outstanding.firstOrdinal
            guard outstanding.entries[index].state == .toBeRetransmitted,
                outstanding.hasReachedLimit(at: index, now: now)
            else { continue }
            abandon(at: index)
        }
    }

    /// Whether the peer listed FORWARD TSN, without which it cannot be told of what is given up.
    var peerAcceptsForwardTSN: Bool { peer?.extensions.contains(.forwardTSN) ?? false }

    /// Gives up the message that the chunk at `index` belongs to (RFC 3758 §3.5, A3).
    mutating func abandon(at index: Int) {
        let fragment = outstanding.entries[index].fragment
        outstanding.abandonMessage(at: index)
        counters.abandonedMessages += 1
        if sendQueue.dropRemainder(of: fragment.message, on: fragment.stream) {
            outstanding.appendAbandoned(after: fragment)
        }
        if outstanding.firstState == .abandoned { isForwardTSNDue = true }
    }
}
