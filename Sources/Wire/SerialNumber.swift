/// A counter that wraps, compared by RFC 1982 serial number arithmetic.
///
/// `a < b` holds when `b` lies less than half the number space ahead of `a`. Adopt it by naming the raw type:
/// `struct TSN: SerialNumber { var rawValue: UInt32 }`.
/// Source: <https://www.rfc-editor.org/rfc/rfc1982>
package protocol SerialNumber: RawRepresentable, Comparable, Hashable, Sendable
where RawValue: FixedWidthInteger & UnsignedInteger & Sendable {
    init(rawValue: RawValue)
}

extension SerialNumber {
    /// Whether `right` lies ahead by less than half the number space; at exactly half neither is less than the other.
    @inlinable package static func < (left: Self, right: Self) -> Bool {
        let ahead = right.rawValue &- left.rawValue
        return ahead != 0 && ahead < (RawValue(1) << (RawValue.bitWidth - 1))
    }

    /// The number after this one.
    @inlinable package var next: Self { advanced(by: 1) }

    /// The number before this one.
    @inlinable package var previous: Self { Self(rawValue: rawValue &- 1) }

    /// The number `count` places ahead, modulo the number space.
    @inlinable package func advanced(by count: RawValue) -> Self { Self(rawValue: rawValue &+ count) }

    /// How far `other` lies ahead of this one, modulo the number space.
    @inlinable package func distance(to other: Self) -> RawValue { other.rawValue &- rawValue }
}
