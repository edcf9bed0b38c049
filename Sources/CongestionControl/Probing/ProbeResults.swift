import Wire

/// Measures how fast the packets of a probe left and arrived; the smaller of both rates is what the path carried.
///
///     left    │ │ │ │ │           carried all: as fast as they left
///     arrived   │  │  │  │  │     drew apart: as fast as they arrived
struct ProbeResults: Sendable {
    fileprivate struct Run {
        let cluster: ProbeCluster
        var packets: [PacketArrival] = []
    }

    /// This share of packets and bytes must have arrived.
    static let minimumShare = 0.7
    /// Packets that arrive so much faster than they left were held back on their way and say nothing.
    static let maximumSpeedUp = 2
    /// A path that gave less than this share of the probe is full; then a little less than what arrived is safe.
    static let (fullShare, fullUse) = (0.9, 0.95)
    /// A longer probe has been held up.
    static let maximumDuration = Duration.seconds(1)
    private static let maximumRunCount = 8
    /// More packets than any probe needs.
    fileprivate static let maximumPacketCount = 512

    private var runs: [Run] = []

    /// Begins to look for a probe's packets.
    mutating func expect(_ cluster: ProbeCluster) {
        runs.append(Run(cluster: cluster))
        if runs.count > Self.maximumRunCount { runs.removeFirst() }
    }

    /// Takes a packet that arrived.
    /// - Returns: what the path carried, each time that it can be told better; `nil` otherwise.
    mutating func add(_ packet: PacketArrival) -> (cluster: ProbeCluster, bitrate: Bitrate)? {
        guard let id = packet.cluster, let index = runs.firstIndex(where: { $0.cluster.id == id }) else { return nil }
        guard runs[index].packets.count < Self.maximumPacketCount else { return nil }
        runs[index].packets.append(packet)
        return runs[index].bitrate.map { (runs[index].cluster, $0) }
    }

    /// Forgets the packets so far; the peer's clock leapt.
    mutating func reset() {
        runs = []
    }
}

extension ProbeResults.Run {
    /// What the path carried; `nil` while too little arrived, or too late.
    fileprivate var bitrate: Bitrate? {
        let total = packets.reduce(0) { $0 + $1.byteCount }
        guard packets.count >= 3,
            Double(packets.count) >= ProbeResults.minimumShare * Double(cluster.minimumPacketCount),
            Double(total) >= ProbeResults.minimumShare * Double(cluster.minimumByteCount)
        else { return nil }
        let (first, byteCount) = begin(total: total)
        guard let lastSent = packets.map(\.sent).max(), let lastArrival = packets.map(\.arrival).max(),
            let last = packets.last(where: { $0.sent == lastSent })
        else { return nil }
        let (sending, arriving) = (lastSent - first.sent, lastArrival - first.arrival)
        guard max(sending, arriving) <= ProbeResults.maximumDuration,
            sending < arriving * ProbeResults.maximumSpeedUp,
            // A packet leaves, then the time that it takes is waited for: the last one's bytes are not of the interval.
            let sent = Bitrate(byteCount: byteCount - last.byteCount, in: sending),
            // It arrives when it has been carried: the first one's bytes are not.
            let arrived = Bitrate(byteCount: byteCount - first.byteCount, in: arriving)
        else { return nil }
        return arrived < sent * ProbeResults.fullShare ? arrived * ProbeResults.fullUse : min(sent, arrived)
    }

    /// The packet from which the run is measured, and the bytes from there on: a first one far larger than those behind
    /// it, as when padding follows a frame, would count among what left and not among what arrived.
    private func begin(total: Int) -> (PacketArrival, byteCount: Int) {
        let rest = total - packets[0].byteCount
        guard packets.count >= 4, packets[0].byteCount > 2 * rest / (packets.count - 1) else {
            return (packets[0], total)
        }
        return (packets[1], rest)
    }
}
