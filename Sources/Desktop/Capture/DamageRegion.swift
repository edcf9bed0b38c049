internal import VPX

/// What changed on the screen since the last frame, as a few boxes.
///
/// Two changes far apart, such as the pointer here and a clock there, stay two boxes: their common box could be the
/// whole screen. Boxes that lie close together are joined, because each box costs a round trip to the server.
struct DamageRegion: Equatable {
    /// Of more boxes than this, those are joined that cost least.
    static let maximumCount = 16
    /// Pixels that are read in vain rather than making another round trip, about 20 µs at the speed of `XShmGetImage`.
    private static let joiningCost = 16_384

    /// The boxes; they may overlap.
    private(set) var boxes: [PixelRectangle] = []

    /// Whether nothing changed.
    var isEmpty: Bool { boxes.isEmpty }

    /// Adds a change.
    mutating func insert(_ box: PixelRectangle) {
        guard !box.isEmpty else { return }
        var joined = box
        while let index = boxes.firstIndex(where: { Self.waste(of: $0, joined) <= Self.joiningCost }) {
            joined = joined.union(boxes.remove(at: index))
        }
        boxes.append(joined)
        if boxes.count > Self.maximumCount { joinCheapestPair() }
    }

    /// Takes all boxes out.
    mutating func removeAll() -> [PixelRectangle] {
        defer { boxes.removeAll() }
        return boxes
    }

    private mutating func joinCheapestPair() {
        var cheapest = (first: 0, second: 1, waste: Int.max)
        for first in boxes.indices {
            for second in boxes.indices[(first + 1)...] {
                let waste = Self.waste(of: boxes[first], boxes[second])
                if waste < cheapest.waste { cheapest = (first, second, waste) }
            }
        }
        let second = boxes.remove(at: cheapest.second)
        let first = boxes.remove(at: cheapest.first)
        insert(first.union(second))
    }

    /// Pixels of the common box that neither needs; those of both count once for each.
    private static func waste(of first: PixelRectangle, _ second: PixelRectangle) -> Int {
        first.union(second).area - first.area - second.area
    }
}
