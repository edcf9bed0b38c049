/// An `a=` line as it stands: `name` or `name:value`. It prints without its value, which may be an address.
/// Source: RFC 8866 §5.13 <https://www.rfc-editor.org/rfc/rfc8866#section-5.13>
package struct RawAttribute: Hashable, Sendable, CustomStringConvertible {
    /// What stands before the colon: visible ASCII characters.
    package var name: String
    /// `nil` for a property attribute, which has no colon.
    package var value: String?

    package init(name: String, value: String? = nil) {
        self.name = name
        self.value = value
    }

    package var description: String { name }

    /// Reads what follows `a=`; `nil` when the name is empty or has a character that is not visible.
    static func parse(_ text: Substring) -> RawAttribute? {
        guard let (name, value) = text.split(atFirst: ":") else {
            return text.isToken ? RawAttribute(name: String(text)) : nil
        }
        return name.isToken ? RawAttribute(name: String(name), value: String(value)) : nil
    }

    /// What follows `a=`.
    func serialize() -> String {
        if let value { "\(name):\(value)" } else { name }
    }
}
