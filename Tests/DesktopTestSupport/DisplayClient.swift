import CX11

/// A program on the test's display: it draws windows, and moves pointer and keys by XTEST as a person would.
package final class DisplayClient {
    /// Held, because the connection must be closed before the server ends: Xlib ends the process on a lost one.
    private let server: VirtualDisplay
    let display: OpaquePointer
    private let root: Window

    /// A box on the display.
    package struct Box: Equatable {
        package var x: Int
        package var y: Int
        package var width: Int
        package var height: Int
    }

    /// Connects.
    ///
    /// - Throws: `VirtualDisplay.Unavailable`.
    package init(_ server: VirtualDisplay) throws {
        guard let display = XOpenDisplay(server.name) else {
            throw VirtualDisplay.Unavailable(description: "no X server at \(server.name)")
        }
        self.server = server
        self.display = display
        root = XDefaultRootWindow(display)
    }

    deinit {
        if server.isRunning { XCloseDisplay(display) }
    }

    /// Shows a window in one colour (`0xRRGGBB`), without a window manager's frame, and returns its number.
    ///
    /// - Parameters:
    ///   - colour: `nil` for a window that the server never paints: what it does not draw itself stays what it was.
    ///   - isManaged: whether a window manager, where there is one, is to give it a frame.
    ///   - owner: the window that it is a dialog or menu of.
    @discardableResult
    package func showWindow(
        x: Int, y: Int, width: Int, height: Int, colour: UInt?, isManaged: Bool = false, owner: UInt? = nil
    ) -> UInt {
        var attributes = XSetWindowAttributes()
        attributes.override_redirect = isManaged ? 0 : 1
        var mask = CWOverrideRedirect
        if let colour {
            attributes.background_pixel = colour
            mask |= CWBackPixel
        }
        let window = XCreateWindow(
            display, root, Int32(x), Int32(y), UInt32(width), UInt32(height), 0, 0, UInt32(InputOutput), nil,
            UInt(mask), &attributes)
        if let owner { XSetTransientForHint(display, window, owner) }
        XMapWindow(display, window)
        XSync(display, 0)
        return window
    }

    /// Draws a box of a window once.
    package func draw(_ window: UInt, x: Int, y: Int, width: Int, height: Int, colour: UInt) {
        let context = XCreateGC(display, window, 0, nil)
        XSetForeground(display, context, colour)
        XFillRectangle(display, window, context, Int32(x), Int32(y), UInt32(width), UInt32(height))
        XFreeGC(display, context)
        XSync(display, 0)
    }

    /// Moves a window to another place, in another size.
    package func place(_ window: UInt, x: Int, y: Int, width: Int, height: Int) {
        XMoveResizeWindow(display, window, Int32(x), Int32(y), UInt32(width), UInt32(height))
        XSync(display, 0)
    }

    /// Shows a hidden window again.
    package func show(_ window: UInt) {
        XMapWindow(display, window)
        XSync(display, 0)
    }

    /// Puts a window above all others.
    package func raise(_ window: UInt) {
        XRaiseWindow(display, window)
        XSync(display, 0)
    }

    /// Takes a window away for ever.
    package func destroy(_ window: UInt) {
        XDestroyWindow(display, window)
        XSync(display, 0)
    }

    /// Paints a window anew.
    package func paint(_ window: UInt, colour: UInt) {
        XSetWindowBackground(display, window, colour)
        XClearWindow(display, window)
        XSync(display, 0)
    }

    /// Takes a window off the screen, also another program's.
    package func hide(_ window: UInt) {
        XUnmapWindow(display, window)
        XSync(display, 0)
    }

    /// The window of this name directly below the root, with its box.
    package func findWindow(named name: String) -> (window: UInt, box: Box)? {
        windows(named: name).first.map { ($0, box(of: $0)) }
    }

    /// The windows of this name directly below the root.
    package func windows(named name: String) -> [UInt] {
        stackingOrder.filter { window in
            var text: UnsafeMutablePointer<CChar>?
            guard XFetchName(display, window, &text) != 0, let text else { return false }
            defer { XFree(text) }
            return String(cString: text) == name
        }
    }

    /// Whether a window manager takes care of the windows that are shown from now on.
    package var hasWindowManager: Bool {
        var (type, format, count, rest): (Atom, Int32, UInt, UInt) = (0, 0, 0, 0)
        var data: UnsafeMutablePointer<UInt8>?
        XGetWindowProperty(
            display, root, XInternAtom(display, "_NET_SUPPORTING_WM_CHECK", 0), 0, 1, 0, Atom(AnyPropertyType), &type,
            &format, &count, &rest, &data)
        if let data { XFree(data) }
        return count == 1
    }

    /// The windows directly below the root, from the lowest to the highest.
    package var stackingOrder: [UInt] {
        XSync(display, 0)
        var (rootReturn, parent): (Window, Window) = (0, 0)
        var children: UnsafeMutablePointer<Window>?
        var count: UInt32 = 0
        guard XQueryTree(display, root, &rootReturn, &parent, &children, &count) != 0, let children else { return [] }
        defer { XFree(children) }
        return UnsafeBufferPointer(start: children, count: Int(count)).map { UInt($0) }
    }

    /// Sets a monitor by RandR's monitor object, because Xvfb knows one screen in one resolution.
    ///
    /// - Parameter hasScreen: whether it stands for that screen; one of them must, and is the primary one.
    package func setMonitor(
        _ name: String = "desk", x: Int = 0, y: Int = 0, width: Int, height: Int, hasScreen: Bool = true
    ) {
        guard let resources = XRRGetScreenResources(display, root),
            let monitor = XRRAllocateMonitor(display, hasScreen ? 1 : 0)
        else { return }
        defer {
            XRRFreeMonitors(monitor)
            XRRFreeScreenResources(resources)
        }
        let name = XInternAtom(display, name, 0)
        monitor.pointee.name = name
        monitor.pointee.primary = hasScreen ? 1 : 0
        monitor.pointee.automatic = 0
        (monitor.pointee.x, monitor.pointee.y) = (Int32(x), Int32(y))
        (monitor.pointee.width, monitor.pointee.height) = (Int32(width), Int32(height))
        (monitor.pointee.mwidth, monitor.pointee.mheight) = (Int32(width / 4), Int32(height / 4))
        if hasScreen { monitor.pointee.outputs[0] = resources.pointee.outputs[0] }
        // A monitor is changed by taking it away and setting it anew; nobody sees the moment in between.
        XGrabServer(display)
        if hasMonitor(name) { XRRDeleteMonitor(display, root, name) }
        XRRSetMonitor(display, root, monitor)
        XUngrabServer(display)
        XSync(display, 0)
    }

    /// Takes a monitor away.
    package func removeMonitor(_ name: String) {
        XRRDeleteMonitor(display, root, XInternAtom(display, name, 0))
        XSync(display, 0)
    }

    /// Moves the pointer.
    package func movePointer(x: Int, y: Int) {
        XTestFakeMotionEvent(display, 0, Int32(x), Int32(y), 0)
        XSync(display, 0)
    }

    /// Puts the pointer elsewhere as a program does, which is no motion of a device.
    package func warpPointer(x: Int, y: Int) {
        XWarpPointer(display, 0, root, 0, 0, 0, 0, Int32(x), Int32(y))
        XSync(display, 0)
    }

    /// Moves the pointer and presses and releases its first button.
    package func click(x: Int, y: Int) {
        movePointer(x: x, y: y)
        XTestFakeButtonEvent(display, 1, 1, 0)
        XTestFakeButtonEvent(display, 1, 0, 0)
        XSync(display, 0)
    }

    /// Presses the keys one after the other and releases them in the opposite order.
    package func press(_ keys: [Key]) {
        let keyCodes = keys.map { UInt32(XKeysymToKeycode(display, KeySym($0.rawValue))) }
        for keyCode in keyCodes { XTestFakeKeyEvent(display, keyCode, 1, 0) }
        for keyCode in keyCodes.reversed() { XTestFakeKeyEvent(display, keyCode, 0, 0) }
        XSync(display, 0)
    }

    /// A key by its symbol.
    package enum Key: Int, Sendable {
        case control = 0xFFE3
        case alt = 0xFFE9
        case end = 0xFF57
        case capsLock = 0xFFE5
        case numLock = 0xFF7F
    }

    private func hasMonitor(_ name: Atom) -> Bool {
        var count: Int32 = 0
        guard let monitors = XRRGetMonitors(display, root, 0, &count) else { return false }
        defer { XRRFreeMonitors(monitors) }
        return UnsafeBufferPointer(start: monitors, count: Int(count)).contains { $0.name == name }
    }

    private func box(of window: Window) -> Box {
        var attributes = XWindowAttributes()
        XGetWindowAttributes(display, window, &attributes)
        return Box(
            x: Int(attributes.x), y: Int(attributes.y), width: Int(attributes.width), height: Int(attributes.height))
    }
}
