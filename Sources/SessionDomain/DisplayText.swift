/// Text of a peer's, made fit to stand in a page: it cannot move other text, hide or fill the screen.
package enum DisplayText {
    /// The longest name of a person or a system, in Unicode scalars.
    package static let maximumNameCount = 60

    /// Reduces a claimed name to one visible line; empty when nothing visible is left.
    ///
    /// Control and bidirectional characters go, white space becomes single spaces, and the rest is cut at
    /// `maximumNameCount` scalars, so that stacked accents end too.
    package static func name(_ claimed: String) -> String {
        var name = String.UnicodeScalarView()
        var isSpacePending = false
        for scalar in claimed.unicodeScalars {
            if scalar.properties.isWhitespace {
                isSpacePending = !name.isEmpty
                continue
            }
            guard !isInvisible(scalar) else { continue }
            guard name.count + (isSpacePending ? 2 : 1) <= maximumNameCount else { break }
            if isSpacePending { name.append(" ") }
            isSpacePending = false
            name.append(scalar)
        }
        return String(name)
    }

    /// Keeps line ends and tabs of a longer text and drops other control characters and bidirectional overrides.
    package static func paragraph(_ claimed: String) -> String {
        var text = String.UnicodeScalarView()
        for scalar in claimed.unicodeScalars {
            if scalar == "\n" || scalar == "\t" || !isControlOrOverride(scalar) { text.append(scalar) }
        }
        return String(text)
    }

    /// Whether a scalar shows nothing of itself: control, format, separator of lines, unassigned or private.
    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isDefaultIgnorableCodePoint { return true }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: true
        default: false
        }
    }

    /// Joiners stay, because emoji, Persian and Indian scripts need them within a text.
    private static func isControlOrOverride(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": true
        default: scalar.properties.generalCategory == .control
        }
    }
}
