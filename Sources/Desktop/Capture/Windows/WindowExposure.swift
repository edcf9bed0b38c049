internal import CX11
internal import VPX

// What the screen shows of a window, and how to have the rest drawn. To be called within `XErrorPolicy.accepted`.
extension XDisplay {
    /// More windows inside one are not asked to draw themselves.
    private static let maximumPaintedWindows = 512

    /// Adds to a region, in the window's coordinates, what the screen shows of the window: what is not covered, not
    /// beyond its frame or the screen, and within its shape. The server should be grabbed.
    func addSeen(of window: Window, box: PixelRectangle, to region: XserverRegion) {
        var rectangles = visibleBoxes(of: window, box).map {
            XRectangle(
                x: Int16(clamping: $0.x - box.x), y: Int16(clamping: $0.y - box.y), width: UInt16(clamping: $0.width),
                height: UInt16(clamping: $0.height))
        }
        XFixesSetRegion(handle, region, &rectangles, Int32(rectangles.count))
        var inner = window
        // The window's own shape, then those of the frames around it.
        while inner != root, let parent = tree(of: inner)?.parent, parent != Window(None) {
            let shape = XFixesCreateRegionFromWindow(handle, inner, Int32(WindowRegionBounding))
            var (x, y, child): (Int32, Int32, Window) = (0, 0, 0)
            XTranslateCoordinates(handle, inner, window, 0, 0, &x, &y, &child)
            XFixesTranslateRegion(handle, shape, x, y)
            XFixesIntersectRegion(handle, region, region, shape)
            XFixesDestroyRegion(handle, shape)
            inner = parent
        }
    }

    /// Has the window's program draw what is not its own yet.
    func requestPainting(of window: Window, in backing: WindowBacking) {
        let whole = PixelRectangle(
            x: 0, y: 0, width: backing.geometry.box.width, height: backing.geometry.box.height)
        let missing = (backing.ownBoxes ?? [whole]).reduce([whole]) { $0.subtracting($1) }
        var count = 0
        requestPainting(of: window, boxes: missing, &count)
    }

    private func requestPainting(of window: Window, boxes: [PixelRectangle], _ count: inout Int) {
        count += 1
        if boxes.isEmpty || count > Self.maximumPaintedWindows { return }
        for box in boxes {
            // A window that only takes input refuses this.
            XClearArea(handle, window, Int32(box.x), Int32(box.y), UInt32(box.width), UInt32(box.height), 1)
        }
        for child in tree(of: window)?.children ?? [] {
            guard let attributes = self.attributes(of: child), attributes.map_state == IsViewable else { continue }
            let area = PixelRectangle(
                x: Int(attributes.x + attributes.border_width), y: Int(attributes.y + attributes.border_width),
                width: Int(attributes.width), height: Int(attributes.height))
            let inside = boxes.intersection(area).map { $0.relative(toX: area.x, y: area.y) }
            requestPainting(of: child, boxes: inside, &count)
        }
    }

    /// The boxes of a window, in the root window's coordinates, that nothing covers.
    private func visibleBoxes(of window: Window, _ box: PixelRectangle) -> [PixelRectangle] {
        // A compositing manager has given each window below the root its own pixels before.
        let isComposited = XGetSelectionOwner(handle, atom("_NET_WM_CM_S\(XDefaultScreen(handle))")) != Window(None)
        var boxes = [box]
        var inner = window
        while inner != root, let parent = tree(of: inner)?.parent, let siblings = tree(of: parent)?.children {
            if parent == root, isComposited { break }
            if let area = self.box(of: parent) { boxes = boxes.intersection(area) }
            for sibling in siblings.drop(while: { $0 != inner }).dropFirst() {
                if let cover = coveringBox(of: sibling) { boxes = boxes.subtracting(cover) }
            }
            inner = parent
        }
        return boxes
    }

    /// The part of the root window that a window draws on with its border; `nil` when it draws on none.
    private func coveringBox(of window: Window) -> PixelRectangle? {
        guard let attributes = self.attributes(of: window), attributes.map_state == IsViewable,
            attributes.class == InputOutput, var box = self.box(of: window)
        else { return nil }
        let border = Int(attributes.border_width)
        box.x -= border
        box.y -= border
        box.width += 2 * border
        box.height += 2 * border
        return box
    }

    private func box(of window: Window) -> PixelRectangle? {
        guard let attributes = self.attributes(of: window) else { return nil }
        var (x, y, child): (Int32, Int32, Window) = (0, 0, 0)
        XTranslateCoordinates(handle, window, root, 0, 0, &x, &y, &child)
        return PixelRectangle(
            x: Int(x), y: Int(y), width: Int(attributes.width), height: Int(attributes.height))
    }
}
