internal import VPX

/// What changed on the screen since the last frame, as a few boxes.
///
/// Two changes far apart, such as the pointer here and a clock there, stay two boxes: their common box could be the
/// whole screen. Boxes that lie close together are joined, because each box costs a round trip to the server.
struct DamageRegion: Equatable {
    /// More boxes than this become one.
    private static let maximumCount = 8
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
        while let index = boxes.firstIndex(where: { Self.isWorthJoining($0, joined) }) {
            joined = joined.union(boxes.remove(at: index))
        }
        boxes.append(joined)
        if boxes.count > Self.maximumCount {
            boxes = [boxes.reduce(PixelRectangle(x: 0, y: 0, width: 0, height: 0)) { $0.union($1) }]
        }
    }

    /// Takes all boxes out.
    mutating func removeAll() -> [PixelRectangle] {
        defer { boxes.removeAll() }
        return boxes
    }

    private static func isWorthJoining(_ first: PixelRectangle, _ second: PixelRectangle) -> Bool {
        first.union(second).area <= first.area + second.area + joiningCost
    }
}
