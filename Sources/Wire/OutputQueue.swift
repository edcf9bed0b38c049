/// What a machine without input and output of its own has to give, in order, for its owner to poll.
///
/// Unlike an array it gives its first item in constant time, and it keeps its room.
package struct OutputQueue<Output> {
    private var items: [Output] = []
    private var head = 0

    package init() {}

    /// Whether nothing waits.
    package var isEmpty: Bool { head == items.count }

    /// Adds an item behind all others.
    package mutating func append(_ output: Output) {
        items.append(output)
    }

    /// Takes the item that waits longest; `nil` when there is none.
    package mutating func popFirst() -> Output? {
        guard head < items.count else { return nil }
        defer {
            head += 1
            if head == items.count {
                items.removeAll(keepingCapacity: true)
                head = 0
            }
        }
        return items[head]
    }

    /// Drops what waits.
    package mutating func removeAll() {
        items.removeAll(keepingCapacity: true)
        head = 0
    }
}

extension OutputQueue: Sendable where Output: Sendable {}
