/// The name of a file as somebody else gave it, made harmless.
package enum FileName {
    /// The longest name that common file systems take, in bytes.
    package static let maximumByteCount = 255

    /// Reduces a name to one path component: what stands after the last slash or backslash, without control
    /// characters, marks that turn the direction of text, and leading dots; at most 255 bytes, its extension kept.
    /// `nil` when nothing is left.
    package static func safeComponent(of name: String) -> String? {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
        let kept = last.unicodeScalars.filter { isHarmless($0) }
        var component = String(String.UnicodeScalarView(kept)).drop { $0 == "." || $0.isWhitespace }
        while component.last?.isWhitespace == true { component.removeLast() }
        guard !component.isEmpty else { return nil }
        return shortened(String(component))
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: false
        default: true
        }
    }

    private static func shortened(_ name: String) -> String {
        guard name.utf8.count > maximumByteCount else { return name }
        var suffix = Substring()
        if let dot = name.lastIndex(of: "."), name[dot...].utf8.count <= 32 { suffix = name[dot...] }
        var stem = name.dropLast(suffix.count)
        while stem.utf8.count + suffix.utf8.count > maximumByteCount { stem.removeLast() }
        return String(stem) + suffix
    }
}
