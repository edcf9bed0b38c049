internal import CX11
internal import VPX

/// A window's own pixels on the server (XComposite), of one size; they stay readable when the window is resized or
/// closed.
///
/// The server fills a new backing with what is on the screen in the window's place, other programs' windows included.
/// So pixels count only where the window itself was seen before, or where something was drawn into it since.
final class WindowBacking {
    /// The window's place within the root window and its size, with its border in pixels.
    struct Geometry: Equatable {
        var box: PixelRectangle
        var border: Int
        var depth: UInt32
    }

    /// Size, border and depth as of the making; the place is what `place` said last.
    private(set) var geometry: Geometry
    /// Where the window's own pixels are, in its coordinates; `nil` when that is everywhere.
    private(set) var ownBoxes: [PixelRectangle]?
    private let display: XDisplay
    private let pixmap: Pixmap
    private let own: XserverRegion

    /// Names the window's present pixels.
    ///
    /// - Parameter seen: a region in the window's coordinates that shows its own pixels; becomes the backing's.
    /// - Returns: `nil` when the window has none: it is not on the screen any more.
    init?(display: XDisplay, window: Window, geometry: Geometry, seen: XserverRegion) {
        var pixmap = Pixmap(None)
        let isNamed = XErrorPolicy.accepted(on: display) {
            pixmap = XCompositeNameWindowPixmap(display.handle, window)
        }
        guard isNamed else {
            XFixesDestroyRegion(display.handle, seen)
            return nil
        }
        self.display = display
        self.pixmap = pixmap
        self.geometry = geometry
        own = seen
        ownBoxes = []
        followOwnBoxes()
    }

    deinit {
        XFixesDestroyRegion(display.handle, own)
        XFreePixmap(display.handle, pixmap)
    }

    /// Whether every pixel is the window's own.
    var isWhole: Bool { ownBoxes == nil }

    /// Takes note that something was drawn in a region on the server, in the window's coordinates.
    func add(_ drawn: XserverRegion) {
        guard ownBoxes != nil else { return }
        XFixesUnionRegion(display.handle, own, own, drawn)
        followOwnBoxes()
    }

    /// Goes to another place without a change of size.
    func place(x: Int, y: Int) {
        (geometry.box.x, geometry.box.y) = (x, y)
    }

    /// What to read for the window's pixels, and how far its first pixel lies from the backing's.
    var source: (PixelReader.Source, offset: Int) {
        (PixelReader.Source(drawable: pixmap, depth: geometry.depth), geometry.border)
    }

    private func followOwnBoxes() {
        let whole = PixelRectangle(x: 0, y: 0, width: geometry.box.width, height: geometry.box.height)
        let boxes = display.boxes(of: own).intersection(whole)
        ownBoxes = boxes.contains(whole) ? nil : boxes
    }
}
