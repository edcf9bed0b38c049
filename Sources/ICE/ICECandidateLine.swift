/// A remote candidate as far as it must be understood before libnice parses it.
///
///     candidate:foundation component transport priority address port typ kind …
///
/// Source: RFC 8839 §5.1, <https://www.rfc-editor.org/rfc/rfc8839#section-5.1>
struct ICECandidateLine: Equatable {
    private var fields: [String]

    private static let transportField = 2
    private static let addressField = 4
    private static let minimumFieldCount = 8

    /// Accepts `candidate:…` and `a=candidate:…`; `nil` when fields are missing, or it is too long or holds control
    /// characters.
    init?(_ line: String) {
        var text = line[...]
        if text.hasPrefix("a=") { text = text.dropFirst(2) }
        guard text.hasPrefix("candidate:"), text.utf8.count <= ICEAgent.maximumCandidateByteCount,
            text.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else { return nil }
        fields = text.split(separator: " ").map(String.init)
        guard fields.count >= Self.minimumFieldCount, fields[6] == "typ" else { return nil }
    }

    var isUDP: Bool { fields[Self.transportField].lowercased() == "udp" }

    /// A name or an address literal.
    var address: String { fields[Self.addressField] }

    /// Whether the address is a name that only multicast DNS knows.
    /// Source: <https://datatracker.ietf.org/doc/html/draft-ietf-mmusic-mdns-ice-candidates>
    var isMulticastName: Bool { address.lowercased().hasSuffix(".local") }

    func replacingAddress(by address: String) -> ICECandidateLine {
        var copy = self
        copy.fields[Self.addressField] = address
        return copy
    }

    /// The whole attribute, as libnice wants it.
    var attribute: String { "a=" + fields.joined(separator: " ") }
}
