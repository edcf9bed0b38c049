import Wire

/// SHA-256 of a DTLS certificate's DER form. It names a certificate and proves nothing by itself.
package struct CertificateFingerprint: Hashable, Sendable {
    /// 32 bytes.
    package let bytes: [UInt8]

    /// The count of bytes.
    package static let byteCount = 32

    /// `nil` unless there are 32 bytes.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// The fingerprint that all `a=fingerprint` lines of a description agree on.
    ///
    /// `nil` when there is none, when two differ, or when one uses another hash: a DTLS stack might take that one.
    /// RFC 8122 §5. Source: <https://www.rfc-editor.org/rfc/rfc8122#section-5>
    package init?(ofDescription sdp: String) {
        var found: CertificateFingerprint?
        for line in sdp.utf8.split(whereSeparator: { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") }) {
            guard let value = Self.value(ofLine: line) else { continue }
            guard let fingerprint = Self.parse(value), found == nil || found == fingerprint else { return nil }
            found = fingerprint
        }
        guard let found else { return nil }
        self = found
    }

    /// What follows `a=fingerprint:`; `nil` for other lines.
    private static func value(ofLine line: Substring.UTF8View) -> Substring? {
        let name = "a=fingerprint:"
        guard line.count > name.utf8.count, Substring(line.prefix(name.utf8.count)).lowercased() == name else {
            return nil
        }
        return Substring(line.dropFirst(name.utf8.count))
    }

    /// `sha-256` and 32 pairs of hexadecimal digits between colons.
    private static func parse(_ value: Substring) -> CertificateFingerprint? {
        let parts = value.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "sha-256" else { return nil }
        let pairs = parts[1].utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard pairs.allSatisfy({ $0.count == 2 }),
            let bytes = [UInt8](hexadecimal: pairs.map { Substring($0) }.joined())
        else { return nil }
        return CertificateFingerprint(bytes)
    }
}
