import QRCode

/// A session's link as a QR code.
enum LinkDrawing {
    /// An SVG document; `nil` for a link that no code holds, which the page then shows as text alone.
    static func svg(of link: String) -> String? {
        try? QRCode(link).svg
    }
}
