extension Array where Element == UInt8 {
    /// Parses pairs of hexadecimal digits; white space between pairs is passed over. `nil` when it is anything else.
    package init?(hexadecimal text: some StringProtocol) {
        self.init()
        var high: UInt8?
        for byte in text.utf8 {
            if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") { continue }
            guard let digit = Self.digitValue(byte) else { return nil }
            if let first = high {
                append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        if high != nil { return nil }
    }

    /// Lower-case hexadecimal digits, two for each byte.
    package var hexadecimal: String {
        var text = ""
        text.reserveCapacity(count * 2)
        for byte in self {
            text.append(Self.digits[Int(byte >> 4)])
            text.append(Self.digits[Int(byte & 15)])
        }
        return text
    }

    private static var digits: [Character] { Array<Character>("0123456789abcdef") }

    private static func digitValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
