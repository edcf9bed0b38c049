internal import CX11
internal import VPX
internal import Wire

/// The bars of one sharing: one on each monitor that something is shown of.
struct SharingBars {
    private let display: XDisplay
    private var text: String
    private let label: String
    private var bars: [Place] = []

    private struct Place {
        var monitor: MonitorIdentifier
        var bar: SharingBar
    }

    /// Shows the bars; they are on the screen once the caller has called `XSync`.
    ///
    /// - Throws: `DesktopError.noFont`.
    init(display: XDisplay, text: String, label: String, monitors: [Monitor]) throws(DesktopError) {
        self.display = display
        self.text = DisplayText.sanitize(text)
        self.label = DisplayText.sanitize(label)
        try follow(monitors)
    }

    /// When `raiseIfDue` has something to do.
    var nextTimeout: Instant? { bars.compactMap { $0.bar.nextTimeout }.min() }

    /// Takes an event of the server's.
    func handle(_ event: XEvent, now: Instant) -> SharingBar.HandleResult {
        for place in bars {
            let result = place.bar.handle(event, now: now)
            if result != .notHandled { return result }
        }
        return .notHandled
    }

    /// Has each bar go on top again that something covers.
    func raiseIfDue(now: Instant) {
        for place in bars { place.bar.raiseIfDue(now: now) }
    }

    /// Has each bar say something else from now on.
    ///
    /// - Throws: `DesktopError.noFont`.
    mutating func show(_ text: String) throws(DesktopError) {
        self.text = DisplayText.sanitize(text)
        for place in bars { try place.bar.show(self.text) }
    }

    /// Puts a bar on each of these monitors and on no other; those that stay are never gone in between.
    ///
    /// - Throws: `DesktopError.noFont`.
    mutating func follow(_ monitors: [Monitor]) throws(DesktopError) {
        var next: [Place] = []
        var unused = bars.filter { place in !monitors.contains { $0.identifier == place.monitor } }
        for monitor in monitors {
            if let known = bars.first(where: { $0.monitor == monitor.identifier }) {
                known.bar.move(to: monitor.bounds)
                next.append(known)
            } else if let free = unused.popLast() {
                free.bar.move(to: monitor.bounds)
                next.append(Place(monitor: monitor.identifier, bar: free.bar))
            } else {
                let bar = try SharingBar(display: display, text: text, label: label, monitor: monitor.bounds)
                next.append(Place(monitor: monitor.identifier, bar: bar))
            }
        }
        bars = next
    }
}
