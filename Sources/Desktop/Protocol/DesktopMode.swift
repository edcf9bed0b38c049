/// What gives way when the picture does not fit the line (FEATURES, display modes).
package enum DesktopMode: UInt8, CaseIterable, Sendable {
    /// Sharpness first: at rest the picture becomes visually exact, and frames come slower where the line is narrow.
    case standard = 0
    /// Frame rate first: resolution and quality give way.
    case sampling = 1
}
