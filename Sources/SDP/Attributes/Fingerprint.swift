import Wire

/// The SHA-256 hash of the certificate that the sender of a description will use in DTLS (`a=fingerprint`).
///
/// It says which certificate is meant, not that the description is genuine.
/// Source: RFC 8122 §5 <https://www.rfc-editor.org/rfc/rfc8122#section-5>
package struct Fingerprint: Hashable, Sendable {
    /// 32 bytes.
    package let bytes: [UInt8]

    /// The length of a SHA-256 hash.
    package static let byteCount = 32

    /// `nil` unless there are 32 bytes.
    package init?(sha256 bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// What an `a=fingerprint` line turns out to be.
    enum Line {
        /// By SHA-256, and well formed.
        case accepted(Fingerprint)
        /// A hash function that may be sound but is not read here; RFC 8122 §5 allows several lines.
        case ignored
        /// By a hash function that must not be used.
        case refused
        /// Not two words, or not 32 pairs of hexadecimal digits.
        case malformed
    }

    /// Reads what follows `fingerprint:`; the hash function's case does not matter.
    static func parse(_ value: Substring) -> Line {
        let words = value.words
        guard words.count == 2 else { return .malformed }
        switch words[0].lowercased() {
        case "sha-256": return parseHash(words[1]).map { .accepted($0) } ?? .malformed
        case "md2", "md5", "sha-1": return .refused
        default: return .ignored
        }
    }

    private static func parseHash(_ text: Substring) -> Fingerprint? {
        let pairs = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard pairs.count == byteCount else { return nil }
        var bytes = [UInt8]()
        for pair in pairs {
            guard pair.count == 2, let byte = [UInt8](hexadecimal: Substring(pair)), byte.count == 1 else { return nil }
            bytes.append(byte[0])
        }
        return Fingerprint(sha256: bytes)
    }

    /// The line's value, in the capital letters that RFC 8122 §5 asks for.
    func serialize() -> String {
        "sha-256 " + bytes.map { [$0].hexadecimal.uppercased() }.joined(separator: ":")
    }
}
