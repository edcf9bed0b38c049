package import Wire

/// One direction of a link, in the time that its owner tells.
///
///     handle ─▶ MTU ─▶ bottleneck (queue, rate) ─▶ loss ─▶ delay, jitter, reordering, duplication ─▶ poll
///
/// After every call, poll until it gives `nil`, then wait until `nextTimeout`. A packet that `handle` refuses or `poll`
/// gives is the owner's again.
package struct LinkDirection: Sendable {
    /// What became of a packet at the entrance.
    package enum Entrance: Equatable, Sendable {
        /// It is on its way, and comes out of `poll`.
        case taken
        /// It is dropped at the bottleneck.
        case queueIsFull
        /// The packet exceeds this many bytes.
        case tooBig(Int)
    }

    /// What became of a packet later.
    package enum Output: Equatable, Sendable {
        /// Hand it on, twice where `copies` is 2.
        case deliver(Packet, copies: Int)
        /// It was lost on the way.
        case discard(Packet)
    }

    private struct Waiting {
        let packet: Packet
        let arrival: Instant
    }

    /// Changed by `configure`.
    package private(set) var impairment: Impairment
    /// Its owner counts `undeliverable` here; everything else is counted by this type.
    package var counters = DirectionCounters()
    /// How long packets waited at the bottleneck, since the counters were cleared.
    package private(set) var queueDelays = QueueDelays()

    private var random: SeededGenerator
    private var loss = LossProcess()
    private var line = DelayLine()
    /// Packets at the bottleneck in order; the one at `head` is being sent.
    private var queue: [Waiting] = []
    private var head = 0
    private var queuedBytes = 0
    /// When the first of the queue will have been sent.
    private var headIsSentAt: Instant?
    private var latestArrivalInOrder = Instant.origin
    private var discarded: [Packet] = []

    /// - Parameter seed: the same seed and the same calls give the same losses.
    package init(_ impairment: Impairment = Impairment(), seed: UInt64) {
        self.impairment = impairment
        random = SeededGenerator(seed: seed)
    }

    /// When to poll again; `nil` while nothing is on its way.
    package var nextTimeout: Instant? {
        guard let arrival = line.nextArrival else { return headIsSentAt }
        return headIsSentAt.map { min($0, arrival) } ?? arrival
    }

    /// How long a packet that comes now would wait at the bottleneck, at its present rate.
    package func queueDelay(now: Instant) -> Duration {
        guard let headIsSentAt, let rate = impairment.bitsPerSecond, head < queue.count else { return .zero }
        let behind = queuedBytes - queue[head].packet.byteCount
        return max(.zero, headIsSentAt - now) + .nanoseconds(Int64(Double(behind) * 8e9 / rate))
    }

    /// Changes what happens to packets from now on; those that wait at the bottleneck leave at the new rate.
    package mutating func configure(_ next: Impairment, now: Instant) {
        let previousRate = impairment.bitsPerSecond
        impairment = next
        guard let headIsSentAt, previousRate != next.bitsPerSecond else { return }
        guard let previousRate, let rate = next.bitsPerSecond else {
            self.headIsSentAt = now
            return
        }
        self.headIsSentAt = now + (headIsSentAt - now) * (previousRate / rate)
    }

    /// Begins to count anew.
    package mutating func clearCounters() {
        counters = DirectionCounters()
        queueDelays = QueueDelays()
    }

    /// Takes a packet.
    package mutating func handle(_ packet: Packet, now: Instant) -> Entrance {
        counters.received += 1
        counters.receivedBytes += packet.byteCount
        if let limit = impairment.maximumTransmissionUnit, packet.byteCount > limit {
            counters.tooBig += 1
            return .tooBig(limit)
        }
        if impairment.bitsPerSecond == nil, queue.isEmpty {
            depart(packet, at: now)
            return .taken
        }
        guard queuedBytes == 0 || queuedBytes + packet.byteCount <= impairment.queueByteLimit else {
            counters.queueDrops += 1
            return .queueIsFull
        }
        queue.append(Waiting(packet: packet, arrival: now))
        queuedBytes += packet.byteCount
        if headIsSentAt == nil { beginSending(at: now) }
        return .taken
    }

    /// Gives the next packet that has arrived or was lost by `now`.
    package mutating func poll(now: Instant) -> Output? {
        while let sentAt = headIsSentAt, sentAt <= now {
            let packet = queue[head].packet
            head += 1
            queuedBytes -= packet.byteCount
            headIsSentAt = nil
            depart(packet, at: sentAt)
            compactQueue()
            if head < queue.count { beginSending(at: sentAt) }
        }
        if let packet = discarded.popLast() { return .discard(packet) }
        guard let flight = line.removeFirst(arrivedBy: now) else { return nil }
        counters.delivered += flight.copies
        counters.deliveredBytes += flight.copies * flight.packet.byteCount
        return .deliver(flight.packet, copies: flight.copies)
    }

    private mutating func beginSending(at time: Instant) {
        let waiting = queue[head]
        queueDelays.add(time - waiting.arrival)
        guard let rate = impairment.bitsPerSecond else {
            headIsSentAt = time
            return
        }
        headIsSentAt = time + .nanoseconds(Int64(Double(waiting.packet.byteCount) * 8e9 / rate))
    }

    /// The packet is through the bottleneck: on the wire, where it may vanish.
    private mutating func depart(_ packet: Packet, at time: Instant) {
        guard !loss.isLost(impairment.loss, random: &random) else {
            counters.lost += 1
            discarded.append(packet)
            return
        }
        var arrival = time + impairment.delay + impairment.jitter * random.nextFraction()
        if random.nextIsWithin(impairment.reordering) {
            counters.reordered += 1
            arrival += impairment.reorderingDelay
        } else {
            arrival = max(arrival, latestArrivalInOrder)
            latestArrivalInOrder = arrival
        }
        let isDouble = random.nextIsWithin(impairment.duplication)
        if isDouble { counters.duplicated += 1 }
        line.add(packet, arrival: arrival, copies: isDouble ? 2 : 1)
    }

    private mutating func compactQueue() {
        guard head == queue.count || head >= 4_096 else { return }
        queue.removeFirst(head)
        head = 0
    }
}
