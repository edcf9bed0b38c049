package import Wire

/// Makes identifiers that are unique in a session: a prefix that this side chose at random, and a counter.
package struct IdentifierSource: Sendable {
    private let prefix: String
    private var count = 0

    /// - Parameter prefix: at least eight random characters, so that a reloaded page never repeats what it named before.
    package init(prefix: String) {
        self.prefix = prefix
    }

    /// The next identifier of any kind.
    package mutating func make<Identifier: TextIdentifier>(_ type: Identifier.Type = Identifier.self) -> Identifier {
        count += 1
        return Identifier(rawValue: "\(prefix)-\(count)")
    }

    /// Whether a peer's identifier has a length and alphabet that may stand in a channel's label or an element's name.
    package static func isWellFormed(_ identifier: some TextIdentifier) -> Bool {
        let text = identifier.rawValue.utf8
        guard (1...64).contains(text.count) else { return false }
        return text.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }
}
