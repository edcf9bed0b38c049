package import Wire

/// Sections that belong together (`a=group`); those of `BUNDLE` share one transport.
/// Source: RFC 5888 §5, RFC 9143 §5 <https://www.rfc-editor.org/rfc/rfc9143#section-5>
package struct Group: Hashable, Sendable {
    package static let bundleSemantics = "BUNDLE"

    package var semantics: String
    /// For `BUNDLE` the first is the tagged section, whose transport attributes hold.
    package var mediaIDs: [MediaID]

    package init(semantics: String, mediaIDs: [MediaID]) {
        self.semantics = semantics
        self.mediaIDs = mediaIDs
    }

    static func parse(_ value: Substring) -> Group? {
        let words = value.words
        guard let semantics = words.first, words.allSatisfy(\.isToken) else { return nil }
        return Group(semantics: String(semantics), mediaIDs: words.dropFirst().map { MediaID(rawValue: String($0)) })
    }

    func serialize() -> String {
        ([semantics] + mediaIDs.map(\.rawValue)).joined(separator: " ")
    }
}
