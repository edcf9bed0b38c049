package import Wire

/// What comes next, and what is done about a buffer that holds too much or too little.
extension AudioJitterBuffer {
    /// 10 ms: how long one decision lasts where no packet says it.
    private static let stepSampleCount = 480
    /// The decoder makes sound in multiples of 2.5 ms.
    private static let granularity = 120
    /// What waits longer than it has to by this is caught up with by leaving sound out; less, by playing faster.
    private static let maximumBacklog = Duration.milliseconds(300)
    /// How much too long sound may wait before it is played faster. A packet more or less is no reason.
    private static let accelerationThreshold = Duration.milliseconds(20)
    /// How much too short it may wait before it is played slower.
    private static let decelerationThreshold = Duration.microseconds(2_500)
    /// The time between two changes of pace while little has to be gained, since each can be heard a little.
    private static let paceChangeInterval = Duration.milliseconds(100)
    /// From here on every packet is shortened.
    private static let hurriedAccelerationThreshold = Duration.milliseconds(60)

    /// Decides what the sound goes on with.
    /// - Parameters:
    ///   - queuedSampleCount: what was given out before and is not played yet, at 48 kHz.
    ///   - now: on the same clock as the packets' arrivals.
    package mutating func decide(queuedSampleCount: Int, now: Instant) -> AudioDecision {
        dropOvertaken()
        let playout = now + .nanoseconds(Self.nanoseconds(Int64(queuedSampleCount)))
        let decision: AudioDecision
        switch state {
        case .waiting: decision = begin(playout, now: now)
        case .silent(let next): decision = endSilence(since: next, playout, now: now)
        case .playing(let next, let waited): decision = play(next, waited: waited, playout, now: now)
        }
        count(decision)
        return decision
    }

    /// How long a sample would have waited beyond the fastest packet's arrival if it were played at `playout`.
    private func delay(of timestamp: Int64, _ playout: Instant) -> Duration {
        .nanoseconds(playout.nanoseconds &- Self.nanoseconds(timestamp) &- (estimator.base ?? 0))
    }

    private mutating func begin(_ playout: Instant, now: Instant) -> AudioDecision {
        guard let first = entries.first else { return .silence(sampleCount: Self.stepSampleCount) }
        let missing = targetDelay(now: now) - delay(of: first.timestamp, playout)
        guard missing <= .zero else { return .silence(sampleCount: Self.sampleCount(of: missing)) }
        return decode(playout, now: now)
    }

    /// A silence may be as long as suits the wait behind it.
    private mutating func endSilence(since next: Int64, _ playout: Instant, now: Instant) -> AudioDecision {
        state = .silent(next: next)
        guard let first = entries.first else { return .comfort(sampleCount: Self.stepSampleCount) }
        let missing = targetDelay(now: now) - delay(of: first.timestamp, playout)
        guard missing <= .zero else { return .comfort(sampleCount: Self.sampleCount(of: missing)) }
        return decode(playout, now: now)
    }

    private mutating func play(
        _ next: Int64, waited: Int, _ playout: Instant, now: Instant
    ) -> AudioDecision {
        guard let first = entries.first else {
            guard last?.isSilence != true else { return endSilence(since: next, playout, now: now) }
            // It may be late only: what is concealed meanwhile is no time of the stream's until more is known.
            let count = last?.sampleCount ?? Self.stepSampleCount
            state = .playing(next: next, waited: waited + count)
            return .conceal(sampleCount: count)
        }
        let gap = Int(first.timestamp - next)
        guard gap >= Self.granularity else { return decode(playout, now: now) }
        if last?.isSilence == true || last.map({ $0.sequence + 1 == first.sequence }) == true {
            // Time went on and no packet is missing: the sender left out its silence.
            return endSilence(since: next, playout, now: now)
        }
        return repair(gap: gap - waited, before: first, playout, now: now)
    }

    /// Packets before `first` are lost, and `gap` samples are still to be put in their place.
    private mutating func repair(
        gap: Int, before first: Entry, _ playout: Instant, now: Instant
    ) -> AudioDecision {
        guard gap >= Self.granularity else { return decode(playout, now: now) }
        let correctable = first.head.hasForwardErrorCorrection ? first.head.sampleCount : 0
        if gap == correctable, first.head.frameCount == 1 {
            state = .playing(next: first.timestamp, waited: 0)
            return .decodeForwardErrorCorrection(next: first.payload, sampleCount: gap)
        }
        let beyond = gap > correctable ? gap - correctable : gap
        let wanted = min(beyond, last?.sampleCount ?? Self.stepSampleCount)
        let count = max(Self.granularity, wanted / Self.granularity * Self.granularity)
        state = .playing(next: first.timestamp - Int64(gap - count), waited: 0)
        return .conceal(sampleCount: count)
    }

    /// Gives out the first packet, or a later one when far too much waits.
    private mutating func decode(_ playout: Instant, now: Instant) -> AudioDecision {
        let target = targetDelay(now: now)
        catchUp(target: target, playout)
        let entry = entries.removeFirst()
        let pace = pace(excess: delay(of: entry.timestamp, playout) - target, now: now)
        state = .playing(next: entry.timestamp + Int64(entry.head.sampleCount), waited: 0)
        last = (entry.sequence, entry.head.sampleCount, entry.head.isSilence)
        let count = Double(entry.head.sampleCount)
        statistics.jitterBufferDelay += (now - entry.arrival).inSeconds * count
        statistics.jitterBufferTargetDelay += target.inSeconds * count
        statistics.jitterBufferEmittedCount += UInt64(entry.head.sampleCount)
        if entry.isRepeated { statistics.repeatedSamples += UInt64(entry.head.sampleCount) }
        return .decode(payload: entry.payload, sampleCount: entry.head.sampleCount, pace: pace)
    }

    /// After an outage what waits may be seconds old; nobody would wait for it to be said.
    private mutating func catchUp(target: Duration, _ playout: Instant) {
        guard let first = entries.first, delay(of: first.timestamp, playout) > target + Self.maximumBacklog else {
            return
        }
        while entries.count > 1, delay(of: entries[0].timestamp, playout) > target {
            entries.removeFirst()
            statistics.packetsDiscarded += 1
        }
    }

    private mutating func pace(excess: Duration, now: Instant) -> AudioDecision.Pace {
        let isAllowed = lastPaceChange.map { now - $0 >= Self.paceChangeInterval } ?? true
        // Where nothing waits, packets come as late as they are played: what is left out would have to be concealed.
        let threshold = isAllowed ? Self.accelerationThreshold : Self.hurriedAccelerationThreshold
        if excess > threshold, !entries.isEmpty {
            lastPaceChange = now
            return .accelerate
        }
        guard isAllowed, excess < .zero - Self.decelerationThreshold else { return .normal }
        lastPaceChange = now
        return .decelerate
    }

    /// Packets that came in time, and whose time was passed over meanwhile.
    private mutating func dropOvertaken() {
        guard let next else { return }
        while let first = entries.first, first.timestamp < next {
            entries.removeFirst()
            statistics.packetsDiscarded += 1
        }
    }

    private mutating func count(_ decision: AudioDecision) {
        let samples = UInt64(decision.sampleCount)
        if case .silence = decision {} else { statistics.totalSamplesReceived += samples }
        switch decision {
        case .conceal:
            statistics.concealedSamples += samples
            if !isConcealing { statistics.concealmentEvents += 1 }
        case .comfort: statistics.comfortSamples += samples
        case .decodeForwardErrorCorrection: statistics.errorCorrectedSamples += samples
        case .silence, .decode: break
        }
        if case .conceal = decision { isConcealing = true } else { isConcealing = false }
    }

    /// At least the time, in whole steps of the decoder; at most 10 ms, after which there may be a reason to decide otherwise.
    private static func sampleCount(of duration: Duration) -> Int {
        let samples = Int(clamping: min(duration, .milliseconds(10)).inNanoseconds * 3 / 62_500)
        return max(granularity, (samples + granularity - 1) / granularity * granularity)
    }
}
