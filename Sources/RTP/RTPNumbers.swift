package import Wire

/// Counts the packets of one stream; it wraps at 65,536.
/// Source: RFC 3550 §5.1 <https://www.rfc-editor.org/rfc/rfc3550#section-5.1>
package struct RTPSequenceNumber: SerialNumber {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }
}

/// A media clock's time, in ticks of the codec's clock rate (90 kHz for video); it wraps.
/// Source: RFC 3550 §5.1 <https://www.rfc-editor.org/rfc/rfc3550#section-5.1>
package struct RTPTimestamp: SerialNumber {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// Seconds and their fraction, 32 bits each, as in sender reports.
///
/// Ours count from the clock's own origin: RFC 3550 §6.4.1 allows that to an end without wall-clock time, and the
/// peer learns nothing about this computer's clock.
package struct NTPTimestamp: Hashable, Sendable {
    /// Seconds in the upper half, their fraction in the lower.
    package let rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// Turns an instant of the connection's clock into the same time since its origin.
    package init(_ instant: Instant) {
        let (seconds, rest) = UInt64(bitPattern: instant.nanoseconds).quotientAndRemainder(dividingBy: 1_000_000_000)
        rawValue = seconds << 32 | (rest << 32) / 1_000_000_000
    }

    /// The middle 32 bits, in units of 1/65,536 s, by which reports refer to each other.
    package var middle: UInt32 { UInt32(truncatingIfNeeded: rawValue >> 16) }
}

/// Turns wrapping 16-bit numbers into ones that do not wrap, each nearest to the highest before it.
package struct SequenceUnwrapper: Sendable {
    private var highest: Int64?

    package init() {}

    /// The number nearest to the highest one before whose lower 16 bits are `number`; the first stays as it is.
    package mutating func unwrap(_ number: UInt16) -> Int64 {
        guard let reference = highest else {
            highest = Int64(number)
            return Int64(number)
        }
        let ahead = Int16(bitPattern: number &- UInt16(truncatingIfNeeded: reference))
        let result = reference &+ Int64(ahead)
        highest = max(reference, result)
        return result
    }
}
