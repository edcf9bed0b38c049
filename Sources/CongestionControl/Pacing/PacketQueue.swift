import Wire

/// Packets that wait, first in, first out; it knows their bytes and how long the first has waited.
struct PacketQueue<Packet: Sendable>: Sendable {
    /// A packet and when it came.
    struct Item: Sendable {
        let packet: Packet
        let byteCount: Int
        let enqueued: Instant
    }

    private var items: [Item] = []
    private var head = 0
    private(set) var byteCount = 0

    /// The packets that wait.
    var count: Int { items.count - head }

    /// The one that waits longest.
    var first: Item? { head < items.count ? items[head] : nil }

    /// Adds a packet behind all others.
    mutating func append(_ packet: Packet, byteCount: Int, now: Instant) {
        items.append(Item(packet: packet, byteCount: byteCount, enqueued: now))
        self.byteCount += byteCount
    }

    /// Takes the one that waits longest.
    mutating func popFirst() -> Item? {
        guard let item = first else { return nil }
        head += 1
        byteCount -= item.byteCount
        if head == items.count || head > 512 {
            items.removeFirst(head)
            head = 0
        }
        return item
    }

    /// Drops of what waits the packets that a condition holds for.
    mutating func removeAll(where isDropped: (Packet) -> Bool) {
        items.removeFirst(head)
        head = 0
        items.removeAll { isDropped($0.packet) }
        byteCount = items.reduce(0) { $0 + $1.byteCount }
    }
}
