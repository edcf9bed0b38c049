import Wire

/// Where the sign-in page may send a browser with a code: a port of this computer, never another host (RFC 8252 §7.3).
/// Source: <https://www.rfc-editor.org/rfc/rfc8252#section-7.3>
package struct LoopbackRedirect: Hashable, Sendable {
    /// `http://127.0.0.1:PORT/PATH` or `http://[::1]:PORT/PATH`, exactly as it was given.
    package let address: String

    /// Parses an address; `nil` for a name, another host, a missing port, a query, a fragment or user information.
    package init?(parsing text: String) {
        guard text.utf8.count <= 256 else { return nil }
        var rest = Substring(text)
        guard let prefix = ["http://127.0.0.1:", "http://[::1]:"].first(where: rest.hasPrefix) else { return nil }
        rest.removeFirst(prefix.count)
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard UInt16(portDigits: digits) != nil else { return nil }
        let path = rest.dropFirst(digits.count)
        guard path.hasPrefix("/"), path.utf8.allSatisfy(Self.isPathByte) else { return nil }
        address = text
    }

    /// The address with the code, and the state when the client gave one; both are percent-encoded.
    package func address(withCode code: String, state: String?) -> String {
        var result = address + "?code=" + Self.percentEncoded(code)
        if let state { result += "&state=" + Self.percentEncoded(state) }
        return result
    }

    private static func percentEncoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            if isPathByte(byte), byte != UInt8(ascii: "/") {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
    }

    private static func isPathByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
