import Wire

/// Names one probe among those of its transport.
package struct ProbeClusterID: Hashable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) {
        self.rawValue = rawValue
    }
}

/// A short run of packets at a given rate, by which it is found out whether the path carries it.
package struct ProbeCluster: Equatable, Sendable {
    /// Goes back with the packets into the send history.
    package let id: ProbeClusterID
    /// At which the packets leave.
    package let bitrate: Bitrate
    /// The run is over when it has both this many bytes and packets.
    package let minimumByteCount: Int
    /// Likewise.
    package let minimumPacketCount: Int

    /// Long enough to average out how coarse timers and feedback are, short enough to leave a small queue.
    static let duration = Duration.milliseconds(15)
    /// Fewer say nothing.
    static let packetCount = 5

    init(id: ProbeClusterID, bitrate: Bitrate) {
        self.id = id
        self.bitrate = bitrate
        minimumByteCount = bitrate.byteCount(in: Self.duration)
        minimumPacketCount = Self.packetCount
    }
}
