import Wire

/// Congestion control by a model of the path: the bandwidth that it delivers and the round trip that it takes empty.
///
///     startup ─ bandwidth grows no more ─▶ drain ─▶ down ─▶ cruise ─ 2 to 3 s ─▶ refill ─▶ up ─┐
///                                                    ▲                                          │
///                                                    └────────── a queue, or too much loss ─────┘
///     any ─ 5 s without a lower round trip ─▶ roundTrip ─▶ down
///
/// It follows BBR version 3, and differs where the path of a support session asks for it:
/// - Loss counts only beyond 2 % of a flight and two packets, also outside of probing, where BBR counts any.
/// - A queue that stands while cruising lowers the bandwidth that is believed (`QueueWatch`).
/// - Probing that finds bandwidth goes on at twice the rate, so that a link that is free again is used again soon.
///
/// Source: draft-ietf-ccwg-bbr, <https://datatracker.ietf.org/doc/draft-ietf-ccwg-bbr/>
package struct RateBasedCongestionController: CongestionController {
    /// What the controller is doing.
    enum Phase: Equatable, Sendable {
        /// Doubling the rate each round trip.
        case startup
        /// Letting the queue of *startup* run empty.
        case drain
        /// Sending below the bandwidth, so that the queue of *up* runs empty.
        case down
        /// Sending at the bandwidth, with room left for others.
        case cruise
        /// Filling the path for one round trip before *up*.
        case refill
        /// Sending beyond the bandwidth, to see whether there is more.
        case up
        /// Sending little, to see the round trip of an empty queue.
        case roundTrip
    }

    package internal(set) var congestionWindow: Int
    package internal(set) var pacingRate: Double?
    /// What the controller is doing now.
    var phase = Phase.startup
    /// The largest packet in bytes.
    let packetSize: Int
    /// The time of the latest call.
    var now = Instant.origin

    /// What the path delivers.
    var bandwidth = BandwidthFilter()
    /// What the path takes empty.
    var roundTrip = RoundTripFilter()
    /// How much acknowledgements come in bursts.
    var aggregation = AggregationFilter()
    /// What loss has shown.
    var bounds = PathBounds()

    /// A round trip ends when a packet is acknowledged that left after this many bytes were delivered.
    var roundEnd = 0
    /// Whether the latest acknowledgement began one.
    var isRoundStart = false
    /// All bytes ever acknowledged.
    var delivered = 0
    /// What the present round trip has shown so far.
    var round = RoundObservation()
    /// What this cycle knows of the queue.
    var queueWatch = QueueWatch()

    /// How far *startup* has come.
    var startup = StartupProgress()
    /// Where *down* to *up* stand.
    var cycle: ProbingCycle
    /// Where *roundTrip* stands.
    var roundTripProbe = RoundTripProbe()
    /// The window before T3-rtx, to be restored by the first acknowledgement.
    var windowBeforeTimeout: Int?

    /// The window before anything is known, in packets (RFC 6928).
    static let initialPackets = 10
    /// BBR.MinPipeCwnd, in packets.
    static let minimumPackets = 4

    /// - Parameters:
    ///   - packetSize: the largest packet in bytes.
    ///   - seed: spreads the times of probing, so that flows do not probe together.
    package init(packetSize: Int, seed: UInt64) {
        self.packetSize = packetSize
        cycle = ProbingCycle(seed: seed)
        congestionWindow = packetSize * Self.initialPackets
    }

    /// Learns bandwidth and round trip from a SACK, moves to the next phase where it is time, and sets rate and window.
    package mutating func handleAcknowledgement(_ facts: AcknowledgementFacts) {
        now = facts.now
        beginRound(facts)
        if let sample = facts.delivery { learn(sample) }
        aggregation.handle(
            acknowledged: facts.acknowledgedBytes, bandwidth: bandwidth.maximum, limit: congestionWindow, now: now)
        var isRoundTripProbeDue = false
        if let sample = facts.roundTripTime { isRoundTripProbeDue = roundTrip.handle(sample, now: now) }
        observe(facts)
        advance(facts)
        if isRoundTripProbeDue { beginRoundTripProbe() }
        if isRoundStart {
            let hasQueue = roundTrip.showsQueue && facts.delivery?.isApplicationLimited == false
            let collapsed = bounds.beginRound(
                isProbing: isProbing, bandwidth: bandwidth.maximum, hasQueue: hasQueue)
            if let collapsed { bandwidth.reset(to: collapsed) }
        }
        updatePacingRate()
        updateWindow(facts)
    }

    /// Lets one packet more than is in flight leave, until the next acknowledgement restores the window.
    package mutating func handleTimeout(flightSize: Int) {
        windowBeforeTimeout = max(windowBeforeTimeout ?? 0, congestionWindow)
        congestionWindow = flightSize + packetSize
    }

    /// Keeps the model, and counts the silence as a measurement of the empty path.
    package mutating func handleIdle() {
        // The model outlives a silence, and pacing keeps what follows from being a burst; queues have run empty.
        roundTrip.noteProbe(now: now)
    }

    /// Bytes a second that the path is believed to deliver.
    var believedBandwidth: Double { min(bandwidth.maximum, bounds.bandwidthLow ?? .infinity) }

    /// The bytes in flight that fill the path, times `gain`; `nil` before both are known.
    func bandwidthDelayProduct(gain: Double = 1) -> Int? {
        guard let minimum = roundTrip.minimum, bandwidth.maximum > 0 else { return nil }
        return Int(believedBandwidth * minimum.inSeconds * gain)
    }

    /// Whether losses now come of our own probing.
    var isProbing: Bool { phase == .refill || phase == .up || phase == .startup }

    private mutating func beginRound(_ facts: AcknowledgementFacts) {
        isRoundStart = false
        guard let sample = facts.delivery else { return }
        delivered = sample.delivered
        if sample.priorDelivered >= roundEnd {
            roundEnd = delivered
            isRoundStart = true
            cycle.rounds += 1
            aggregation.beginRound()
        }
    }

    private mutating func learn(_ sample: DeliverySample) {
        // A shorter interval than any round trip comes of acknowledgements that a queue on their way pushed together.
        guard sample.interval >= roundTrip.minimum ?? .zero, sample.interval > .zero else { return }
        bandwidth.handle(sample)
        bounds.handle(sample)
    }

    private mutating func observe(_ facts: AcknowledgementFacts) {
        if isRoundStart {
            watchQueue()
            round = RoundObservation(delivered: delivered, now: now)
        }
        round.handle(facts)
        queueWatch.cruise?.handle(facts)
    }

    private mutating func advance(_ facts: AcknowledgementFacts) {
        switch phase {
        case .startup: checkFullPipe(facts)
        case .drain: checkDrained(facts)
        case .down, .cruise, .refill, .up: advanceCycle(facts)
        case .roundTrip: advanceRoundTripProbe(facts)
        }
    }

    private mutating func updatePacingRate() {
        guard let minimum = roundTrip.minimum else { return }
        guard bandwidth.maximum > 0 else {
            pacingRate = pacingGain * Double(congestionWindow) / max(minimum.inSeconds, 1e-6)
            return
        }
        let rate = max(believedBandwidth * pacingGain, slowestRate)
        // While the pipe fills, a low sample is more likely a short message than a slow path.
        if startup.isPipeFull || rate > pacingRate ?? 0 { pacingRate = rate }
    }

    /// One packet in a tenth of a second.
    private var slowestRate: Double { Double(packetSize) * 10 }

    private var pacingGain: Double {
        switch phase {
        case .startup: StartupProgress.gain
        case .drain: StartupProgress.drainGain
        case .down: ProbingCycle.downGain
        case .cruise, .refill, .roundTrip: 1
        case .up: cycle.isPulseSent ? 1 : cycle.upGain
        }
    }

    private var windowGain: Double {
        switch phase {
        case .up: max(2.25, 2 * cycle.upGain / ProbingCycle.firstUpGain)
        case .startup, .drain, .down, .cruise, .refill, .roundTrip: 2
        }
    }

    private mutating func updateWindow(_ facts: AcknowledgementFacts) {
        if let before = windowBeforeTimeout {
            congestionWindow = max(congestionWindow, before)
            windowBeforeTimeout = nil
        }
        let smallest = Self.minimumPackets * packetSize
        if let product = bandwidthDelayProduct(gain: windowGain) {
            let target = max(product + aggregation.maximum, burstAllowance, probingWindow) + 2 * packetSize
            if startup.isPipeFull {
                congestionWindow = min(congestionWindow + facts.acknowledgedBytes, target)
            } else if congestionWindow < target || delivered < 2 * Self.initialPackets * packetSize {
                congestionWindow += facts.acknowledgedBytes
            }
        } else {
            congestionWindow += facts.acknowledgedBytes
        }
        congestionWindow = max(min(congestionWindow, windowLimit ?? .max), smallest)
    }

    /// While probing it is the rate that is raised: where others keep a queue, a window of the empty path would hold it back.
    private var probingWindow: Int {
        phase == .up ? cycle.flightSizeBefore * 3 / 2 : 0
    }

    /// Three bursts of the pacer: on a short path the window must not be what stops a burst.
    private var burstAllowance: Int { Int(min(3 * 131_072, 0.003 * (pacingRate ?? 0))) }

    /// What the path's bounds and the probe of the round trip leave.
    private var windowLimit: Int? {
        switch phase {
        case .roundTrip: roundTripProbeWindow
        case .cruise: bounds.flightSizeLimit(withHeadroom: true)
        case .startup, .drain, .down, .refill, .up: bounds.flightSizeLimit(withHeadroom: false)
        }
    }
}
