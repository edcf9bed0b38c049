internal import CX11
internal import VPX

/// The bar's window with what it is drawn with, owned together because they must be freed in one order.
struct BarWindow: ~Copyable {
    /// The bar's colour, as a pixel of a 24-bit visual; capture refuses other visuals.
    private static let backgroundPixel: UInt = 0x1B1F24
    /// The button's colour; white on it has a contrast of 5.9 to 1.
    private static let buttonPixel: UInt = 0xC0262D

    /// The window's number.
    let identifier: Window
    private let display: XDisplay
    private let context: GC?
    private let draw: OpaquePointer?
    private var white = XftColor()

    /// Shows the window above all others.
    init(display: XDisplay, box: PixelRectangle) {
        let screen = XDefaultScreen(display.handle)
        let visual = XDefaultVisual(display.handle, screen)
        let colormap = XDefaultColormap(display.handle, screen)
        self.display = display
        identifier = Self.makeWindow(display, box)
        context = XCreateGC(display.handle, identifier, 0, nil)
        draw = XftDrawCreate(display.handle, identifier, visual, colormap)
        var colour = XRenderColor(red: .max, green: .max, blue: .max, alpha: .max)
        XftColorAllocValue(display.handle, visual, colormap, &colour, &white)
        XMapRaised(display.handle, identifier)
    }

    deinit {
        // The window last: with it the server frees the picture that Xft draws on, and Xft would free it again.
        if let draw { XftDrawDestroy(draw) }
        if let context { XFreeGC(display.handle, context) }
        XDestroyWindow(display.handle, identifier)
    }

    /// Draws everything; the bar is small.
    func paint(_ layout: BarLayout, label: String, font: borrowing BarFont) {
        fill(
            PixelRectangle(x: 0, y: 0, width: layout.window.width, height: layout.window.height), Self.backgroundPixel)
        fill(layout.button, Self.buttonPixel)
        write(layout.text, at: layout.textOrigin, font)
        write(label, at: layout.labelOrigin, font)
    }

    /// Goes to another place without a change of size.
    func move(x: Int, y: Int) {
        XMoveWindow(display.handle, identifier, Int32(x), Int32(y))
    }

    /// Takes another place and size; whoever calls paints anew.
    func place(_ box: PixelRectangle) {
        XMoveResizeWindow(
            display.handle, identifier, Int32(box.x), Int32(box.y), UInt32(box.width), UInt32(box.height))
    }

    /// Goes above all other windows.
    func raise() {
        XRaiseWindow(display.handle, identifier)
    }

    private func fill(_ box: PixelRectangle, _ pixel: UInt) {
        XSetForeground(display.handle, context, pixel)
        XFillRectangle(
            display.handle, identifier, context, Int32(box.x), Int32(box.y), UInt32(box.width), UInt32(box.height))
    }

    private func write(_ text: String, at origin: (x: Int, y: Int), _ font: borrowing BarFont) {
        let bytes = Array(text.utf8)
        withUnsafePointer(to: white) { colour in
            XftDrawStringUtf8(
                draw, colour, font.handle, Int32(origin.x), Int32(origin.y), bytes, Int32(clamping: bytes.count))
        }
    }

    private static func makeWindow(_ display: XDisplay, _ box: PixelRectangle) -> Window {
        var attributes = XSetWindowAttributes()
        attributes.override_redirect = 1
        attributes.background_pixel = backgroundPixel
        attributes.event_mask =
            ExposureMask | ButtonPressMask | ButtonReleaseMask | Button1MotionMask | VisibilityChangeMask
            | StructureNotifyMask
        let window = XCreateWindow(
            display.handle, display.root, Int32(box.x), Int32(box.y), UInt32(box.width), UInt32(box.height), 0, 0,
            UInt32(InputOutput), nil, UInt(CWOverrideRedirect | CWBackPixel | CWEventMask), &attributes)
        XStoreName(display.handle, window, "Nearhand")
        return window
    }
}
