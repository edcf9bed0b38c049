package import Wire

/// Parameters of one payload type (`a=fmtp`), kept as text since each codec has a grammar of its own.
/// Source: RFC 8866 §6.15 <https://www.rfc-editor.org/rfc/rfc8866#section-6.15>
package struct FormatParameters: Hashable, Sendable {
    /// The number that the parameters are for.
    package var payloadType: PayloadType
    /// Such as `apt=96` or `minptime=10;useinbandfec=1`.
    package var text: String

    package init(payloadType: PayloadType, text: String) {
        self.payloadType = payloadType
        self.text = text
    }

    /// The value of a `name=value` parameter; `nil` when there is none.
    package func value(of name: String) -> String? {
        for parameter in text.utf8.split(separator: UInt8(ascii: ";")) {
            guard let (head, tail) = Substring(parameter).split(atFirst: "=") else { continue }
            if head.words.first.map({ $0.lowercased() == name.lowercased() }) == true {
                return tail.words.first.map { String($0) } ?? ""
            }
        }
        return nil
    }

    /// The payload type whose packets an `rtx` payload type repeats (RFC 4588 §8.1).
    package var associatedPayloadType: PayloadType? {
        value(of: "apt").flatMap { PayloadType.parse(Substring($0)) }
    }

    /// Reads what follows `fmtp:`; `nil` unless a payload type and a text stand there.
    static func parse(_ value: Substring) -> FormatParameters? {
        guard let (format, text) = value.split(atFirst: " "), let payloadType = PayloadType.parse(format),
            !text.words.isEmpty
        else { return nil }
        return FormatParameters(payloadType: payloadType, text: String(text))
    }

    /// The line's value.
    func serialize() -> String {
        "\(payloadType) \(text)"
    }
}
