package import Wire

/// Sections that belong together (`a=group`); those of `BUNDLE` share one transport.
/// Source: RFC 5888 §5, RFC 9143 §5 <https://www.rfc-editor.org/rfc/rfc9143#section-5>
package struct Group: Hashable, Sendable {
    /// The semantics of sections that share one transport (RFC 9143 §5).
    package static let bundleSemantics = "BUNDLE"

    /// Why the sections belong together; `BUNDLE` is all that is acted on.
    package var semantics: String
    /// For `BUNDLE` the first is the tagged section, whose transport attributes hold.
    package var mediaIDs: [MediaID]

    package init(semantics: String, mediaIDs: [MediaID]) {
        self.semantics = semantics
        self.mediaIDs = mediaIDs
    }

    /// Reads what follows `group:`; `nil` when there is no word, or a character that is none of a name's.
    static func parse(_ value: Substring) -> Group? {
        let words = value.words
        guard let semantics = words.first, words.allSatisfy(\.isToken) else { return nil }
        return Group(semantics: String(semantics), mediaIDs: words.dropFirst().map { MediaID(rawValue: String($0)) })
    }

    /// The line's value.
    func serialize() -> String {
        ([semantics] + mediaIDs.map(\.rawValue)).joined(separator: " ")
    }
}
