/// The number by which RTP packets name a header extension (`a=extmap`).
/// Source: RFC 8285 §5 <https://www.rfc-editor.org/rfc/rfc8285#section-5>
package struct HeaderExtensionMapping: Hashable, Sendable {
    /// 1 to 14 fit the one-byte form, 1 to 255 the two-byte form; 4096 and above ask the answerer to choose.
    package var id: UInt16
    /// Which way it is used; `nil` stands for the section's own direction.
    package var direction: MediaDirection?
    /// What the extension is; from a peer any word.
    package var uri: String
    /// Whatever follows the address.
    package var attributes: String?

    package init(id: UInt16, direction: MediaDirection? = nil, uri: String, attributes: String? = nil) {
        self.id = id
        self.direction = direction
        self.uri = uri
        self.attributes = attributes
    }

    /// Reads what follows `extmap:`; `nil` unless a number of 1 to 255, or of 4096 to 4351, and a word stand there.
    static func parse(_ value: Substring) -> HeaderExtensionMapping? {
        let words = value.words
        guard words.count >= 2, words[1].isToken else { return nil }
        let attributes = words.count > 2 ? words.dropFirst(2).joined(separator: " ") : nil
        if let (number, name) = words[0].split(atFirst: "/") {
            guard let id = parseID(number), let direction = MediaDirection(rawValue: String(name)) else { return nil }
            return HeaderExtensionMapping(
                id: id, direction: direction, uri: String(words[1]), attributes: attributes)
        }
        guard let id = parseID(words[0]) else { return nil }
        return HeaderExtensionMapping(id: id, uri: String(words[1]), attributes: attributes)
    }

    private static func parseID(_ text: Substring) -> UInt16? {
        guard let id = text.decimal(UInt16.self) else { return nil }
        return 1...255 ~= id || 4096...4351 ~= id ? id : nil
    }

    /// The line's value.
    func serialize() -> String {
        "\(id)" + (direction.map { "/\($0.rawValue)" } ?? "") + " \(uri)" + (attributes.map { " \($0)" } ?? "")
    }
}
