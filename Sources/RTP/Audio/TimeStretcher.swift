/// Makes a voice longer or shorter by whole periods of its pitch, without changing the pitch.
///
/// ```text
/// accelerate   | … a | period 1 | period 2 | b … |   ─▶   | … a | 1 fading into 2 | b … |
/// decelerate   | … a | period 1 | period 2 | b … |   ─▶   | … a | 1 | 2 fading into 1 | 2 | b … |
/// ```
/// Two neighbouring periods that resemble each other are laid over each other, each fading into the other, so that what is
/// heard stays continuous at both ends. Where nothing resembles itself, as in an explosive, the sound stays as it is.
package struct TimeStretcher: Sendable {
    /// What came of a call.
    package struct Result: Equatable, Sendable {
        /// The sound.
        package var samples: [Int16]
        /// Samples that it is longer; negative where it is shorter, 0 where it was left.
        package var added: Int
    }

    /// 2.5 ms, a pitch of 400 Hz. A higher voice is cut by several periods.
    private static let minimumPeriod = 120
    /// 10 ms, a pitch of 100 Hz; of a lower voice half a frame has no whole pair.
    private static let maximumPeriod = 480
    /// Lags are compared on each fourth sample, and each fourth lag first: 12 kHz hold all of a pitch.
    private static let coarseStep = 4
    /// How alike two periods must be, 0 to 1.
    private static let requiredCorrelation = 0.85
    /// Below this mean square nobody hears what is done (−54 dB).
    private static let silentEnergy = 4_000.0

    /// It keeps nothing between calls.
    package init() {}

    /// Leaves out one period.
    /// - Parameter samples: 48 kHz, one channel; with less than 20 ms nothing is done.
    package func accelerate(_ samples: Span<Int16>) -> Result {
        guard let period = findPeriod(samples) else { return unchanged(samples) }
        let start = (samples.count - 2 * period) / 2
        var result: [Int16] = []
        result.reserveCapacity(samples.count - period)
        for index in 0..<start { result.append(samples[index]) }
        for index in 0..<period {
            result.append(fade(samples[start + index], into: samples[start + period + index], at: index, of: period))
        }
        for index in start + 2 * period..<samples.count { result.append(samples[index]) }
        return Result(samples: result, added: -period)
    }

    /// Plays one period twice.
    /// - Parameter samples: 48 kHz, one channel; with less than 20 ms nothing is done.
    package func decelerate(_ samples: Span<Int16>) -> Result {
        guard let period = findPeriod(samples) else { return unchanged(samples) }
        let start = (samples.count - 2 * period) / 2
        var result: [Int16] = []
        result.reserveCapacity(samples.count + period)
        for index in 0..<start + period { result.append(samples[index]) }
        for index in 0..<period {
            result.append(fade(samples[start + period + index], into: samples[start + index], at: index, of: period))
        }
        for index in start + period..<samples.count { result.append(samples[index]) }
        return Result(samples: result, added: period)
    }

    private func unchanged(_ samples: Span<Int16>) -> Result {
        Result(samples: samples.indices.map { samples[$0] }, added: 0)
    }

    private func fade(_ from: Int16, into to: Int16, at index: Int, of count: Int) -> Int16 {
        // Half a step in, so that both ends have the same share.
        let share = (2 * index + 1) * 16_384 / (2 * count)
        return Int16(clamping: (Int(from) * (16_384 - share) + Int(to) * share) / 16_384)
    }

    /// The lag at which the middle of the sound resembles itself best; `nil` where it does not enough.
    private func findPeriod(_ samples: Span<Int16>) -> Int? {
        guard samples.count >= 2 * Self.maximumPeriod else { return nil }
        var best = (period: 0, likeness: -1.0)
        for period in stride(from: Self.minimumPeriod, through: Self.maximumPeriod, by: Self.coarseStep) {
            let likeness = likeness(samples, period: period, step: Self.coarseStep)
            if likeness > best.likeness { best = (period, likeness) }
        }
        let coarse = best.period
        best.likeness = -1
        let around = max(Self.minimumPeriod, coarse - 3)...min(Self.maximumPeriod, coarse + 3)
        for period in around {
            let likeness = likeness(samples, period: period, step: 1)
            if likeness > best.likeness { best = (period, likeness) }
        }
        return best.likeness >= Self.requiredCorrelation ? best.period : nil
    }

    /// The normalized correlation of the two periods in the middle; 1 where both are silent.
    private func likeness(_ samples: Span<Int16>, period: Int, step: Int) -> Double {
        let start = (samples.count - 2 * period) / 2
        var product: Int64 = 0
        var (first, second): (Int64, Int64) = (0, 0)
        var index = start
        while index < start + period {
            let (left, right) = (Int64(samples[index]), Int64(samples[index + period]))
            product += left * right
            first += left * left
            second += right * right
            index += step
        }
        let silence = Self.silentEnergy * Double(period / step)
        if Double(first) < silence, Double(second) < silence { return 1 }
        guard first > 0, second > 0 else { return 0 }
        return Double(product) / (Double(first) * Double(second)).squareRoot()
    }
}
