/// Base64 with the URL-safe alphabet and no padding (RFC 4648 §5), for links, keys and sealed messages.
/// Source: <https://www.rfc-editor.org/rfc/rfc4648#section-5>
package enum Base64URL {
    /// Serializes bytes; the text holds letters, digits, `-` and `_` alone.
    package static func serialize(_ bytes: [UInt8]) -> String {
        String(decoding: Base64Alphabet.urlSafe.serialize(bytes), as: UTF8.self)
    }

    /// Parses text; `nil` when a character is outside the alphabet, the length is impossible or spare bits are set.
    package static func parse(_ text: some StringProtocol) -> [UInt8]? {
        Base64Alphabet.urlSafe.parse(text.utf8)
    }
}

/// Base64 with padding (RFC 4648 §4), for HTTP and SDP.
/// Source: <https://www.rfc-editor.org/rfc/rfc4648#section-4>
package enum Base64 {
    /// Serializes bytes; the text holds letters, digits, `+` and `/`, and is filled up to a multiple of four with `=`.
    package static func serialize(_ bytes: [UInt8]) -> String {
        var text = Base64Alphabet.standard.serialize(bytes)
        while !text.count.isMultiple(of: 4) { text.append(UInt8(ascii: "=")) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Parses text; `nil` when it is not what `serialize` gives.
    package static func parse(_ text: some StringProtocol) -> [UInt8]? {
        let padding = text.utf8.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        guard text.utf8.count.isMultiple(of: 4), padding <= 2 else { return nil }
        return Base64Alphabet.standard.parse(text.utf8.dropLast(padding))
    }
}

/// The 64 characters, of which only the last two differ.
private struct Base64Alphabet {
    let sixtyTwo: UInt8
    let sixtyThree: UInt8

    static let standard = Base64Alphabet(sixtyTwo: UInt8(ascii: "+"), sixtyThree: UInt8(ascii: "/"))
    static let urlSafe = Base64Alphabet(sixtyTwo: UInt8(ascii: "-"), sixtyThree: UInt8(ascii: "_"))

    /// The characters, without padding.
    func serialize(_ bytes: [UInt8]) -> [UInt8] {
        var text = [UInt8]()
        text.reserveCapacity((bytes.count * 4 + 2) / 3)
        var accumulator: UInt32 = 0
        var bits = 0
        for byte in bytes {
            accumulator = accumulator << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(character(UInt8(truncatingIfNeeded: accumulator >> UInt32(bits)) & 63))
            }
        }
        if bits > 0 { text.append(character(UInt8(truncatingIfNeeded: accumulator << UInt32(6 - bits)) & 63)) }
        return text
    }

    /// `nil` when a character is outside the alphabet, the length is impossible or spare bits are set.
    func parse(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var bytes = [UInt8]()
        var accumulator: UInt32 = 0
        var bits = 0
        for character in text {
            guard let value = value(of: character) else { return nil }
            accumulator = (accumulator << 6 | UInt32(value)) & 0xFFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: accumulator >> UInt32(bits)))
            }
        }
        guard bits < 6, accumulator & ((1 << UInt32(bits)) - 1) == 0 else { return nil }
        return bytes
    }

    private func character(_ value: UInt8) -> UInt8 {
        switch value {
        case 0..<26: UInt8(ascii: "A") + value
        case 26..<52: UInt8(ascii: "a") + value - 26
        case 52..<62: UInt8(ascii: "0") + value - 52
        case 62: sixtyTwo
        default: sixtyThree
        }
    }

    private func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case sixtyTwo: 62
        case sixtyThree: 63
        default: nil
        }
    }
}
