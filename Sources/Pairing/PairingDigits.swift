import Wire

/// The digits that two people compare over the telephone: six are read out and typed, four are read back.
package struct PairingDigits: Equatable, Sendable {
    /// Six digits, which the host reads out.
    package let readOut: String
    /// Four digits, which the customer reads back.
    package let readBack: String

    /// Sixteen words of 32 bits, of which two must lie below their bounds.
    static let randomByteCount = 64
    /// The largest multiple of 1,000,000 that a 32-bit word holds; larger words would favour small numbers.
    private static let readOutBound: UInt32 = 4_294_000_000
    /// The largest multiple of 10,000 that a 32-bit word holds.
    private static let readBackBound: UInt32 = 4_294_960_000

    /// Reads 32-bit big-endian words: the first below one bound gives six digits, the next below the other gives four.
    /// `nil` when there are too few such words.
    init?(randomBytes: [UInt8]) {
        var reader = ByteReader(randomBytes.span)
        guard let first = Self.word(below: Self.readOutBound, from: &reader),
            let second = Self.word(below: Self.readBackBound, from: &reader)
        else { return nil }
        readOut = Self.padded(first % 1_000_000, count: 6)
        readBack = Self.padded(second % 10_000, count: 4)
    }

    /// What a person typed, as digits alone; `nil` unless there are `count` of them.
    ///
    /// Spaces and hyphens do not count, and full-width digits do.
    package static func parse(_ typed: String, count: Int) -> String? {
        var digits = ""
        for scalar in typed.unicodeScalars {
            switch scalar {
            case "0"..."9": digits.unicodeScalars.append(scalar)
            case "\u{FF10}"..."\u{FF19}":
                guard let digit = Unicode.Scalar(scalar.value - 0xFF10 + 0x30) else { return nil }
                digits.unicodeScalars.append(digit)
            case "-", "\u{2010}"..."\u{2013}": continue
            default:
                guard scalar.properties.isWhitespace else { return nil }
            }
        }
        return digits.utf8.count == count ? digits : nil
    }

    private static func word(below bound: UInt32, from reader: inout ByteReader) -> UInt32? {
        while let word = try? reader.readUInt32() {
            if word < bound { return word }
        }
        return nil
    }

    private static func padded(_ value: UInt32, count: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: count - digits.utf8.count) + digits
    }
}
