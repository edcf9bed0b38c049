import CX11

/// A program on the test's display: it draws windows, and moves pointer and keys by XTEST as a person would.
package final class DisplayClient {
    /// Held, because the connection must be closed before the server ends: Xlib ends the process on a lost one.
    private let server: VirtualDisplay
    private let display: OpaquePointer
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
    @discardableResult
    package func showWindow(x: Int, y: Int, width: Int, height: Int, colour: UInt) -> UInt {
        var attributes = XSetWindowAttributes()
        attributes.override_redirect = 1
        attributes.background_pixel = colour
        let window = XCreateWindow(
            display, root, Int32(x), Int32(y), UInt32(width), UInt32(height), 0, 0, UInt32(InputOutput), nil,
            UInt(CWOverrideRedirect | CWBackPixel), &attributes)
        XMapWindow(display, window)
        XSync(display, 0)
        return window
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
        for window in stackingOrder {
            var text: UnsafeMutablePointer<CChar>?
            guard XFetchName(display, window, &text) != 0, let text else { continue }
            defer { XFree(text) }
            if String(cString: text) == name { return (window, box(of: window)) }
        }
        return nil
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

    /// Sets the size of the display's only monitor, by RandR's monitor object: Xvfb knows no second resolution.
    package func setMonitor(width: Int, height: Int) {
        guard let resources = XRRGetScreenResources(display, root), let monitor = XRRAllocateMonitor(display, 1) else {
            return
        }
        defer {
            XRRFreeMonitors(monitor)
            XRRFreeScreenResources(resources)
        }
        let name = XInternAtom(display, "desk", 0)
        monitor.pointee.name = name
        monitor.pointee.primary = 1
        monitor.pointee.automatic = 0
        (monitor.pointee.x, monitor.pointee.y) = (0, 0)
        (monitor.pointee.width, monitor.pointee.height) = (Int32(width), Int32(height))
        (monitor.pointee.mwidth, monitor.pointee.mheight) = (Int32(width / 4), Int32(height / 4))
        monitor.pointee.outputs[0] = resources.pointee.outputs[0]
        // A monitor is changed by taking it away and setting it anew; nobody sees the moment in between.
        XGrabServer(display)
        if hasMonitor(name) { XRRDeleteMonitor(display, root, name) }
        XRRSetMonitor(display, root, monitor)
        XUngrabServer(display)
        XSync(display, 0)
    }

    /// Moves the pointer.
    package func movePointer(x: Int, y: Int) {
        XTestFakeMotionEvent(display, 0, Int32(x), Int32(y), 0)
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
