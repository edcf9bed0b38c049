/// Text that another person or program claims: names of people, titles of windows.
enum DisplayText {
    /// Characters beyond this are left out.
    private static let maximumLength = 200

    /// Leaves out what could break the line, hide text or turn its direction around, and what is beyond 200 characters.
    static func sanitize(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: continue
            default: kept.append(scalar)
            }
        }
        return String(String(kept).prefix(maximumLength))
    }
}
