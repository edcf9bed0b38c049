internal import CX11

/// The application windows there are, as the window manager tells (EWMH, `_NET_CLIENT_LIST_STACKING`).
struct WindowList {
    /// More windows than this are not looked at.
    private static let maximumCount = 4_096
    /// Windows that fill what lies behind or beside the programs.
    private static let otherTypes = ["_NET_WM_WINDOW_TYPE_DESKTOP", "_NET_WM_WINDOW_TYPE_DOCK"]

    /// The lowest first.
    let windows: [Window]

    /// Asks the server; to be called within `XErrorPolicy.accepted`.
    init(display: XDisplay) {
        let root = display.root
        var windows = display.numbers("_NET_CLIENT_LIST_STACKING", of: root, limit: Self.maximumCount)
        if windows.isEmpty { windows = display.numbers("_NET_CLIENT_LIST", of: root, limit: Self.maximumCount) }
        if windows.isEmpty { windows = Self.windowsWithoutManager(on: display) }
        self.windows = windows.filter { window in
            !Self.otherTypes.contains { display.has($0, in: "_NET_WM_WINDOW_TYPE", of: window) }
        }
    }

    /// The windows as a person chooses them.
    func describe(on display: XDisplay) -> [DesktopWindow] {
        windows.compactMap { window in
            guard display.attributes(of: window) != nil else { return nil }
            // Instance, null, class, null.
            let names = (display.text("WM_CLASS", of: window) ?? "").split(separator: "\0")
            return DesktopWindow(
                identifier: WindowIdentifier(rawValue: UInt32(truncatingIfNeeded: window)),
                process: display.numbers("_NET_WM_PID", of: window).first.flatMap { UInt32(exactly: $0) }
                    .flatMap { $0 == 0 ? nil : $0 },
                title: DisplayText.sanitize(display.title(of: window)),
                program: DisplayText.sanitize(names.last.map(String.init) ?? ""))
        }
    }

    /// Without a window manager every window below the root is a program's, unless it asked not to be managed.
    private static func windowsWithoutManager(on display: XDisplay) -> [Window] {
        (display.tree(of: display.root)?.children ?? []).filter { window in
            guard let attributes = display.attributes(of: window) else { return false }
            return attributes.map_state == IsViewable && attributes.override_redirect == 0
                && attributes.class == InputOutput
        }
    }
}
