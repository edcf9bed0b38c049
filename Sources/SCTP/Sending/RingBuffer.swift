/// A queue that gives and takes at both ends of a circular array, and can be indexed from its front.
///
/// Capacity is a power of two and only grows; a popped slot is emptied at once, so that payloads are released.
struct RingBuffer<Element> {
    private var slots: [Element?] = []
    private var head = 0
    private(set) var count = 0

    init() {}

    var isEmpty: Bool { count == 0 }

    /// The element `index` places behind the front.
    subscript(index: Int) -> Element {
        _read {
            precondition(index >= 0 && index < count, "a ring index lies within the ring")
            // swift-format-ignore: NeverForceUnwrap
            yield slots[slot(index)]!  // Slots between head and head + count are filled.
        }
        _modify {
            precondition(index >= 0 && index < count, "a ring index lies within the ring")
            // swift-format-ignore: NeverForceUnwrap
            yield &slots[slot(index)]!  // As above.
        }
    }

    /// The front; `nil` when empty.
    var first: Element? { isEmpty ? nil : self[0] }

    /// Adds at the end; doubles the capacity when it is full.
    mutating func append(_ element: Element) {
        if count == slots.count { grow() }
        slots[slot(count)] = element
        count += 1
    }

    /// Takes the front; `nil` when empty.
    mutating func popFirst() -> Element? {
        guard count > 0 else { return nil }
        let element = slots[head].take()
        head = slot(1)
        count -= 1
        return element
    }

    /// Drops all elements, and the storage with them; a queue that is empty already keeps its storage.
    mutating func removeAll() {
        if count > 0 { self = RingBuffer() }
    }

    private func slot(_ index: Int) -> Int { (head &+ index) & (slots.count &- 1) }

    private mutating func grow() {
        var larger: [Element?] = []
        let capacity = max(8, slots.count * 2)
        larger.reserveCapacity(capacity)
        for index in 0..<count { larger.append(slots[slot(index)].take()) }
        while larger.count < capacity { larger.append(nil) }
        slots = larger
        head = 0
    }
}

extension RingBuffer: Sendable where Element: Sendable {}
