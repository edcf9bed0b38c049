package import Wire

/// What one direction of an emulated path does to datagrams; the default does nothing.
package struct NetemConfiguration: Sendable {
    /// The time every datagram takes.
    package var latency: Duration
    /// Up to this much is added to `latency`, evenly spread; on its own it does not change the order.
    package var jitter: Duration
    /// The share of datagrams that vanish, 0 to 1.
    package var loss: Double
    /// The share of datagrams that overtake those before them by arriving without `latency`, 0 to 1.
    package var reordering: Double
    /// The share of datagrams that arrive twice, 0 to 1.
    package var duplication: Double
    /// The bottleneck's rate in bytes a second; `nil` for no bottleneck.
    package var bytesPerSecond: Int?
    /// The most bytes that wait at the bottleneck; what comes on top is dropped.
    package var queueLimit: Int
    /// The largest datagram that passes.
    package var maximumTransmissionUnit: Int

    package init(
        latency: Duration = .zero, jitter: Duration = .zero, loss: Double = 0, reordering: Double = 0,
        duplication: Double = 0, bytesPerSecond: Int? = nil, queueLimit: Int = 256 * 1024,
        maximumTransmissionUnit: Int = 1500
    ) {
        self.latency = latency
        self.jitter = jitter
        self.loss = loss
        self.reordering = reordering
        self.duplication = duplication
        self.bytesPerSecond = bytesPerSecond
        self.queueLimit = queueLimit
        self.maximumTransmissionUnit = maximumTransmissionUnit
    }
}

/// One direction of an emulated path, in virtual time.
///
///     send ─▶ MTU ─▶ loss ─▶ bottleneck (rate, queue) ─▶ latency, jitter, reordering, duplication ─▶ receive
package struct Netem: Sendable {
    /// What the path did so far.
    package struct Statistics: Sendable, Equatable {
        package var sent = 0
        package var delivered = 0
        package var lost = 0
        package var tooLarge = 0
        package var queueOverflows = 0
        package var largestDatagram = 0
    }

    private struct Flight: Sendable {
        let arrival: Instant
        let order: Int
        let datagram: [UInt8]
    }

    package var configuration: NetemConfiguration
    package private(set) var statistics = Statistics()
    /// When set, only datagrams for which it answers `true` pass; the number counts from 0.
    package var filter: (@Sendable (_ number: Int, _ datagram: [UInt8]) -> Bool)?

    private var random: SeededRandom
    /// Ordered by arrival, latest first, so that the next one is popped from the end.
    private var flights: [Flight] = []
    private var order = 0
    private var bottleneckFreeAt = Instant.origin
    private var latestArrivalInOrder = Instant.origin

    package init(_ configuration: NetemConfiguration = NetemConfiguration(), seed: UInt64) {
        self.configuration = configuration
        random = SeededRandom(seed: seed)
    }

    /// When the next datagram arrives; `nil` while none is on its way.
    package var nextArrival: Instant? { flights.last?.arrival }

    /// The number of datagrams on their way.
    package var inFlight: Int { flights.count }

    /// How long a datagram that is sent now waits at the bottleneck.
    package func queueingDelay(now: Instant) -> Duration { max(bottleneckFreeAt - now, .zero) }

    /// Takes one datagram in.
    package mutating func send(_ datagram: [UInt8], now: Instant) {
        let number = statistics.sent
        statistics.sent += 1
        statistics.largestDatagram = max(statistics.largestDatagram, datagram.count)
        if datagram.count > configuration.maximumTransmissionUnit {
            statistics.tooLarge += 1
            return
        }
        if let filter, !filter(number, datagram) {
            statistics.lost += 1
            return
        }
        if random.chance(configuration.loss) {
            statistics.lost += 1
            return
        }
        guard let departure = passBottleneck(datagram.count, now: now) else {
            statistics.queueOverflows += 1
            return
        }
        launch(datagram, departure: departure)
        if random.chance(configuration.duplication) {
            launch(datagram, departure: departure)
        }
    }

    /// Hands out the next datagram that has arrived by `now`.
    package mutating func receive(now: Instant) -> [UInt8]? {
        guard let flight = flights.last, flight.arrival <= now else { return nil }
        flights.removeLast()
        statistics.delivered += 1
        return flight.datagram
    }

    /// The time the datagram has passed the bottleneck; `nil` when the queue there is full.
    private mutating func passBottleneck(_ count: Int, now: Instant) -> Instant? {
        guard let rate = configuration.bytesPerSecond else { return now }
        let start = max(now, bottleneckFreeAt)
        let waiting = (start - now).inSeconds * Double(rate)
        guard Int(waiting) + count <= configuration.queueLimit else { return nil }
        bottleneckFreeAt = start + .nanoseconds(Int64(count) * 1_000_000_000 / Int64(rate))
        return bottleneckFreeAt
    }

    private mutating func launch(_ datagram: [UInt8], departure: Instant) {
        var arrival = departure
        if !random.chance(configuration.reordering) {
            arrival += configuration.latency
            if configuration.jitter > .zero {
                arrival += .nanoseconds(Int64.random(in: 0...configuration.jitter.inNanoseconds, using: &random))
            }
            arrival = max(arrival, latestArrivalInOrder)
            latestArrivalInOrder = arrival
        }
        order += 1
        let flight = Flight(arrival: arrival, order: order, datagram: datagram)
        var index = flights.count
        while index > 0, flights[index - 1].arrival <= arrival { index -= 1 }
        flights.insert(flight, at: index)
    }
}
