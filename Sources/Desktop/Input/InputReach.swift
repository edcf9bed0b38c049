internal import CX11
internal import VPX

/// Where input may go: everywhere on a monitor, or into chosen windows and nothing beside them.
struct InputReach: Equatable {
    /// The part of the root window in which places are told.
    var bounds: PixelRectangle
    /// The windows directly below the root that may be reached; `nil` for all.
    var topLevels: Set<Window>?

    /// Whether input may not go everywhere.
    var isRestricted: Bool { topLevels != nil }

    /// Whether the topmost window at a place of the root may be reached. To be asked while the server is grabbed, and
    /// acted on before it is released, so that no window comes in between.
    func containsTopmost(x: Int, y: Int, on display: XDisplay) -> Bool {
        guard let topLevels else { return true }
        var (there, child): ((Int32, Int32), Window) = ((0, 0), 0)
        let root = display.root
        XTranslateCoordinates(
            display.handle, root, root, Int32(clamping: x), Int32(clamping: y), &there.0, &there.1, &child)
        return topLevels.contains(child)
    }

    /// Whether the window under the pointer may be reached; as `containsTopmost`.
    func containsPointer(on display: XDisplay) -> Bool {
        guard let topLevels else { return true }
        var (rootReturn, child): (Window, Window) = (0, 0)
        var place: (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        var mask: UInt32 = 0
        XQueryPointer(
            display.handle, display.root, &rootReturn, &child, &place.0, &place.1, &place.2, &place.3, &mask)
        return topLevels.contains(child)
    }

    /// Whether the window that keys go to may be reached; as `containsTopmost`.
    func containsFocus(on display: XDisplay) -> Bool {
        guard let topLevels else { return true }
        var (focus, revertTo): (Window, Int32) = (0, 0)
        XGetInputFocus(display.handle, &focus, &revertTo)
        if focus == Window(PointerRoot) { return containsPointer(on: display) }
        var isReachable = false
        _ = XErrorPolicy.accepted(on: display) {
            isReachable = display.topLevel(of: focus).map(topLevels.contains) ?? false
        }
        return isReachable
    }
}
