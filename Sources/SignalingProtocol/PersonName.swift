/// Makes what a person typed as a name fit to be shown: a claim, on one line, of bounded length.
package enum PersonName {
    /// Removes control, format and line-breaking scalars, joins white space, and trims.
    ///
    /// Direction overrides are among what is removed, so that a name cannot rearrange the text around it. `nil` when
    /// nothing is left or the rest is longer than `SignalingLimits.maximumNameCount`.
    package static func parse(_ text: String) -> String? {
        guard text.utf8.count <= SignalingLimits.maximumNameByteCount else { return nil }
        var name = String.UnicodeScalarView()
        var spaceIsPending = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                spaceIsPending = !name.isEmpty
            } else if isShown(scalar) {
                if spaceIsPending { name.append(" ") }
                spaceIsPending = false
                name.append(scalar)
            }
        }
        let result = String(name)
        return result.isEmpty || result.count > SignalingLimits.maximumNameCount ? nil : result
    }

    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        // A joiner shapes letters of many scripts and emoji; every other format scalar is dropped.
        case .format: scalar.value == 0x200C || scalar.value == 0x200D
        default: true
        }
    }
}
