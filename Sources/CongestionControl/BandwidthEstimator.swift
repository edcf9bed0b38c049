package import RTP
package import Wire

/// Estimates at the sender what the path carries: from the arrivals that the peer tells, else from REMB and loss.
///
///     handleSent ─▶ sent packets ─┬─ delay: groups ─▶ trend ──────┐
///     feedback ────────┘          ├─ delay: collapse ─────────────┤
///                                 ├─ loss beyond the path's own ──┼─▶ rate control ─▶ availableOutgoingBitrate
///                                 ├─ what arrives ────────────────┤
///                                 └─ probes ──────────────────────┘
///
/// The rule of use: after each call take `pollProbe()` until it gives `nil` and look at `availableOutgoingBitrate`; then
/// call `handleTimeout` at `nextTimeout`. While nothing is in flight there is no time-out: an idle screen wakes nobody.
/// Source: <https://datatracker.ietf.org/doc/html/draft-ietf-rmcat-gcc-02>
package struct BandwidthEstimator: Sendable {
    /// Feedback that is late by this much and a round trip lowers the estimate.
    static let feedbackTimeout = Duration.seconds(1)
    /// Feedback is late only if sending went on for so long.
    static let sendingTime = Duration.milliseconds(300)
    /// What is kept of the estimate then, each half of that time.
    static let silenceBackOff = 0.7
    /// What is kept of what arrives when too much is lost.
    static let lossBackOff = 0.95
    /// A standing queue beyond it is emptied before anything but sound is sent.
    static let tolerableQueue = Duration.milliseconds(60)

    private let configuration: CongestionControlConfiguration
    private var sent = SentPackets()
    private var clock = FeedbackClock()
    private var groups = PacketGroups()
    private var trend = DelayTrend()
    private var queue = QueueDelay()
    private var acknowledged = AcknowledgedBitrate()
    private var loss = LossMonitor()
    private var limit = ApplicationLimit()
    private var window = FlightWindow()
    private var results = ProbeResults()
    private var schedule = ProbeSchedule()
    private var rate: RateControl
    private var reports: ReportControl
    /// When the peer last told arrivals.
    private var lastFeedback: Instant?
    private var roundTrip = WindowedExtreme.minimum(over: .seconds(10))
    /// When the first packet left of which nothing was told although something could have been.
    private var waitingSince: Instant?
    private var lastSilenceDecrease: Instant?
    /// Whether the latest report showed that the path has become far slower.
    private var hasCollapsed = false

    /// What a peer's feedback held that is of no use.
    package private(set) var counters = FeedbackCounters()
    /// Why the estimate is what it is.
    package private(set) var reason = BitrateReason.start

    package init(configuration: CongestionControlConfiguration) {
        self.configuration = configuration
        rate = RateControl(start: configuration.startBitrate, range: configuration.range)
        reports = ReportControl(start: configuration.startBitrate, range: configuration.range)
    }

    /// What all that leaves may have together; the statistic of the same name.
    package var availableOutgoingBitrate: Bitrate {
        guard isFed else { return reports.bitrate }
        return min(rate.bitrate, reports.receiverBound ?? rate.bitrate).clamped(to: configuration.range)
    }

    /// From a packet to the report about it, less what the report waited: the least of the last seconds.
    package var roundTripTime: Duration {
        roundTrip.value ?? reports.roundTripTime ?? configuration.roundTripTime
    }

    /// The share of packets that are lost, 0 to 1, over about a second; `nil` while nothing is known.
    package var lossFraction: Double? { isFed ? loss.smoothedFraction : reports.lossFraction }

    /// How long packets stand in queues on their way; zero where the peer does not tell.
    package var queueDelay: Duration { queue.standing }

    /// Whether the queue on the path is too long and is being emptied: nothing but sound should leave.
    package var isDraining: Bool { window.isDraining }

    /// Whether less is sent than might be.
    package var isApplicationLimited: Bool { limit.isLimited }

    /// Bytes that left and of which nothing was told yet.
    package var inFlightByteCount: Int { sent.inFlightByteCount }

    /// How many bytes may be in flight before anything but sound has to wait; `nil` for any number, while nothing was told.
    package var windowByteCount: Int? {
        guard isFed, let lastFeedback else { return nil }
        return window.byteCount(
            FlightWindow.Facts(
                bitrate: availableOutgoingBitrate, roundTripTime: roundTripTime,
                sinceFull: lastFull.map { lastFeedback - $0 }))
    }

    /// When to send one packet although the window is closed: reports have stayed away for longer than they take, and what
    /// comes back tells whether the rest was lost. `nil` while nothing is in flight.
    package var windowTimeout: Instant? {
        guard let lastFeedback, let lastSent = sent.lastSent, sent.inFlightByteCount > 0 else { return nil }
        return max(lastSent, lastFeedback) + window.patience(roundTripTime: roundTripTime)
    }

    /// Whether the peer tells arrivals.
    private var isFed: Bool { configuration.hasTransportFeedback && lastFeedback != nil }

    /// Notes a packet that leaves.
    /// - Parameters:
    ///   - number: its transport-wide number; `nil` where it has none.
    ///   - byteCount: the whole datagram.
    ///   - cluster: the probe that it belongs to.
    ///   - isMedia: whether it is neither padding nor a report; only media makes probes worth while.
    package mutating func handleSent(
        _ number: UInt16?, byteCount: Int, cluster: ProbeClusterID? = nil, isMedia: Bool = true, now: Instant
    ) {
        limit.update(sent: byteCount, bitrate: availableOutgoingBitrate, now: now)
        guard let number, configuration.hasTransportFeedback else { return }
        if let last = sent.lastSent, now - last > PacketGroups.silence {
            // What was learnt before a silence about growing queues is stale.
            groups.reset()
            trend.reset()
        }
        sent.insert(number, byteCount: byteCount, cluster: cluster, now: now)
        if waitingSince == nil { waitingSince = now }
        guard isMedia else { return }
        schedule.handleMediaSent(probingFacts, now: now)
        schedule.update(probingFacts, now: now)
    }

    /// Takes the peer's report of arrivals.
    package mutating func handle(_ feedback: TransportFeedback, now: Instant) {
        guard configuration.hasTransportFeedback else { return }
        let base = clock.read(feedback.referenceTime, now: now)
        if base.didJump { forgetPeerTimes() }
        let news = sent.take(feedback, base: base.instant, counters: &counters)
        guard !news.received.isEmpty || !news.lost.isEmpty else { return }
        noteFeedback(news, now: now)
        limit.update(bitrate: availableOutgoingBitrate, now: now)
        let before = rate.bitrate
        let isSlow = follow(news.received, now: now)
        if let inherent = loss.add(news, now: now), let arriving = arrivingBitrate {
            // What the path loses anyway is no reason to send less than it carries.
            let next = arriving * (Self.lossBackOff / (1 - inherent))
            if rate.fall(to: min(next, rate.bitrate * Self.lossBackOff), now: now) { reason = .loss }
        }
        if isSlow {
            if hasCollapsed || queue.standing > tolerableQueue { window.beginDrain(now: now) }
        } else if window.endDrain(isEmptied: queue.standing <= tolerableQueue, now: now) {
            // The path is longer than it was; what was the fastest packet is no measure any more.
            queue.reset()
        }
        if rate.bitrate < before { schedule.handleDecrease(to: rate.bitrate, now: now) }
        for packet in news.received {
            guard let found = results.add(packet) else { continue }
            if !isSlow, !isDraining, rate.rise(to: found.bitrate) { reason = .probe }
            if !isSlow { schedule.handleResult(found.cluster, found: found.bitrate, probingFacts, now: now) }
        }
        schedule.update(probingFacts, now: now)
    }

    /// Takes the receiver's own estimate (REMB): a bound beside arrivals, else the estimate itself.
    package mutating func handleReceiverEstimate(_ bitrate: Bitrate) {
        reports.handleReceiverEstimate(bitrate)
        if !isFed || bitrate < rate.bitrate { reason = .receiver }
    }

    /// Takes a receiver report; where arrivals are told, only its round trip is of use.
    package mutating func handle(_ report: ReceptionReport, now: Instant) {
        let before = reports.bitrate
        reports.handle(report, isApplicationLimited: limit.isLimited, now: now)
        guard !isFed, reports.bitrate != before else { return }
        reason = reports.bitrate < before ? .loss : .increase
    }

    /// When `handleTimeout` has something to do; `nil` while nothing is in flight.
    package var nextTimeout: Instant? {
        guard isFed, sent.inFlightByteCount > 0, let lastSent = sent.lastSent, let waitingSince else { return nil }
        let patience = Self.feedbackTimeout + roundTripTime
        let silent = lastSilenceDecrease.map { $0 + patience / 2 } ?? waitingSince + patience
        return min(silent, lastSent + SentPackets.maximumFlightTime + .milliseconds(1))
    }

    /// Lowers the estimate when feedback stays away; a call that comes early does nothing.
    package mutating func handleTimeout(now: Instant) {
        guard let timeout = nextTimeout, timeout <= now else { return }
        sent.expire(now: now)
        guard sent.inFlightByteCount > 0, let lastSent = sent.lastSent, let waitingSince else { return }
        lastSilenceDecrease = now
        // The lost end of a burst is told of by nobody; that is no silence of the peer.
        guard lastSent > waitingSince + Self.sendingTime else { return }
        if rate.fall(to: rate.bitrate * Self.silenceBackOff, now: now) {
            reason = .silence
            schedule.handleDecrease(to: rate.bitrate, now: now)
        }
    }

    /// The next probe to send; `nil` when none is due.
    package mutating func pollProbe() -> ProbeCluster? {
        guard let cluster = schedule.pollProbe() else { return nil }
        results.expect(cluster)
        return cluster
    }

    /// What arrives, by the shorter measurement where a queue makes that one right.
    private var arrivingBitrate: Bitrate? {
        guard let bitrate = acknowledged.bitrate, let bottleneck = acknowledged.bottleneckBitrate else {
            return acknowledged.bitrate ?? acknowledged.bottleneckBitrate
        }
        return queue.standing > tolerableQueue ? min(bitrate, bottleneck) : max(bitrate, bottleneck)
    }

    /// What is left of a path that has just become far slower; `nil` while it has not.
    private var collapsedBitrate: Bitrate? {
        let share =
            switch queue.judgement {
            case .usual: 0.0
            case .suspicious: 0.4
            case .collapsing: 0.75
            }
        guard share > 0, let latest = acknowledged.latestBottleneckBitrate, latest < rate.bitrate * share else {
            return nil
        }
        return latest
    }

    /// A few packets that follow each other are no queue, however slow the path.
    private var tolerableQueue: Duration { max(Self.tolerableQueue, packetTime * 3) }

    private var packetTime: Duration { availableOutgoingBitrate.duration(of: PeerPath.packetByteCount) }

    /// When the path was last seen to be full.
    private var lastFull: Instant? {
        guard let decrease = rate.lastDecrease, let drain = window.drainEnded else { return rate.lastDecrease }
        return max(decrease, drain)
    }

    private var probingFacts: ProbeSchedule.Facts {
        ProbeSchedule.Facts(
            bitrate: availableOutgoingBitrate,
            maximum: min(configuration.maximumBitrate, reports.receiverBound ?? configuration.maximumBitrate),
            isNearCapacity: rate.capacity.range.map { rate.bitrate > $0.lowerBound * 0.8 } ?? false,
            isDraining: isDraining, lastFull: lastFull)
    }

    /// Takes arrivals into all that looks at delay.
    /// - Returns: whether the path is too slow for what is sent.
    private mutating func follow(_ received: [PacketArrival], now: Instant) -> Bool {
        guard !received.isEmpty else { return false }
        let delays = queue.add(received, packetTime: packetTime, isDraining: isDraining, now: now)
        var usage = trend.usage == .overuse ? PathUsage.normal : trend.usage
        for (packet, delay) in zip(received, delays) {
            acknowledged.add(packet, queueDelay: delay)
            guard let variation = groups.add(packet) else { continue }
            trend.add(variation)
            // One overuse among the groups of a report is not undone by the next group.
            if usage != .overuse || trend.usage == .overuse { usage = trend.usage }
        }
        var arriving = arrivingBitrate
        hasCollapsed = false
        if let collapsed = collapsedBitrate {
            hasCollapsed = true
            usage = .overuse
            arriving = collapsed
        }
        let facts = RateControl.Facts(
            usage: isDraining && usage == .normal ? .underuse : usage, acknowledged: arriving,
            isApplicationLimited: limit.isLimited, responseTime: roundTripTime + window.reportInterval)
        if let change = rate.update(facts, now: now) { reason = change }
        return usage == .overuse
    }

    private mutating func noteFeedback(_ news: FeedbackNews, now: Instant) {
        if let lastFeedback, let waitingSince, waitingSince == lastFeedback {
            window.handleReport(after: now - lastFeedback, now: now)
        }
        lastFeedback = now
        lastSilenceDecrease = nil
        waitingSince = sent.inFlightByteCount > 0 ? now : nil
        if let newest = news.received.map(\.sent).max() { roundTrip.add(now - newest, now: now) }
    }

    private mutating func forgetPeerTimes() {
        counters.clockJumps += 1
        groups.reset()
        trend.reset()
        queue.reset()
        acknowledged.reset()
        results.reset()
    }
}

/// What every path of WebRTC has in common.
enum PeerPath {
    /// A full packet, in bytes.
    static let packetByteCount = 1_200
}
