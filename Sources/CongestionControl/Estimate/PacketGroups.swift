import Wire

/// Gathers packets that left together and compares how far apart groups left and arrived.
///
/// A group is what left within 5 ms, and what arrived in one burst behind it: a radio link that hands out what it stored
/// says nothing of a queue.
/// Source: <https://datatracker.ietf.org/doc/html/draft-ietf-rmcat-gcc-02#section-5.2>
struct PacketGroups: Sendable {
    /// How far apart two groups left and arrived.
    struct Variation: Equatable, Sendable {
        /// Between the last packets of both, when they left.
        let sent: Duration
        /// Between the last packets of both, when they arrived.
        let arrived: Duration
        /// The later group's arrival.
        let arrival: Instant
    }

    private struct Group {
        var firstSent: Instant
        var lastSent: Instant
        var firstArrival: Instant
        var lastArrival: Instant
    }

    /// draft-ietf-rmcat-gcc-02 §5.2: *burst_time*.
    static let burstTime = Duration.milliseconds(5)
    /// A burst that goes on for longer is a queue.
    static let maximumBurst = Duration.milliseconds(100)
    /// Groups that are further apart are not compared.
    static let silence = Duration.seconds(2)

    private var current: Group?
    private var previous: Group?

    /// Takes the next packet in the order of arrival; gives a comparison when it completes a group behind another.
    mutating func add(_ packet: PacketArrival) -> Variation? {
        guard var group = current, packet.sent - group.lastSent < Self.silence else {
            begin(packet)
            previous = nil
            return nil
        }
        // A packet that left before the group did was overtaken; it says nothing of the queue now.
        guard packet.sent >= group.firstSent else { return nil }
        if packet.sent - group.firstSent <= Self.burstTime || isBurst(packet, behind: group) {
            group.lastSent = max(group.lastSent, packet.sent)
            group.lastArrival = max(group.lastArrival, packet.arrival)
            current = group
            return nil
        }
        let variation = previous.map {
            Variation(
                sent: group.lastSent - $0.lastSent, arrived: group.lastArrival - $0.lastArrival,
                arrival: group.lastArrival)
        }
        previous = group
        begin(packet)
        return variation
    }

    /// Forgets all groups: the next packet is compared with none before it.
    mutating func reset() {
        current = nil
        previous = nil
    }

    private mutating func begin(_ packet: PacketArrival) {
        current = Group(
            firstSent: packet.sent, lastSent: packet.sent, firstArrival: packet.arrival, lastArrival: packet.arrival)
    }

    private func isBurst(_ packet: PacketArrival, behind group: Group) -> Bool {
        let arrived = packet.arrival - group.lastArrival
        return arrived <= Self.burstTime && arrived < packet.sent - group.lastSent
            && packet.arrival - group.firstArrival < Self.maximumBurst
    }
}
