/// The media stream, and the track in it, that a section's sender belongs to (`a=msid`).
/// Source: RFC 8830 §2 <https://www.rfc-editor.org/rfc/rfc8830#section-2>
package struct MediaStreamIdentifier: Hashable, Sendable {
    /// `-` means a track of no stream.
    package var stream: String
    /// Absent where RFC 9429 §5.2.1 leaves the track's name out.
    package var track: String?

    package init(stream: String, track: String? = nil) {
        self.stream = stream
        self.track = track
    }

    /// Reads what follows `msid:`; `nil` unless there are one or two words.
    static func parse(_ value: Substring) -> MediaStreamIdentifier? {
        let words = value.words
        guard 1...2 ~= words.count, words.allSatisfy(\.isToken) else { return nil }
        return MediaStreamIdentifier(stream: String(words[0]), track: words.count == 2 ? String(words[1]) : nil)
    }

    /// The line's value.
    func serialize() -> String {
        if let track { "\(stream) \(track)" } else { stream }
    }
}

/// Which streams of a description are WebRTC media streams (`a=msid-semantic: WMS …`), a line that older peers need.
/// Source: RFC 8830 appendix A <https://www.rfc-editor.org/rfc/rfc8830#appendix-A>
package struct MediaStreamSemantics: Hashable, Sendable {
    /// `WMS`, the only one there is.
    package var semantic: String
    /// Stream names, or `*` for all.
    package var streams: [String]

    package init(semantic: String = "WMS", streams: [String] = ["*"]) {
        self.semantic = semantic
        self.streams = streams
    }

    /// Reads what follows `msid-semantic:`; `nil` when there is no word.
    static func parse(_ value: Substring) -> MediaStreamSemantics? {
        let words = value.words
        guard let semantic = words.first, words.allSatisfy(\.isToken) else { return nil }
        return MediaStreamSemantics(semantic: String(semantic), streams: words.dropFirst().map { String($0) })
    }

    /// The line's value, without the space that the line has before it.
    func serialize() -> String {
        ([semantic] + streams).joined(separator: " ")
    }
}
