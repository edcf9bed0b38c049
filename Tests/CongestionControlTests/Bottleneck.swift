import TestSupport
import Wire

/// What a path does at a point in time.
struct PathConditions {
    var bitsPerSecond = 4e6
    var delay = Duration.milliseconds(25)
    /// Up to this much is added, evenly spread; the order stays.
    var jitter = Duration.zero
    /// Behind the bottleneck.
    var loss = 0.0
    /// What waits at the bottleneck at most.
    var queueByteLimit = 256 * 1_024
    /// Another flow that takes its share of the bottleneck, in bits a second.
    var crossTraffic = 0.0
}

/// One direction of a path whose conditions follow the clock: queue and rate, then loss, then delay.
struct Bottleneck<Payload> {
    private struct Flight {
        let arrival: Instant
        let payload: Payload
    }

    /// Bytes that wait.
    private(set) var queuedBytes = 0.0
    private(set) var drops = 0
    private var waiting: [(payload: Payload?, left: Double)] = []
    private var flights: [Flight] = []
    private var lastArrival = Instant.origin
    private var lastUpdate = Instant.origin
    private var crossBytes = 0.0
    private var random: SeededRandom

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    /// How long a packet waits that comes now.
    func queueDelay(_ conditions: PathConditions) -> Duration {
        .nanoseconds(Int64(queuedBytes * 8 / conditions.bitsPerSecond * 1e9))
    }

    mutating func send(_ payload: Payload?, byteCount: Int, _ conditions: PathConditions) {
        guard queuedBytes + Double(byteCount) <= Double(conditions.queueByteLimit) else {
            drops += 1
            return
        }
        queuedBytes += Double(byteCount)
        waiting.append((payload, Double(byteCount)))
    }

    /// Moves what waits, up to `now`; `conditions` hold since the last call.
    mutating func advance(to now: Instant, _ conditions: PathConditions) {
        let elapsed = (now - lastUpdate).inSeconds
        var budget = conditions.bitsPerSecond / 8 * elapsed
        crossBytes += conditions.crossTraffic / 8 * elapsed
        while crossBytes >= 1_000 {
            crossBytes -= 1_000
            send(nil, byteCount: 1_000, conditions)
        }
        lastUpdate = now
        var done = 0
        while done < waiting.count, budget > 0 {
            let part = min(budget, waiting[done].left)
            budget -= part
            queuedBytes -= part
            waiting[done].left -= part
            guard waiting[done].left < 1e-6 else { break }
            let behind = Duration.nanoseconds(Int64(budget * 8 / conditions.bitsPerSecond * 1e9))
            if let payload = waiting[done].payload { launch(payload, at: now - behind, conditions) }
            done += 1
        }
        waiting.removeFirst(done)
    }

    mutating func receive(now: Instant) -> (payload: Payload, arrival: Instant)? {
        guard let first = flights.first, first.arrival <= now else { return nil }
        flights.removeFirst()
        return (first.payload, first.arrival)
    }

    private mutating func launch(_ payload: Payload, at time: Instant, _ conditions: PathConditions) {
        if random.chance(conditions.loss) { return }
        var arrival = time + conditions.delay
        if conditions.jitter > .zero {
            arrival += .nanoseconds(Int64.random(in: 0...conditions.jitter.inNanoseconds, using: &random))
        }
        lastArrival = max(lastArrival, arrival)
        flights.append(Flight(arrival: lastArrival, payload: payload))
    }
}
