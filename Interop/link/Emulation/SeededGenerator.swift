/// The generator SplitMix64: the same seed gives the same losses.
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014, figure 17
struct SeededGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// 64 bits, each value equally likely.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A fraction from 0 to below 1.
    mutating func nextFraction() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Whether an event of this probability happens.
    mutating func nextIsWithin(_ probability: Double) -> Bool { probability > 0 && nextFraction() < probability }
}
