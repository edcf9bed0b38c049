/// Whether this machine's desktop can be shown, known before anyone is asked for it.
package enum DesktopAvailability: Int32, Equatable, Sendable {
    /// It can.
    case available = 0
    /// No X server answers.
    case noDisplay = 20
    /// The session is a Wayland session: its X server holds no picture of the desktop.
    case waylandOnly = 21
    /// The X server lacks something that capture needs.
    case unsuitableDisplay = 22
    /// An X server answers and does not let this program in.
    case displayRefused = 23

    /// Connects and looks; ends the process when the server goes away meanwhile, so only the child calls it.
    static func probe() -> DesktopAvailability {
        do throws(DesktopError) {
            let display = try XDisplay()
            _ = try ScreenCapture(display: display)
            return .available
        } catch {
            switch error {
            case .noDisplay, .noMonitor: return .noDisplay
            case .waylandOnly: return .waylandOnly
            case .displayRefused: return .displayRefused
            default: return .unsuitableDisplay
            }
        }
    }
}
