import Wire

/// How long packets stand in queues: what they took beyond the fastest packet of the last seconds.
///
/// The trend needs some 20 groups to be sure. A link that falls to an eighth stores 700 ms within each 100 ms that pass,
/// so this type tells a collapse from the first few packets that are slower than anything usual here.
struct QueueDelay: Sendable {
    /// The fastest packet is forgotten after this time at the earliest; the clocks may have drifted, the path changed.
    static let baseSpan = Duration.seconds(10)
    /// Delays of the last seconds are usual.
    static let usualSpan = Duration.milliseconds(1_500)
    /// Below it nothing is a collapse, or looks like the beginning of one.
    private static let (smallestCollapse, smallestSuspicion) = (Duration.milliseconds(45), Duration.milliseconds(30))
    /// Packets that are known before anything is unusual.
    private static let minimumPacketCount = 12

    /// How the latest packets compare with what was usual.
    enum Judgement: Equatable {
        case usual
        /// Slower than usual: a collapse if they also come much slower than they left.
        case suspicious
        /// Far slower.
        case collapsing
    }

    private var base = WindowedExtreme.minimum(over: baseSpan)
    private var usual = WindowedExtreme.maximum(over: usualSpan)
    private var packetCount = 0
    /// The last three.
    private var latest: [Duration] = []
    /// The smallest delay of the last three packets.
    private(set) var standing = Duration.zero
    /// What the latest packets show.
    private(set) var judgement = Judgement.usual

    /// Takes packets in the order of arrival.
    /// - Parameters:
    ///   - packetTime: what one packet takes at the present rate; a few of them are no queue.
    ///   - isDraining: whether a queue is known of and is being emptied.
    /// - Returns: the delay of each.
    mutating func add(_ packets: [PacketArrival], packetTime: Duration, isDraining: Bool, now: Instant) -> [Duration] {
        for packet in packets { base.add(packet.arrival - packet.sent, now: now) }
        let fastest = base.value ?? .zero
        let delays = packets.map { $0.arrival - $0.sent - fastest }
        latest = (latest + delays.suffix(3)).suffix(3)
        standing = latest.min() ?? .zero
        let known = usual.value ?? .zero
        packetCount += packets.count
        judgement = judge(usual: known, packetTime: packetTime)
        // What goes on becomes usual after a while, but not at once; a queue that is being emptied never does.
        if isDraining { return delays }
        for delay in delays { usual.add(min(delay, max(known + known / 4, .milliseconds(30))), now: now) }
        return delays
    }

    /// Forgets all delays.
    mutating func reset() {
        base.reset()
        usual.reset()
        packetCount = 0
        latest = []
        standing = .zero
        judgement = .usual
    }

    private func judge(usual: Duration, packetTime: Duration) -> Judgement {
        guard packetCount > Self.minimumPacketCount, latest.count >= 3, let last = latest.last else { return .usual }
        let few = packetTime * 3
        // The last packet is far behind, and those before it were on the way there.
        let limit = max(Self.smallestCollapse, few, usual * 5 / 4 + .milliseconds(12))
        if last > limit, standing > limit / 2 { return .collapsing }
        return last > max(Self.smallestSuspicion, few, usual * 11 / 10 + .milliseconds(5)) ? .suspicious : .usual
    }
}
