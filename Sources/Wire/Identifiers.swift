/// Names one session; 16 random bytes as base64url, chosen by the service. It is not a right to join.
package struct SessionID: TextIdentifier {
    /// 22 characters of base64url where the service made it; from a peer any text.
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// Names one invitation, the part of a link before the `#`. It is not the link's secret.
package struct InvitationID: TextIdentifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// Names one person's try to get into a session, from the knock to the verified connection.
package struct AttemptID: TextIdentifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// The nine digits that a host reads out. An address, not a right.
package struct SessionNumber: TextIdentifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// The number of digits.
    package static let digitCount = 9

    /// Parses what a person typed: spaces, hyphens and full-width digits are accepted, anything else is not.
    package init?(typed text: String) {
        var digits = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "0"..."9": digits.unicodeScalars.append(scalar)
            case "\u{FF10}"..."\u{FF19}":
                guard let digit = Unicode.Scalar(scalar.value - 0xFF10 + 0x30) else { return nil }
                digits.unicodeScalars.append(digit)
            case " ", "-", "\u{00A0}", "\u{2009}", "\u{202F}", "\u{3000}", "\u{2010}"..."\u{2013}": continue
            default: return nil
            }
        }
        guard digits.utf8.count == Self.digitCount else { return nil }
        self.init(rawValue: digits)
    }

    /// Grouped for reading aloud: `123 456 789`.
    package var grouped: String {
        var text = ""
        for (index, character) in rawValue.enumerated() {
            if index > 0, index.isMultiple(of: 3) { text.append(" ") }
            text.append(character)
        }
        return text
    }
}

/// An identifier that is a string on the wire and a type of its own in the code.
package protocol TextIdentifier: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible
where RawValue == String {
    init(rawValue: String)
}

extension TextIdentifier {
    /// Identifiers of sessions and attempts never reach a log whole.
    package var description: String { "‹redacted›" }

    /// Takes any text: whether there is such a thing is for its owner to find out.
    /// - Throws: `DecodingError` when the value is no string.
    package init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
