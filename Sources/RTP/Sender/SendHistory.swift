import Wire

/// Keeps what was sent for a while, so that it can be sent again.
struct SendHistory {
    /// What a request for a packet finds.
    private struct Entry {
        var packet: RTPPacket
        var sent: Instant
        var lastRepeated: Instant?
        /// Whether it was taken and has not left yet.
        var isWaiting = false
    }

    /// About a second at 10 Mbit/s.
    static let maximumPacketCount = 1_024
    /// Older packets help no receiver: it has asked for a key frame.
    static let maximumAge = Duration.seconds(2)
    /// A packet is not repeated more often, whatever is asked.
    static let repeatInterval = Duration.milliseconds(15)

    private var entries: [RTPSequenceNumber: Entry] = [:]
    private var order: [RTPSequenceNumber] = []
    private var firstIndex = 0

    /// Keeps a packet that leaves, in place of the oldest where there are too many.
    mutating func insert(_ packet: RTPPacket, now: Instant) {
        entries[packet.sequenceNumber] = Entry(packet: packet, sent: now)
        order.append(packet.sequenceNumber)
        while order.count - firstIndex > Self.maximumPacketCount {
            entries[order[firstIndex]] = nil
            firstIndex += 1
        }
        if firstIndex > Self.maximumPacketCount {
            order.removeFirst(firstIndex)
            firstIndex = 0
        }
    }

    /// The packet, unless it is unknown, too old, waits to be repeated or was repeated a moment ago.
    mutating func takeForRepeat(_ number: RTPSequenceNumber, now: Instant) -> RTPPacket? {
        guard let entry = entries[number], !entry.isWaiting, now - entry.sent <= Self.maximumAge else { return nil }
        if let last = entry.lastRepeated, now - last < Self.repeatInterval { return nil }
        entries[number]?.lastRepeated = now
        entries[number]?.isWaiting = true
        return entry.packet
    }

    /// Notes that a packet that was taken leaves.
    /// - Returns: whether there is such a packet.
    mutating func handleRepeated(_ number: RTPSequenceNumber, now: Instant) -> Bool {
        guard entries[number] != nil else { return false }
        entries[number]?.lastRepeated = now
        entries[number]?.isWaiting = false
        return true
    }

    /// Forgets everything: nothing sent before can be sent again.
    mutating func removeAll() {
        self = SendHistory()
    }
}
