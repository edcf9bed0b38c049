/// Text for the bar, of which a part is what another person calls themselves.
enum BarText {
    /// Characters beyond this are left out.
    private static let maximumLength = 200

    /// Leaves out what could break the line, hide text or turn its direction around.
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
