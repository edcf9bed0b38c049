import Wire

/// What a packet is, in the order in which packets leave.
package enum MediaClass: Int, CaseIterable, Sendable {
    /// Sound; it never waits.
    case audio
    /// A packet that the receiver asked for again: without it frames behind it cannot be decoded.
    case retransmission
    case video
}

/// What waits in a pacer.
package struct PacerQueueStatistics: Equatable, Sendable {
    /// Whole datagrams.
    package var packetCount = 0
    package var byteCount = 0
    /// How long the oldest has waited; zero where none waits.
    package var oldestAge = Duration.zero

    package init() {}
}

/// What a pacer gives.
package enum PacerOutput<Packet: Sendable>: Sendable {
    /// It leaves now.
    case packet(Packet, MediaClass, cluster: ProbeClusterID?)
    /// Something is to be sent that means nothing: a repeated or a padding packet of so many bytes in all.
    case padding(byteCount: Int, cluster: ProbeClusterID)
}

extension PacerOutput: Equatable where Packet: Equatable {}

/// Spreads packets over time.
///
///     audio ─────────────────────────────────────▶ at once
///     retransmission ─┐
///     video ──────────┴─ in quanta of 5 ms at 2.5 × the estimate ─▶ while the window is open
///     padding ─ only where a probe lacks packets ─▶
///
/// A frame leaves faster than the estimate, so that it is whole sooner; the pauses between frames make up for it.
struct MediaPacer<Packet: Sendable>: Sendable {
    /// draft-ietf-rmcat-gcc-02 §3: the pacer empties its queue at this multiple of the estimate.
    static var factor: Double { 2.5 }
    /// The span of a burst; timers need not be finer.
    static var quantum: Duration { .milliseconds(5) }
    /// Packets in a burst.
    static var maximumBurstCount: Int { 40 }
    /// Nothing should wait longer; a queue that would is emptied faster, as far as the window allows.
    static var queueTimeLimit: Duration { .seconds(2) }
    /// So much of a late timer is made up for in a probe.
    static var probeCredit: Duration { .milliseconds(2) }
    /// The size of padding, in bytes of the whole datagram: RTP counts padding in a byte (RFC 3550 §5.1).
    static var paddingByteCounts: ClosedRange<Int> { 100...280 }

    private var audio = PacketQueue<Packet>()
    private var retransmissions = PacketQueue<Packet>()
    private var video = PacketQueue<Packet>()
    private var clusters: [ProbeCluster] = []
    private var clusterByteCount = 0
    private var clusterPacketCount = 0
    /// Up to when what was sent fills the rate.
    private var paidUntil = Instant.origin
    private var isWaiting = false
    private var burstCount = 0

    /// What bounds the sending of anything but sound.
    struct Bounds {
        /// The estimate, which `factor` multiplies.
        var bitrate: Bitrate
        /// Whether there is room in flight.
        var isWindowOpen: Bool
    }

    /// Adds a packet.
    mutating func enqueue(_ packet: Packet, _ mediaClass: MediaClass, byteCount: Int, now: Instant) {
        switch mediaClass {
        case .audio: audio.append(packet, byteCount: byteCount, now: now)
        case .retransmission: retransmissions.append(packet, byteCount: byteCount, now: now)
        case .video: video.append(packet, byteCount: byteCount, now: now)
        }
    }

    /// Adds a probe behind those that wait.
    mutating func enqueue(_ cluster: ProbeCluster) {
        clusters.append(cluster)
    }

    /// Gives up the probes: the path is full.
    mutating func removeProbes() {
        clusters = []
        clusterByteCount = 0
        clusterPacketCount = 0
    }

    /// Drops video and what repeats it; sound stays.
    mutating func removeVideo(where isDropped: (Packet) -> Bool = { _ in true }) {
        retransmissions.removeAll(where: isDropped)
        video.removeAll(where: isDropped)
    }

    /// What leaves now; `nil` when nothing does.
    mutating func poll(_ bounds: Bounds, now: Instant) -> PacerOutput<Packet>? {
        if let item = audio.popFirst() {
            pay(item.byteCount, pacingBitrate(bounds, now: now), now: now)
            return .packet(item.packet, .audio, cluster: note(item.byteCount))
        }
        guard !isPaced(now: now) else { return nil }
        if let cluster = clusters.first {
            if let (item, mediaClass) = popPaced() {
                pay(item.byteCount, cluster.bitrate, now: now)
                return .packet(item.packet, mediaClass, cluster: note(item.byteCount))
            }
            let missing =
                (cluster.minimumByteCount - clusterByteCount)
                / max(1, cluster.minimumPacketCount - clusterPacketCount)
            let sizes = Self.paddingByteCounts
            let byteCount = min(max(missing, sizes.lowerBound), sizes.upperBound)
            pay(byteCount, cluster.bitrate, now: now)
            _ = note(byteCount)
            return .padding(byteCount: byteCount, cluster: cluster.id)
        }
        guard bounds.isWindowOpen else { return nil }
        let bitrate = pacingBitrate(bounds, now: now)
        guard let (item, mediaClass) = popPaced() else { return nil }
        pay(item.byteCount, bitrate, now: now)
        return .packet(item.packet, mediaClass, cluster: nil)
    }

    /// When `poll` will give something although nothing else happens; `nil` while it will not.
    func nextTimeout(_ bounds: Bounds) -> Instant? {
        guard !clusters.isEmpty || (isVideoWaiting && bounds.isWindowOpen) else { return nil }
        return paidUntil
    }

    /// Whether anything but sound waits.
    var isVideoWaiting: Bool { retransmissions.count + video.count > 0 }

    /// What waits.
    func statistics(now: Instant) -> PacerQueueStatistics {
        var statistics = PacerQueueStatistics()
        statistics.packetCount = audio.count + retransmissions.count + video.count
        statistics.byteCount = audio.byteCount + retransmissions.byteCount + video.byteCount
        let oldest = [audio.first, retransmissions.first, video.first].compactMap { $0?.enqueued }.min()
        statistics.oldestAge = oldest.map { max(.zero, now - $0) } ?? .zero
        return statistics
    }

    private mutating func popPaced() -> (PacketQueue<Packet>.Item, MediaClass)? {
        if let item = retransmissions.popFirst() { return (item, .retransmission) }
        return video.popFirst().map { ($0, .video) }
    }

    private func pacingBitrate(_ bounds: Bounds, now: Instant) -> Bitrate {
        let usual = bounds.bitrate * Self.factor
        guard let oldest = video.first else { return usual }
        let left = max(Self.queueTimeLimit - (now - oldest.enqueued), .milliseconds(100))
        return max(usual, Bitrate(byteCount: video.byteCount + retransmissions.byteCount, in: left) ?? usual)
    }

    /// Whether the next packet has to wait. A burst goes on until a quantum is spent, then waits for all of it.
    private mutating func isPaced(now: Instant) -> Bool {
        if paidUntil <= now {
            isWaiting = false
            burstCount = 0
            return false
        }
        if isWaiting || !clusters.isEmpty { return true }
        isWaiting = paidUntil - now >= Self.quantum || burstCount >= Self.maximumBurstCount
        return isWaiting
    }

    private mutating func pay(_ byteCount: Int, _ bitrate: Bitrate, now: Instant) {
        let credit = clusters.isEmpty ? .zero : Self.probeCredit
        paidUntil = max(paidUntil, now - credit) + bitrate.duration(of: byteCount)
        burstCount += 1
    }

    /// Counts a packet into the probe that is being sent, and ends it when it is complete.
    private mutating func note(_ byteCount: Int) -> ProbeClusterID? {
        guard let cluster = clusters.first else { return nil }
        clusterByteCount += byteCount
        clusterPacketCount += 1
        if clusterByteCount >= cluster.minimumByteCount, clusterPacketCount >= cluster.minimumPacketCount {
            clusters.removeFirst()
            clusterByteCount = 0
            clusterPacketCount = 0
        }
        return cluster.id
    }
}
