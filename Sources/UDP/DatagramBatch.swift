/// Datagrams of one size behind one another, the last one shorter if need be: what UDP_SEGMENT sends in one call.
///
/// ```text
/// segment n · segment n · … · the last ≤ n
/// ```
package struct DatagramBatch: ~Copyable {
    /// UDP_MAX_SEGMENTS of Linux before 6.9.
    package static let maximumSegmentCount = 64
    /// What one UDP datagram may hold over IPv4: the kernel bounds the whole batch by it.
    package static let maximumByteCount = 65_507

    /// The datagrams, one behind the other.
    private(set) var bytes: [UInt8]
    /// The size of each datagram but the last; 0 when the batch is empty.
    private(set) var segment = 0
    private var count = 0
    private var isComplete = false

    /// Begins empty.
    package init() {
        bytes = []
    }

    /// Whether there is nothing to send.
    package var isEmpty: Bool { count == 0 }

    /// Whether the datagram can be added; when not, the batch is to be sent first.
    package func takes(_ datagram: [UInt8]) -> Bool {
        if count == 0 { return true }
        return !isComplete && count < Self.maximumSegmentCount && datagram.count <= segment
            && bytes.count + datagram.count <= Self.maximumByteCount
    }

    /// Adds a datagram that `takes` allowed.
    package mutating func append(_ datagram: [UInt8]) {
        if count == 0 { segment = datagram.count }
        bytes.append(contentsOf: datagram)
        count += 1
        // A shorter one is the last, and the kernel would cut an empty one off.
        isComplete = datagram.count < segment || datagram.isEmpty
    }

    /// Begins the next batch; in the same room while batches are large, so that an idle connection holds none.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: bytes.count >= bytes.capacity / 4)
        segment = 0
        count = 0
        isComplete = false
    }
}
