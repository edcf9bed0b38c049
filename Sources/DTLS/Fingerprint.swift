/// The SHA-256 hash of a DTLS certificate. It authenticates a peer only where it came over a verified path itself.
///
/// Other hash functions are not accepted: every peer that matters sends SHA-256.
/// Source: RFC 8122 §5, <https://www.rfc-editor.org/rfc/rfc8122#section-5>
package struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
    /// The hash; exactly `byteCount` bytes.
    package let bytes: [UInt8]

    /// The length of a SHA-256 hash.
    package static let byteCount = 32

    /// `nil` when there are not exactly 32 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Parses the value of `a=fingerprint`, `sha-256 AB:CD:…`; `nil` for another hash function or a bad length.
    package init?(attribute value: some StringProtocol) {
        let parts = value.split(separator: " ")
        guard parts.count == 2, parts[0].lowercased() == "sha-256" else { return nil }
        var bytes = [UInt8]()
        for pair in parts[1].split(separator: ":", omittingEmptySubsequences: false) {
            guard pair.utf8.count == 2, let byte = UInt8(pair, radix: 16) else { return nil }
            bytes.append(byte)
        }
        self.init(bytes: bytes)
    }

    /// The value of `a=fingerprint`, with upper-case digits as RFC 8122 §5 has it.
    package var attribute: String {
        let digits = Array("0123456789ABCDEF")
        var text = "sha-256 "
        for (index, byte) in bytes.enumerated() {
            if index > 0 { text.append(":") }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return text
    }

    /// Compares without a time that depends on where the difference is.
    package static func == (left: Fingerprint, right: Fingerprint) -> Bool {
        var difference: UInt8 = 0
        for (a, b) in zip(left.bytes, right.bytes) { difference |= a ^ b }
        return difference == 0
    }

    /// A fingerprint links sessions, so it is not for logs.
    package var description: String { "‹redacted›" }
}
