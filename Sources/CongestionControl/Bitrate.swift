import Wire

/// How much passes in a second. Never negative, never infinite.
package struct Bitrate: Comparable, Hashable, Sendable {
    /// Bits a second, 0 to 10¹².
    package let bitsPerSecond: Double

    /// What lies outside the range is brought into it; what is no number becomes 0.
    package init(bitsPerSecond: Double) {
        self.bitsPerSecond = bitsPerSecond >= 0 ? min(bitsPerSecond, 1e12) : 0
    }

    /// The rate at which so many bytes pass in that time; `nil` where no time passes.
    init?(byteCount: Int, in duration: Duration) {
        guard duration > .zero else { return nil }
        self.init(bitsPerSecond: Double(byteCount) * 8 / duration.inSeconds)
    }

    /// Thousands of bits a second.
    package static func kilobits(_ count: Double) -> Bitrate { Bitrate(bitsPerSecond: count * 1_000) }

    /// Nothing passes.
    package static let zero = Bitrate(bitsPerSecond: 0)

    package static func < (left: Bitrate, right: Bitrate) -> Bool { left.bitsPerSecond < right.bitsPerSecond }

    package static func + (left: Bitrate, right: Bitrate) -> Bitrate {
        Bitrate(bitsPerSecond: left.bitsPerSecond + right.bitsPerSecond)
    }

    /// The rest; 0 where `right` is the greater.
    package static func - (left: Bitrate, right: Bitrate) -> Bitrate {
        Bitrate(bitsPerSecond: left.bitsPerSecond - right.bitsPerSecond)
    }

    package static func * (rate: Bitrate, factor: Double) -> Bitrate {
        Bitrate(bitsPerSecond: rate.bitsPerSecond * factor)
    }

    /// How many bytes pass in that time.
    func byteCount(in duration: Duration) -> Int {
        Int(min(max(0, bitsPerSecond / 8 * duration.inSeconds), 1e15))
    }

    /// How long so many bytes take; an hour at most.
    func duration(of byteCount: Int) -> Duration {
        let seconds = Double(byteCount) * 8 / max(bitsPerSecond, 1)
        return .nanoseconds(Int64(min(seconds, 3_600) * 1e9))
    }

    /// The rate, or the bound that it exceeds.
    func clamped(to range: ClosedRange<Bitrate>) -> Bitrate { min(max(self, range.lowerBound), range.upperBound) }
}
