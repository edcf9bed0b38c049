internal import CX11
internal import VPX

/// One monitor as RandR describes it, in the root window's coordinates.
struct Monitor: Equatable {
    /// The server's number for the name, which stays when the geometry changes.
    var name: Atom
    /// The part of the root window that the monitor shows.
    var bounds: PixelRectangle
    /// Whether the person marked it as the main one.
    var isPrimary: Bool

    /// All active monitors, in the server's order.
    static func all(on display: XDisplay) -> [Monitor] {
        var count: Int32 = 0
        guard let monitors = XRRGetMonitors(display.handle, display.root, 1, &count) else { return [] }
        defer { XRRFreeMonitors(monitors) }
        return UnsafeBufferPointer(start: monitors, count: Int(max(0, count))).map { info in
            Monitor(
                name: info.name,
                bounds: PixelRectangle(
                    x: Int(info.x), y: Int(info.y), width: Int(info.width), height: Int(info.height)),
                isPrimary: info.primary != 0)
        }
    }

    /// The monitor to show: the one at `index`, or the primary one, or the first.
    ///
    /// - Throws: `DesktopError.noMonitor`, `DesktopError.waylandOnly`.
    static func choose(_ selection: MonitorSelection, on display: XDisplay) throws(DesktopError) -> Monitor {
        let monitors = all(on: display)
        if monitors.contains(where: { $0.isXwayland(on: display) }) { throw .waylandOnly }
        let choice =
            switch selection {
            case .primary: monitors.first(where: \.isPrimary) ?? monitors.first
            case .index(let index): monitors.indices.contains(Int(index)) ? monitors[Int(index)] : nil
            }
        guard let choice, !choice.bounds.isEmpty else { throw .noMonitor }
        return choice
    }

    /// The same monitor as it is now; `nil` when it was taken away.
    func refreshed(on display: XDisplay) -> Monitor? {
        Monitor.all(on: display).first { $0.name == name && !$0.bounds.isEmpty }
    }

    /// Whether the monitor is one of Xwayland's, whose root window stays black: its outputs are `XWAYLAND0`, ….
    private func isXwayland(on display: XDisplay) -> Bool {
        guard let text = XGetAtomName(display.handle, name) else { return false }
        defer { XFree(text) }
        return String(cString: text).hasPrefix("XWAYLAND")
    }
}
