/// Foretells how large a frame becomes, so that its quantizer can be chosen before it is encoded.
///
/// What a page of text takes at each quantizer was measured once; how much of that this screen takes, each frame tells.
struct FrameSizeModel: Equatable {
    /// Frames that differ in what their size depends on.
    enum Kind: CaseIterable {
        /// All of it, from nothing.
        case key
        /// What changed: new, or moved from elsewhere.
        case change
        /// What is coarse, again.
        case refinement
    }

    /// The part of the size at quantizer 4 that a page of text takes at others, with libvpx at speed 8.
    private static let curve: [(quantizer: Double, part: Double)] = [
        (0, 1.25), (4, 1), (12, 0.8), (20, 0.68), (32, 0.52), (40, 0.39), (44, 0.33), (56, 0.16), (63, 0.07),
    ]
    /// Bits for each unit of activity at quantizer 4, by kind; they begin with those of dense text.
    private var bitsPerActivity: [Kind: Double]
    private let dense: Double

    /// - Parameter hasFullChroma: 4:4:4, which takes more.
    init(hasFullChroma: Bool) {
        dense = hasFullChroma ? 0.28 : 0.18
        bitsPerActivity = [.key: dense, .change: dense, .refinement: dense]
    }

    /// The next change has nothing to do with the last ones: what scrolls takes little, another page takes all.
    mutating func forgetMotion() {
        bitsPerActivity[.change] = max(dense, bitsPerActivity[.change] ?? 0)
    }

    /// Bits of a frame with this much activity.
    func bits(_ kind: Kind, activity: Int, quantizer: Int) -> Double {
        Double(activity) * (bitsPerActivity[kind] ?? 0) * Self.part(quantizer)
    }

    /// The activity that fits into some bits.
    func activity(_ kind: Kind, bits: Double, quantizer: Int) -> Int {
        let each = (bitsPerActivity[kind] ?? 0) * Self.part(quantizer)
        return each > 0 ? Int(min(bits / each, 1e12)) : .max
    }

    /// The finest quantizer of a range with which a frame fits; its upper bound when none does.
    func quantizer(_ kind: Kind, activity: Int, bits: Double, in range: ClosedRange<Int>) -> Int {
        range.first { self.bits(kind, activity: activity, quantizer: $0) <= bits } ?? range.upperBound
    }

    /// Learns from a frame. One with little in it says nothing: its headers are most of it.
    mutating func noteFrame(_ kind: Kind, activity: Int, quantizer: Int, byteCount: Int) {
        guard activity >= 20_000, let old = bitsPerActivity[kind] else { return }
        let seen = Double(byteCount) * 8 / (Double(activity) * Self.part(quantizer))
        // Surprises upwards cost delay, surprises downwards only sharpness: the former are learnt faster.
        // What is fine already takes little to refine; that is no promise for what is not.
        let least = kind == .change ? 0.002 : dense / 3
        bitsPerActivity[kind] = min(2, max(least, seen > old ? (old + 2 * seen) / 3 : (2 * old + seen) / 3))
    }

    private static func part(_ quantizer: Int) -> Double {
        let quantizer = Double(max(0, min(63, quantizer)))
        guard let upper = curve.firstIndex(where: { $0.quantizer >= quantizer }), upper > 0 else {
            return curve[0].part
        }
        let (low, high) = (curve[upper - 1], curve[upper])
        return low.part + (high.part - low.part) * (quantizer - low.quantizer) / (high.quantizer - low.quantizer)
    }
}
