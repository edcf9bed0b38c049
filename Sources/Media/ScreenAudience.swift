package import Desktop
package import RTP
package import Wire

/// Decides what one encoder makes for all who watch the screen, and which of its frames each of them gets.
///
/// After each call, `pollOrder` until it gives `nil`. There are no deadlines: what is due is seen with the next frame,
/// because nothing is to be divided while nothing is sent.
///
///     one viewer                       a single layer, at what its line takes
///     several, whose lines are alike   layer 0 alone, at what the narrowest line takes
///     some far below the others        two layers at the others' rate, and those some get layer 0 alone
///
/// Where even layer 0 is too much for the narrowest line, the rate comes down to it for everybody.
package struct ScreenAudience<Viewer: Hashable & Sendable>: Sendable {
    /// What the encoder is to do from now on.
    package enum Order: Equatable, Sendable {
        case setBitsPerSecond(UInt32)
        case setLayers(DesktopLayers)
        /// Whether no frame is to be made, because those before it wait for too long.
        case holdFrames(Bool)
    }

    /// A line is far below the next better one with less than this share of its rate.
    private static var farShare: Double { 0.7 }
    /// One that was far below is not any more from this share on.
    private static var nearShare: Double { 0.85 }
    /// What layer 0 takes of two: its frames show the changes of two frames' time.
    private static var baseShare: Double { 0.6 }
    /// For so long a line must be far below before it gets less.
    private static var fallingPatience: Duration { .seconds(1) }
    /// For so long it must be better before it gets all.
    private static var risingPatience: Duration { .seconds(5) }

    private let hasLayers: Bool
    private var viewers: Set<Viewer> = []
    private var bitrates: [Viewer: UInt32] = [:]
    private var backlogged: Set<Viewer> = []
    /// Those who get layer 0 alone.
    private var slow: Set<Viewer> = []
    /// Those who should, where that is different, and since when.
    private var wish: (slow: Set<Viewer>, since: Instant)?
    private var told = (bitsPerSecond: UInt32?.none, layers: DesktopLayers.single, isHeld: false)

    /// - Parameter hasLayers: whether the encoder can make layers; where it cannot, all get the same.
    package init(hasLayers: Bool) {
        self.hasLayers = hasLayers
    }

    /// Takes who watches now.
    package mutating func setViewers(_ viewers: Set<Viewer>, now: Instant) {
        guard viewers != self.viewers else { return }
        self.viewers = viewers
        bitrates = bitrates.filter { viewers.contains($0.key) }
        backlogged.formIntersection(viewers)
        // A key frame is due for whoever came, and nothing is owed to whoever went: no reason to wait.
        slow = farBelow()
        wish = nil
        handleFrame(now: now)
    }

    /// Takes what a viewer's line carries.
    package mutating func handleBitrate(_ bitsPerSecond: UInt32, of viewer: Viewer, now: Instant) {
        guard viewers.contains(viewer) else { return }
        let isFirst = bitrates.updateValue(bitsPerSecond, forKey: viewer) == nil
        if isFirst { slow = farBelow() }
        handleFrame(now: now)
    }

    /// Takes whether a viewer's frames wait for too long.
    package mutating func handleBacklog(isTooLong: Bool, of viewer: Viewer) {
        guard viewers.contains(viewer) else { return }
        if isTooLong { backlogged.insert(viewer) } else { backlogged.remove(viewer) }
    }

    /// Does what is due; called for each frame before it is sent.
    package mutating func handleFrame(now: Instant) {
        let next = farBelow()
        guard next != slow else {
            wish = nil
            return
        }
        let since = wish.flatMap { $0.slow == next ? $0.since : nil } ?? now
        wish = (next, since)
        guard now - since >= (next.isSubset(of: slow) ? Self.risingPatience : Self.fallingPatience) else { return }
        slow = next
        wish = nil
    }

    /// Whether a viewer gets a frame. One that is left out is never given to the viewer's packetizer, so that neither its
    /// sequence numbers nor its picture numbers have a gap.
    package func takes(_ frame: EncodedVideoFrame, _ viewer: Viewer) -> Bool {
        (frame.temporalLayer ?? 0) == 0 || !(slow.contains(viewer) || backlogged.contains(viewer))
    }

    /// The next order; `nil` when the encoder knows all.
    package mutating func pollOrder() -> Order? {
        if let bitsPerSecond, bitsPerSecond != told.bitsPerSecond {
            told.bitsPerSecond = bitsPerSecond
            return .setBitsPerSecond(bitsPerSecond)
        }
        if layers != told.layers {
            told.layers = layers
            return .setLayers(layers)
        }
        if backlogged.isEmpty == told.isHeld {
            told.isHeld = !backlogged.isEmpty
            return .holdFrames(told.isHeld)
        }
        return nil
    }

    private var layers: DesktopLayers { viewers.count < 2 || !hasLayers ? .single : slow.isEmpty ? .base : .two }

    private var bitsPerSecond: UInt32? {
        guard let narrowest = bitrates.values.min() else { return nil }
        guard let others = bitrates.filter({ !slow.contains($0.key) }).values.min() else { return narrowest }
        return slow.isEmpty ? narrowest : min(others, UInt32(clamping: Int(Double(narrowest) / Self.baseShare)))
    }

    /// Those whose lines are far below the next better one.
    private func farBelow() -> Set<Viewer> {
        guard hasLayers else { return [] }
        let ranked = bitrates.sorted { $0.value < $1.value }
        for (index, next) in ranked.enumerated().dropFirst() {
            let before = ranked[index - 1]
            let share = slow.contains(before.key) ? Self.nearShare : Self.farShare
            if Double(before.value) < Double(next.value) * share { return Set(ranked[..<index].map(\.key)) }
        }
        return []
    }
}
