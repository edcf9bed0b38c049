/// A file name that a peer claims, reduced to one path component that no file system reads as anything else.
///
/// Nothing of a path survives: the last component alone is kept, and in it no separator, control or bidirectional
/// character, no leading dot or hyphen, no name that Windows reserves. It never decodes percent escapes. It is always a
/// usable name, so that a hostile one costs the person a strange name and not the file.
package struct SafeFileName: Equatable, Hashable, Sendable {
    /// One component, 1 to `maximumByteCount` bytes of UTF-8.
    package let value: String

    /// The largest name, in bytes: 255 less room for a number and `.part`.
    package static let maximumByteCount = 200

    /// What stands where nothing usable is left.
    package static let fallback = "file"

    /// Reduces a claimed name; it may hold anything.
    package init(claimed: String) {
        var name = Self.trimmed(Self.replaced(Self.lastComponent(of: claimed)))
        if Self.isReserved(name) { name = "_" + name }
        name = Self.shortened(name, maximumByteCount: Self.maximumByteCount)
        value = name.isEmpty ? Self.fallback : name
    }

    /// The name with ` (number)` before its extension, for a folder that already has one of that name.
    package func numbered(_ number: Int) -> SafeFileName {
        let (stem, ending) = Self.split(value)
        let suffix = " (\(number))" + ending
        let room = max(1, Self.maximumByteCount - suffix.utf8.count)
        return SafeFileName(claimed: Self.prefix(of: stem, maximumByteCount: room) + suffix)
    }

    /// Whether a file system that ignores case and Unicode composition would take both for one.
    package func collides(with other: SafeFileName) -> Bool {
        value.lowercased() == other.value.lowercased()
    }

    private static func lastComponent(of name: String) -> Substring.UnicodeScalarView {
        let scalars = name.unicodeScalars
        guard let separator = scalars.lastIndex(where: { $0 == "/" || $0 == "\\" }) else { return scalars[...] }
        return scalars[scalars.index(after: separator)...]
    }

    /// Invisible characters go; what a file system or a shell reads as syntax becomes `_`.
    private static func replaced(_ scalars: Substring.UnicodeScalarView) -> String {
        var name = String.UnicodeScalarView()
        for scalar in scalars where !DisplayText.isInvisible(scalar) {
            name.append(isSyntax(scalar) ? "_" : scalar)
        }
        return String(name)
    }

    private static func isSyntax(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ":", "*", "?", "\"", "<", ">", "|", "%": true
        // Characters that only look like a separator or a dot: fraction and division slashes, set minus, one dot
        // leader and the full-width forms.
        case "\u{2044}", "\u{2215}", "\u{2216}", "\u{29F5}", "\u{29F8}", "\u{29F9}", "\u{2024}", "\u{FE68}",
            "\u{FF0E}", "\u{FF0F}", "\u{FF1A}", "\u{FF3C}":
            true
        default: false
        }
    }

    private static func trimmed(_ name: String) -> String {
        var name = name[...]
        while let first = name.unicodeScalars.first, isLeadingRefused(first) { name.unicodeScalars.removeFirst() }
        while let last = name.unicodeScalars.last, last == "." || last.properties.isWhitespace {
            name.unicodeScalars.removeLast()
        }
        return String(name)
    }

    private static func isLeadingRefused(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "." || scalar == "-" || scalar == "~" || scalar.properties.isWhitespace
    }

    /// Devices that Windows finds under these names in every folder, whatever the extension.
    private static func isReserved(_ name: String) -> Bool {
        let stem = name.prefix { $0 != "." }.uppercased()
        let trimmedStem = stem.reversed().drop { $0 == " " }.reversed()
        let device = String(trimmedStem)
        if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"].contains(device) { return true }
        guard device.count == 4, device.hasPrefix("COM") || device.hasPrefix("LPT"), let digit = device.last else {
            return false
        }
        return digit.isASCII && digit.isNumber || "¹²³".contains(digit)
    }

    private static func shortened(_ name: String, maximumByteCount: Int) -> String {
        guard name.utf8.count > maximumByteCount else { return name }
        let (stem, ending) = split(name)
        return trimmed(prefix(of: stem, maximumByteCount: maximumByteCount - ending.utf8.count) + ending)
    }

    /// The name before its extension, and the extension with its dot; an overlong one is no extension.
    private static func split(_ name: String) -> (stem: String, ending: String) {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return (name, "") }
        let ending = name[dot...]
        return ending.utf8.count <= 20 ? (String(name[..<dot]), String(ending)) : (name, "")
    }

    private static func prefix(of text: String, maximumByteCount: Int) -> String {
        var shortened = String.UnicodeScalarView()
        var byteCount = 0
        for scalar in text.unicodeScalars {
            byteCount += UTF8.width(scalar)
            if byteCount > maximumByteCount { break }
            shortened.append(scalar)
        }
        return String(shortened)
    }
}
