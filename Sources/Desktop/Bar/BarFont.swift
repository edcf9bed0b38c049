internal import CX11

/// A font that has every character of the bar's text, found by fontconfig: names may be in any script.
struct BarFont: ~Copyable {
    /// Xft's font, valid for the value's life.
    let handle: UnsafeMutablePointer<XftFont>
    private let display: XDisplay

    /// - Throws: `DesktopError.noFont`.
    init(display: XDisplay, covering text: String) throws(DesktopError) {
        guard let handle = Self.open(display, covering: text) else { throw .noFont }
        self.handle = handle
        self.display = display
    }

    deinit {
        XftFontClose(display.handle, handle)
    }

    /// Pixels above the base line.
    var ascent: Int { Int(handle.pointee.ascent) }
    /// Pixels of a line.
    var height: Int { Int(handle.pointee.ascent + handle.pointee.descent) }

    /// Pixels from the start of the text to where more text would begin.
    func width(of text: String) -> Int {
        var extents = XGlyphInfo()
        let bytes = Array(text.utf8)
        XftTextExtentsUtf8(display.handle, handle, bytes, Int32(clamping: bytes.count), &extents)
        return Int(extents.xOff)
    }

    /// The text, cut at the end and marked with `…` when it is wider than `limit` pixels.
    func fit(_ text: String, into limit: Int) -> String {
        guard width(of: text) > limit else { return text }
        var shortened = text
        while !shortened.isEmpty, width(of: shortened + "…") > limit { shortened.removeLast() }
        return shortened + "…"
    }

    /// Asks for a sans-serif font of readable size. fontconfig weighs the characters higher than the family, so a
    /// Chinese name gets a Chinese font, which has the Latin letters as well.
    private static func open(_ display: XDisplay, covering text: String) -> UnsafeMutablePointer<XftFont>? {
        guard let pattern = FcPatternCreate(), let characters = FcCharSetCreate() else { return nil }
        defer {
            FcCharSetDestroy(characters)
            FcPatternDestroy(pattern)
        }
        for scalar in text.unicodeScalars { FcCharSetAddChar(characters, scalar.value) }
        FcPatternAddString(pattern, FC_FAMILY, "sans-serif")
        FcPatternAddDouble(pattern, FC_SIZE, 11)
        FcPatternAddCharSet(pattern, FC_CHARSET, characters)
        FcConfigSubstitute(nil, pattern, FcMatchPattern)
        XftDefaultSubstitute(display.handle, XDefaultScreen(display.handle), pattern)
        var result = FcResultMatch
        guard let match = FcFontMatch(nil, pattern, &result) else { return nil }
        // The font owns the match from here, if it opens.
        if let font = XftFontOpenPattern(display.handle, match) { return font }
        FcPatternDestroy(match)
        return nil
    }
}
