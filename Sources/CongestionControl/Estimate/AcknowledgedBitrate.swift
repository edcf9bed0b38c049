import Wire

/// How fast what was sent arrives, measured while the path was busy.
///
/// A screen is silent most of the time, and silence says nothing of the path: only stretches count in which packets
/// arrive close behind each other.
struct AcknowledgedBitrate: Sendable {
    private struct Arrival {
        let sent: Instant
        let arrival: Instant
        let byteCount: Int
        /// How much longer than the fastest packet it took.
        let queueDelay: Duration
        /// Packets before it may have arrived without that it was told.
        let isBehindGap: Bool
    }

    /// The longest stretch that counts.
    static let window = Duration.milliseconds(500)
    /// Packets further apart belong to two stretches.
    static let maximumGap = Duration.milliseconds(100)
    /// What the measurement of a queue looks back on, where enough came.
    static let recentWindow = Duration.milliseconds(120)
    /// A shorter time in a queue, or fewer packets, do not tell how fast it passes.
    private static let (minimumBusyTime, minimumQueuedCount) = (Duration.milliseconds(30), 3)
    private static let maximumArrivalCount = 4_096

    private var arrivals: [Arrival] = []

    /// Takes a packet in the order of arrival; one that comes late is passed over.
    mutating func add(_ packet: PacketArrival, queueDelay: Duration) {
        if let last = arrivals.last, packet.arrival < last.arrival { return }
        arrivals.append(
            Arrival(
                sent: packet.sent, arrival: packet.arrival, byteCount: packet.byteCount, queueDelay: queueDelay,
                isBehindGap: packet.isBehindGap))
        guard arrivals.count > Self.maximumArrivalCount || arrivals.count % 256 == 0 else { return }
        let oldest = packet.arrival - Self.window
        let first = arrivals.firstIndex { $0.arrival >= oldest } ?? 0
        arrivals.removeFirst(max(first, arrivals.count - Self.maximumArrivalCount))
    }

    /// The rate of the latest stretch of half a second or less; `nil` while it is too short to tell.
    var bitrate: Bitrate? {
        guard let last = arrivals.last else { return nil }
        var index = arrivals.count - 1
        var (byteCount, packetCount, span) = (0, 0, Duration.zero)
        while index > 0, arrivals[index].arrival - arrivals[index - 1].arrival <= Self.maximumGap,
            last.arrival - arrivals[index - 1].arrival <= Self.window
        {
            if !arrivals[index].isBehindGap {
                byteCount += arrivals[index].byteCount
                packetCount += 1
                span += arrivals[index].arrival - arrivals[index - 1].arrival
            }
            index -= 1
        }
        guard packetCount >= 4, span >= .milliseconds(20) else { return nil }
        return Bitrate(byteCount: byteCount, in: span)
    }

    /// What the bottleneck let through lately, from packets that stood in its queue: each left before the one ahead of it
    /// had passed. `nil` where there was no queue.
    var bottleneckBitrate: Bitrate? { bottleneck(isShortest: false) }

    /// The same from as few of the latest packets as can tell.
    var latestBottleneckBitrate: Bitrate? { bottleneck(isShortest: true) }

    /// Forgets all arrivals.
    mutating func reset() {
        arrivals = []
    }

    private func bottleneck(isShortest: Bool) -> Bitrate? {
        guard let last = arrivals.last else { return nil }
        var index = arrivals.count - 1
        var (byteCount, packetCount, busy) = (0, 0, Duration.zero)
        while index > 0, last.arrival - arrivals[index - 1].arrival <= Self.window {
            let (later, earlier) = (arrivals[index], arrivals[index - 1])
            // On a slow path the last packets are older.
            let isTold = packetCount >= Self.minimumQueuedCount && busy >= Self.minimumBusyTime
            if isTold, isShortest || last.arrival - earlier.arrival > Self.recentWindow { break }
            if !later.isBehindGap, later.sent <= earlier.sent + earlier.queueDelay {
                byteCount += later.byteCount
                packetCount += 1
                busy += later.arrival - earlier.arrival
            } else if isShortest {
                break
            }
            index -= 1
        }
        guard packetCount >= Self.minimumQueuedCount, busy >= Self.minimumBusyTime else { return nil }
        return Bitrate(byteCount: byteCount, in: busy)
    }
}
