import Wire

/// Decides when to probe for more, and for how much.
///
///     start ─▶ 3×, 6× ─ carried ─▶ 2× of what was carried ─ carried ─▶ … ─ not carried ─▶ rest
///     rest ── after a fall, every 2 to 3 s ─▶ 2× …
///          ── busy or limited by the application, every 5 s ─▶ 2× …
///          ── near a known capacity, every 15 s ─▶ 2× …
///
/// Nothing is probed in silence: an idle screen costs nothing, and what it sends next begins with a probe that is due.
struct ProbeSchedule: Sendable {
    /// Of the rate at the start.
    static let startFactors = [3.0, 6.0]
    /// Of the estimate, and of what a probe found.
    static let factor = 2.0
    /// A probe that found this share of its rate is followed by a greater one.
    static let successShare = 0.7
    /// A fall to less than this share of what was there makes recovery worth looking for.
    static let fallShare = 0.66
    /// The recovery is over at this share.
    static let recoveredShare = 0.9
    /// After the first fall, doubling to the second.
    static let recoveryIntervals = (first: Duration.seconds(2), last: Duration.seconds(3))
    /// What was there so long ago will not come back.
    static let recoveryTime = Duration.seconds(600)
    /// While the application limits, or nothing is known of the capacity.
    static let usualInterval = Duration.seconds(5)
    /// While the estimate is near the capacity that was seen.
    static let knownInterval = Duration.seconds(15)
    /// Media that old is silence.
    static let silence = Duration.seconds(1)
    /// The path needs some peace after it was full.
    static let rest = Duration.seconds(1)

    /// What is known when a probe may begin.
    struct Facts {
        var bitrate: Bitrate
        var maximum: Bitrate
        /// Whether the estimate is near what the path was seen to carry.
        var isNearCapacity: Bool
        /// Whether a queue is being emptied.
        var isDraining: Bool
        /// When the path was last seen to be full.
        var lastFull: Instant?
    }

    private struct Fall {
        let bitrate: Bitrate
        let begun: Instant
        var interval: Duration
    }

    private var nextID = 1
    private var hasStarted = false
    private var lastProbe: Instant?
    private var lastMedia: Instant?
    private var fall: Fall?
    /// The highest estimate of late, from which a fall is measured.
    private var peak: (bitrate: Bitrate, seen: Instant)?
    private var waiting: [ProbeCluster] = []
    /// Probes whose success calls for a greater one.
    private var unanswered: [ProbeClusterID: Bitrate] = [:]

    /// Notes that media leaves, without which nothing is probed.
    mutating func handleMediaSent(_ facts: Facts, now: Instant) {
        lastMedia = now
        guard !hasStarted else { return }
        hasStarted = true
        for factor in Self.startFactors { probe(facts.bitrate * factor, facts, now: now) }
    }

    /// Notes an estimate that is lower than before because the path is full.
    mutating func handleDecrease(to bitrate: Bitrate, now: Instant) {
        waiting = []
        unanswered = [:]
        guard let peak, bitrate < peak.bitrate * Self.fallShare else { return }
        if fall == nil || fall.map({ $0.bitrate < peak.bitrate }) == true {
            fall = Fall(bitrate: peak.bitrate, begun: now, interval: Self.recoveryIntervals.first)
        }
    }

    /// Takes what a probe found; a success is followed by a greater probe at once.
    mutating func handleResult(_ cluster: ProbeCluster, found: Bitrate, _ facts: Facts, now: Instant) {
        guard let target = unanswered[cluster.id], found >= target * Self.successShare else { return }
        unanswered[cluster.id] = nil
        probe(found * Self.factor, facts, now: now)
    }

    /// Looks whether a probe is due; to be called when media leaves or was told of.
    mutating func update(_ facts: Facts, now: Instant) {
        follow(facts.bitrate, now: now)
        guard hasStarted, waiting.isEmpty, !facts.isDraining, facts.bitrate < facts.maximum * 0.95,
            let lastMedia, now - lastMedia <= Self.silence, let lastProbe
        else { return }
        if let full = facts.lastFull, now - full < Self.rest { return }
        var interval = facts.isNearCapacity ? Self.knownInterval : Self.usualInterval
        if let fall { interval = min(interval, fall.interval) }
        // After a fall the interval begins anew: the probe before was of another path.
        guard now - max(lastProbe, fall?.begun ?? lastProbe) >= interval else { return }
        fall?.interval = min(interval * 3 / 2, Self.recoveryIntervals.last)
        probe(facts.bitrate * Self.factor, facts, now: now)
    }

    /// The next probe that is to be sent.
    mutating func pollProbe() -> ProbeCluster? { waiting.isEmpty ? nil : waiting.removeFirst() }

    private mutating func follow(_ bitrate: Bitrate, now: Instant) {
        if let known = peak, bitrate < known.bitrate, now - known.seen < Self.rest * 2 {
            // Kept for a moment, so that a fall in several steps is one.
        } else {
            peak = (bitrate, now)
        }
        guard let fall else { return }
        if bitrate >= fall.bitrate * Self.recoveredShare || now - fall.begun > Self.recoveryTime { self.fall = nil }
    }

    private mutating func probe(_ bitrate: Bitrate, _ facts: Facts, now: Instant) {
        let bounded = min(bitrate, facts.maximum)
        guard bounded > facts.bitrate else { return }
        let cluster = ProbeCluster(id: ProbeClusterID(rawValue: nextID), bitrate: bounded)
        nextID += 1
        if unanswered.count > 8 { unanswered = [:] }
        unanswered[cluster.id] = bounded
        waiting.append(cluster)
        lastProbe = now
    }
}
