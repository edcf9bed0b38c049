import Wire

/// What a cycle knows of the queue on the path.
struct QueueWatch: Sendable {
    /// A queue that is met by sending less than arrives.
    struct Drain: Sendable {
        /// How long data waited in it.
        let before: Duration
        /// The bound on the bandwidth before it was met, in bytes a second; `nil` for none.
        let bandwidthLow: Double?
        /// When it has to be gone, if it was ours.
        let endsAt: Instant
    }

    /// Whether data waited in all of the latest whole round trip.
    var isStanding = false
    /// Whether the queue stayed though less was sent.
    var isOthers = false
    /// `nil` while none is drained.
    var drain: Drain?
    /// What was seen since the second round trip of *cruise* began; `nil` before.
    var cruise: RoundObservation?

    /// The least share of the highest sample that is believed: jitter raises samples by less than the rest. A busy computer
    /// holds data up as well, and sends less meanwhile, so that what arrives says little.
    static let leastShare = 0.88
}

/// A queue that stands while we cruise.
///
///     cruise ─ a queue for a whole round trip ─▶ believe what arrived, drain ─┬─ gone ─▶ cruise
///                                                                             └─ there ─▶ cruise, believe as before
///
/// BBR has no such rule. The highest sample of a probe is above the bandwidth where acknowledgements come in bursts, as on
/// every path with jitter, and the queue that comes of it would stand for two cycles.
extension RateBasedCongestionController {
    /// Takes the end of a round trip.
    mutating func watchQueue() {
        let queue = round.queue(beyond: roundTrip.minimum)
        queueWatch.isStanding = queue != nil
        switch phase {
        case .cruise: endCruiseRound(queue: queue)
        case .down: endDrainRound(queue: queue)
        case .startup, .drain, .refill, .up, .roundTrip: return
        }
    }

    /// Ends *down*.
    mutating func beginCruise() {
        phase = .cruise
        queueWatch.drain = nil
        queueWatch.cruise = nil
    }

    private mutating func endCruiseRound(queue: Duration?) {
        guard let cruise = queueWatch.cruise else {
            // What arrived in this round trip left before *cruise* began.
            queueWatch.cruise = RoundObservation(delivered: delivered, now: now)
            return
        }
        guard let queue, !queueWatch.isOthers else { return }
        guard let arriving = cruise.rate(delivered: delivered, now: now) else { return }
        let rate = max(arriving, bandwidth.maximum * QueueWatch.leastShare)
        guard rate < believedBandwidth else { return }
        let duration = Double(queue.inNanoseconds) / (1 - ProbingCycle.downGain)
        // What is sent from now on shows a round trip later.
        queueWatch.drain = .init(
            before: queue, bandwidthLow: bounds.bandwidthLow,
            endsAt: now + .nanoseconds(Int64(duration)) + roundTrip.latest)
        bounds.boundBandwidth(to: rate)
        phase = .down
    }

    private mutating func endDrainRound(queue: Duration?) {
        guard let drain = queueWatch.drain, round.begunAt >= drain.endsAt else { return }
        beginCruise()
        guard queue ?? .zero > drain.before / 2 else { return }
        queueWatch.isOthers = true
        bounds.boundBandwidth(to: drain.bandwidthLow)
    }
}
