internal import CX11
internal import VPX
internal import Wire

/// The bar that says who sees the screen, with the button that ends it.
///
/// No window manager may touch it (override-redirect). It goes back on top when something covers it, and when another
/// program hides or destroys it, sharing ends.
final class SharingBar {
    /// Time between two raises, so that a program that keeps raising itself cannot keep this one busy.
    private static let raiseInterval: Duration = .milliseconds(100)

    private let display: XDisplay
    private var text: String
    private let label: String
    private var font: BarFont
    private let window: BarWindow
    private var monitor: PixelRectangle
    private var layout: BarLayout
    private var coverage = Coverage.uncovered
    /// Where in the bar it is held while it is dragged.
    private var grip: (x: Int, y: Int)?

    private enum Coverage {
        case uncovered
        /// Something lies over the bar; raise it at this time.
        case covered(raiseAt: Instant)
        /// It was raised a moment ago.
        case raised(at: Instant)
    }

    /// Shows the bar on a monitor; it is on the screen once the caller has called `XSync`.
    ///
    /// - Parameters:
    ///   - text: without what could break the line.
    ///   - label: as the text.
    /// - Throws: `DesktopError.noFont`.
    init(display: XDisplay, text: String, label: String, monitor: PixelRectangle) throws(DesktopError) {
        self.display = display
        self.text = text
        self.label = label
        self.monitor = monitor
        font = try BarFont(display: display, covering: text + label + "…")
        layout = BarLayout(text: text, label: label, font: font, monitor: monitor)
        window = BarWindow(display: display, box: layout.window)
        window.paint(layout, label: label, font: font)
    }

    /// When `raiseIfDue` has something to do.
    var nextTimeout: Instant? {
        if case .covered(let raiseAt) = coverage { raiseAt } else { nil }
    }

    /// What an event means for the caller.
    enum HandleResult: Equatable {
        /// Not an event of the bar's.
        case notHandled
        case handled
        /// *Stop* was pressed.
        case stop
        /// The bar is not on the screen any more.
        case lost
    }

    /// Takes an event of the server's.
    func handle(_ event: XEvent, now: Instant) -> HandleResult {
        guard event.xany.window == window.identifier else { return .notHandled }
        switch event.type {
        case Expose: window.paint(layout, label: label, font: font)
        case ButtonPress: return press(event.xbutton)
        case ButtonRelease: grip = nil
        case MotionNotify: drag(event.xmotion)
        case VisibilityNotify: noteCoverage(event.xvisibility.state, now)
        case UnmapNotify, DestroyNotify: return .lost
        default: break
        }
        return .handled
    }

    /// Goes on top again, if something covers the bar and the last raise was long enough ago.
    func raiseIfDue(now: Instant) {
        guard case .covered(let raiseAt) = coverage, raiseAt <= now else { return }
        window.raise()
        coverage = .raised(at: now)
    }

    /// Takes its place on another monitor, or on one that has another size or place now; on the same one it stays where
    /// it was dragged to.
    func move(to monitor: PixelRectangle) {
        guard monitor != self.monitor else { return }
        self.monitor = monitor
        layout = BarLayout(text: text, label: label, font: font, monitor: monitor)
        grip = nil
        window.place(layout.window)
        window.paint(layout, label: label, font: font)
    }

    /// Says something else from now on.
    /// - Parameter text: without what could break the line.
    /// - Throws: `DesktopError.noFont`.
    func show(_ text: String) throws(DesktopError) {
        font = try BarFont(display: display, covering: text + label + "…")
        self.text = text
        layout = BarLayout(text: text, label: label, font: font, monitor: monitor)
        grip = nil
        window.place(layout.window)
        window.paint(layout, label: label, font: font)
    }

    private func press(_ event: XButtonEvent) -> HandleResult {
        guard event.button == Button1 else { return .handled }
        let place = PixelRectangle(x: Int(event.x), y: Int(event.y), width: 1, height: 1)
        // On the press, not on the release: stopping needs no second thought.
        if !layout.button.intersection(place).isEmpty { return .stop }
        grip = (Int(event.x), Int(event.y))
        return .handled
    }

    private func drag(_ event: XMotionEvent) {
        guard let grip else { return }
        layout.window.x = Int(event.x_root) - grip.x
        layout.window.y = Int(event.y_root) - grip.y
        window.move(x: layout.window.x, y: layout.window.y)
    }

    private func noteCoverage(_ visibility: Int32, _ now: Instant) {
        guard visibility != VisibilityUnobscured else { return }
        coverage =
            if case .raised(let time) = coverage {
                .covered(raiseAt: max(now, time + Self.raiseInterval))
            } else {
                .covered(raiseAt: now)
            }
    }
}
