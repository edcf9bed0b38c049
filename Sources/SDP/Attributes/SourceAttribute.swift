package import Wire

/// An attribute of one RTP stream (`a=ssrc`), such as its `cname`.
/// Source: RFC 5576 §4.1 <https://www.rfc-editor.org/rfc/rfc5576#section-4.1>
package struct SourceAttribute: Hashable, Sendable {
    /// The stream.
    package var ssrc: SSRC
    /// What is said of it.
    package var attribute: RawAttribute

    package init(ssrc: SSRC, attribute: RawAttribute) {
        self.ssrc = ssrc
        self.attribute = attribute
    }

    /// Reads what follows `ssrc:`.
    static func parse(_ value: Substring) -> SourceAttribute? {
        guard let (number, rest) = value.split(atFirst: " "), let ssrc = number.decimal(UInt32.self),
            let attribute = RawAttribute.parse(rest)
        else { return nil }
        return SourceAttribute(ssrc: SSRC(rawValue: ssrc), attribute: attribute)
    }

    /// The line's value.
    func serialize() -> String {
        "\(ssrc) \(attribute.serialize())"
    }
}

/// RTP streams that belong together (`a=ssrc-group`); `FID` names a stream and the one that repeats its packets.
/// Source: RFC 5576 §4.2 <https://www.rfc-editor.org/rfc/rfc5576#section-4.2>, RFC 4588 §8.8
package struct SourceGroup: Hashable, Sendable {
    /// The semantics of a stream and the one that repeats its packets, in this order (RFC 4588 §8.8).
    package static let flowIdentification = "FID"

    /// Why the streams belong together; `FID` is all that is acted on.
    package var semantics: String
    /// The streams; a group of a peer's may be empty.
    package var sources: [SSRC]

    package init(semantics: String, sources: [SSRC]) {
        self.semantics = semantics
        self.sources = sources
    }

    /// Reads what follows `ssrc-group:`; `nil` when a word is no number of 32 bits.
    static func parse(_ value: Substring) -> SourceGroup? {
        let words = value.words
        guard let semantics = words.first else { return nil }
        var sources = [SSRC]()
        for word in words.dropFirst() {
            guard let ssrc = word.decimal(UInt32.self) else { return nil }
            sources.append(SSRC(rawValue: ssrc))
        }
        return SourceGroup(semantics: String(semantics), sources: sources)
    }

    /// The line's value.
    func serialize() -> String {
        ([semantics] + sources.map(\.description)).joined(separator: " ")
    }
}
