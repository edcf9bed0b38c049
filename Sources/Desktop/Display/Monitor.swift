internal import CX11
internal import VPX

/// One monitor as RandR describes it, in the root window's coordinates.
struct Monitor: Equatable {
    /// The server's number for the name, which stays when the geometry changes.
    var identifier: MonitorIdentifier
    /// The name of the connector, such as `HDMI-1`, or what a person called a part of a screen.
    var connector: String
    /// What the monitor itself says it is; `nil` where it says nothing.
    var model: String?
    /// The part of the root window that the monitor shows.
    var bounds: PixelRectangle
    /// Whether the person marked it as the main one.
    var isPrimary: Bool

    /// All active monitors, in the server's order.
    static func all(on display: XDisplay) -> [Monitor] {
        var count: Int32 = 0
        guard let monitors = XRRGetMonitors(display.handle, display.root, 1, &count) else { return [] }
        defer { XRRFreeMonitors(monitors) }
        return UnsafeBufferPointer(start: monitors, count: Int(max(0, count))).compactMap { info in
            let bounds = PixelRectangle(
                x: Int(info.x), y: Int(info.y), width: Int(info.width), height: Int(info.height))
            guard !bounds.isEmpty else { return nil }
            return Monitor(
                identifier: MonitorIdentifier(rawValue: UInt32(truncatingIfNeeded: info.name)),
                connector: DisplayText.sanitize(display.name(of: info.name) ?? ""),
                model: info.noutput == 1 ? info.outputs.flatMap { model(of: $0.pointee, on: display) } : nil,
                bounds: bounds, isPrimary: info.primary != 0)
        }
    }

    /// The monitor to show, of those there are.
    static func choose(_ selection: MonitorSelection, of monitors: [Monitor]) -> Monitor? {
        switch selection {
        case .primary: monitors.first(where: \.isPrimary) ?? monitors.first
        case .index(let index): monitors.indices.contains(Int(index)) ? monitors[Int(index)] : nil
        case .identifier(let identifier): monitors.first { $0.identifier == identifier }
        }
    }

    /// Whether the monitor is one of Xwayland's before 23.1, whose root window stays black: `XWAYLAND0`, ….
    var isXwayland: Bool { connector.hasPrefix("XWAYLAND") }

    /// The monitor as a person chooses it.
    var description: DesktopMonitor {
        DesktopMonitor(
            identifier: identifier, name: model.map { "\(connector) (\($0))" } ?? connector,
            x: Int16(clamping: bounds.x), y: Int16(clamping: bounds.y), width: UInt16(clamping: bounds.width),
            height: UInt16(clamping: bounds.height), isPrimary: isPrimary)
    }

    private static func model(of output: RROutput, on display: XDisplay) -> String? {
        let property = XInternAtom(display.handle, "EDID", 1)
        guard property != Atom(None) else { return nil }
        var (type, format): (Atom, Int32) = (0, 0)
        var (count, rest): (UInt, UInt) = (0, 0)
        var data: UnsafeMutablePointer<UInt8>?
        // An output may go at any moment; then there is no name.
        let isRead = XErrorPolicy.accepted(on: display, endsWithReply: true) {
            XRRGetOutputProperty(
                display.handle, output, property, 0, EDID.longsRead, 0, 0, Atom(AnyPropertyType), &type, &format,
                &count, &rest, &data)
        }
        defer { if let data { XFree(data) } }
        guard isRead, format == 8, let data else { return nil }
        return EDID.model(of: Array(UnsafeBufferPointer(start: data, count: Int(count))))
    }
}
