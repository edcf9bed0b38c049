import Wire

/// Packets on their way, the next to arrive on top: a binary heap by time, then by order of entry.
struct DelayLine {
    /// A packet that is through the bottleneck and was not lost.
    struct Flight {
        let arrival: Instant
        /// Counts the packets that entered; of two with one arrival the earlier goes first.
        let order: Int
        let packet: Packet
        /// 2 for a packet that is duplicated.
        let copies: Int

        /// Whether this one arrives first.
        func precedes(_ other: Flight) -> Bool {
            arrival == other.arrival ? order < other.order : arrival < other.arrival
        }
    }

    private var heap: [Flight] = []
    private var nextOrder = 0

    /// `nil` while nothing is on its way.
    var nextArrival: Instant? { heap.first?.arrival }

    /// Takes a packet; arrivals may come in any order. Costs the logarithm of what is on its way.
    mutating func add(_ packet: Packet, arrival: Instant, copies: Int) {
        heap.append(Flight(arrival: arrival, order: nextOrder, packet: packet, copies: copies))
        nextOrder += 1
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].precedes(heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the first that has arrived by `now`.
    mutating func removeFirst(arrivedBy now: Instant) -> Flight? {
        guard let first = heap.first, first.arrival <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            let left = 2 * parent + 1
            guard left < heap.count else { return first }
            let right = left + 1
            let child = right < heap.count && heap[right].precedes(heap[left]) ? right : left
            guard heap[child].precedes(heap[parent]) else { return first }
            heap.swapAt(child, parent)
            parent = child
        }
    }
}
