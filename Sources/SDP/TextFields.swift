/// Splitting by bytes, so that no combining mark after a separator can hide it.
extension Substring {
    /// The parts between spaces; none is empty.
    var words: [Substring] {
        utf8.split(separator: UInt8(ascii: " ")).map { Substring($0) }
    }

    /// The text before and after the first occurrence of an ASCII character; `nil` when there is none.
    func split(atFirst separator: Unicode.Scalar) -> (head: Substring, tail: Substring)? {
        guard let index = utf8.firstIndex(of: UInt8(ascii: separator)) else { return nil }
        return (Substring(utf8[..<index]), Substring(utf8[utf8.index(after: index)...]))
    }

    /// A decimal number without a sign; `nil` when it does not fit, or a character is not an ASCII digit.
    func decimal<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) -> Number? {
        guard !utf8.isEmpty, utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
        return Number(self)
    }

    /// Whether it is one or more visible ASCII characters, which no separator or line end can break.
    var isToken: Bool {
        !utf8.isEmpty && utf8.allSatisfy { 0x21...0x7E ~= $0 }
    }

    /// Whether it is one or more `ice-char`: letters, digits, `+` and `/` (RFC 8839 §5.1).
    ///
    /// `-`, `_` and `=` are taken too, since deployed agents send them.
    var isICEText: Bool {
        !utf8.isEmpty
            && utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "-"),
                    UInt8(ascii: "_"), UInt8(ascii: "="):
                    true
                default: false
                }
            }
    }
}
