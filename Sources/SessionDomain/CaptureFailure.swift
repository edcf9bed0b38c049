/// Why a native node cannot show its desktop, or shows it no longer, in terms that a person can act on.
package enum CaptureFailure: String, Codable, CaseIterable, Sendable {
    /// No X server answers.
    case noDisplay
    /// An X server answers and does not let the node in.
    case displayRefused
    /// The session is a Wayland session, whose X server holds no picture of the desktop.
    case wayland
    /// The X server lacks something that capture needs.
    case unsuitableDisplay
    /// The connection to the X server broke, or the monitor was taken away.
    case displayLost
    /// The bar was hidden or destroyed, and nobody may be shown what nobody can stop.
    case barLost
    /// The windows that were shown were closed.
    case windowsClosed
    /// The process that captures died, or could not be started.
    case broken

    /// What the person whose desktop it is is told.
    var customerNotice: NoticeKey {
        switch self {
        case .noDisplay: .captureNoDisplay
        case .displayRefused: .captureDisplayRefused
        case .wayland: .captureWayland
        case .unsuitableDisplay: .captureUnsuitableDisplay
        case .displayLost: .captureDisplayLost
        case .barLost: .captureBarLost
        case .windowsClosed: .shareWindowsClosed
        case .broken: .captureBroken
        }
    }

    /// What the person who asked to see it is told.
    var hostNotice: NoticeKey {
        switch self {
        case .noDisplay: .viewNoDisplay
        case .displayRefused: .viewDisplayRefused
        case .wayland: .viewWayland
        case .unsuitableDisplay: .viewUnsuitableDisplay
        case .displayLost: .viewDisplayLost
        case .windowsClosed: .viewWindowsClosed
        case .barLost, .broken: .viewFailed
        }
    }
}
