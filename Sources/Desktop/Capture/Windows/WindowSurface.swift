internal import CX11
internal import VPX
internal import Wire

/// One window that is drawn into pixels of its own instead of onto the screen, for as long as the object lives.
///
/// While a new backing (after a new size, or of a window that just came) is not drawn whole yet, the old one stays in
/// the picture, for a moment: a window that draws only parts of itself is shown with a neutral rest then.
final class WindowSurface {
    /// A new backing is waited for no longer than this.
    private static let patience: Duration = .milliseconds(250)
    /// A window that is being resized is shown in a new size no more often than this.
    private static let resizeInterval: Duration = .milliseconds(150)

    /// The window.
    let window: Window
    /// The window directly below the root that holds it.
    private(set) var topLevel: Window
    /// Whether it is a menu or a hint.
    let member: WindowFamily.Member
    /// Pixels at each border that the program draws its shadow in: left, right, top, bottom.
    private(set) var frameExtents: [Int] = [0, 0, 0, 0]
    /// What is shown; `nil` until the first backing is drawn.
    private(set) var shown: WindowBacking?
    private var coming: Coming?
    private var damage: DamageTracker
    /// The server has taken the pixels away that the newest backing names.
    private var isUnmapped = false
    private var isResized = false
    private let display: XDisplay

    private struct Coming {
        var backing: WindowBacking
        /// When the window began to be what it is becoming.
        var since: Instant
    }

    /// Redirects a window.
    ///
    /// - Parameter isOld: whether what the person sees of it now is its own; not so of a window that just came.
    /// - Returns: `nil` when the window is gone or cannot be read.
    init?(display: XDisplay, member: WindowFamily.Member, topLevel: Window, isOld: Bool, now: Instant) {
        let window = member.window
        self.display = display
        self.window = window
        self.member = member
        self.topLevel = topLevel
        damage = DamageTracker(display: display, window: window)
        XSelectInput(display.handle, window, StructureNotifyMask)
        // What covers the window is looked at and then stays where it is until the window has its own pixels.
        if isOld { XGrabServer(display.handle) }
        defer { if isOld { XUngrabServer(display.handle) } }
        guard let geometry = Self.geometry(of: window, on: display) else { return nil }
        let seen = XFixesCreateRegion(display.handle, nil, 0)
        if isOld { display.addSeen(of: window, box: geometry.box, to: seen) }
        XCompositeRedirectWindow(display.handle, window, CompositeRedirectAutomatic)
        guard let backing = WindowBacking(display: display, window: window, geometry: geometry, seen: seen) else {
            return nil
        }
        frameExtents = Self.frameExtents(of: window, on: display)
        accept(backing, now: now)
    }

    deinit {
        let (display, window) = (display, window)
        _ = XErrorPolicy.accepted(on: display) {
            XSelectInput(display.handle, window, NoEventMask)
            XCompositeUnredirectWindow(display.handle, window, CompositeRedirectAutomatic)
        }
    }

    /// Whether something was drawn that `fetchChanges` has not told.
    var hasDamage: Bool { damage.hasDamage }
    /// When `settle` has something to do.
    var nextTimeout: Instant? {
        coming.map { $0.since + ($0.backing.isWhole && shown != nil ? Self.resizeInterval : Self.patience) }
    }
    /// The shown part within the root window; `nil` while nothing is shown.
    var box: PixelRectangle? { shown.flatMap { visiblePart(of: $0) } }
    /// The part within the root window that is shown or will be; `nil` when there is none.
    var outline: PixelRectangle? { box ?? coming.flatMap { visiblePart(of: $0.backing) } }

    /// Without the shadow that the program draws around the window.
    private func visiblePart(of backing: WindowBacking) -> PixelRectangle? {
        var box = backing.geometry.box
        box.x += frameExtents[0]
        box.y += frameExtents[2]
        box.width -= frameExtents[0] + frameExtents[1]
        box.height -= frameExtents[2] + frameExtents[3]
        return box.isEmpty ? nil : box
    }

    /// Takes note of an event; `false` when it is not about this window's damage.
    func handle(_ event: XEvent) -> Bool {
        switch event.type {
        case UnmapNotify where [window, topLevel].contains(event.xunmap.window): isUnmapped = true
        case ConfigureNotify where event.xconfigure.window == window:
            // Another size may have come and gone until the window is looked at.
            guard let geometry = (coming?.backing ?? shown)?.geometry else { break }
            let told = event.xconfigure
            if (Int(told.width), Int(told.height), Int(told.border_width))
                != (geometry.box.width, geometry.box.height, geometry.border)
            {
                isResized = true
            }
        default: break
        }
        return damage.handle(event)
    }

    /// Follows the window's place and size, and the frame it is in.
    ///
    /// - Returns: `false` when the window is not on the screen any more, or was not in between.
    func follow(topLevel: Window, now: Instant) -> Bool {
        self.topLevel = topLevel
        guard !isUnmapped, let geometry = Self.geometry(of: window, on: display) else { return false }
        frameExtents = Self.frameExtents(of: window, on: display)
        shown?.place(x: geometry.box.x, y: geometry.box.y)
        coming?.backing.place(x: geometry.box.x, y: geometry.box.y)
        let newest = coming?.backing ?? shown
        guard isResized || newest?.geometry != geometry else { return true }
        isResized = false
        damage.discard()
        let nothing = XFixesCreateRegion(display.handle, nil, 0)
        guard let backing = WindowBacking(display: display, window: window, geometry: geometry, seen: nothing) else {
            return false
        }
        accept(backing, now: now)
        return true
    }

    /// Shows a new backing once it is drawn, or once that has taken too long.
    ///
    /// - Returns: whether another backing is shown from now on.
    func settle(now: Instant) -> Bool {
        guard let coming else { return false }
        let age = now - coming.since
        let isDue = coming.backing.isWhole && (shown == nil || age >= Self.resizeInterval) || age >= Self.patience
        guard isDue else { return false }
        shown = coming.backing
        self.coming = nil
        return true
    }

    /// What was drawn into what is shown, in the root window's coordinates.
    func fetchChanges() -> [PixelRectangle] {
        let boxes = damage.fetch()
        if boxes.isEmpty { return [] }
        if let coming {
            coming.backing.add(damage.region)
            return []
        }
        guard let shown else { return [] }
        shown.add(damage.region)
        return boxes.map { $0.relative(toX: -shown.geometry.box.x, y: -shown.geometry.box.y) }
    }

    private func accept(_ backing: WindowBacking, now: Instant) {
        if backing.isWhole, shown == nil {
            shown = backing
            return
        }
        coming = Coming(backing: backing, since: coming?.since ?? now)
        display.requestPainting(of: window, in: backing)
    }

    private static func geometry(of window: Window, on display: XDisplay) -> WindowBacking.Geometry? {
        var geometry: WindowBacking.Geometry?
        let isThere = XErrorPolicy.accepted(on: display, endsWithReply: true) {
            guard let attributes = display.attributes(of: window), attributes.map_state == IsViewable,
                attributes.class == InputOutput
            else { return }
            var (x, y, child): (Int32, Int32, Window) = (0, 0, 0)
            XTranslateCoordinates(display.handle, window, display.root, 0, 0, &x, &y, &child)
            geometry = WindowBacking.Geometry(
                box: PixelRectangle(
                    x: Int(x), y: Int(y), width: Int(attributes.width), height: Int(attributes.height)),
                border: Int(attributes.border_width), depth: UInt32(attributes.depth))
        }
        guard isThere, let geometry, PixelReader.supportedDepths.contains(geometry.depth) else { return nil }
        return geometry
    }

    private static func frameExtents(of window: Window, on display: XDisplay) -> [Int] {
        let extents = display.numbers("_GTK_FRAME_EXTENTS", of: window, limit: 4).map { Int(clamping: $0) }
        return extents.count == 4 && extents.allSatisfy { (0...200).contains($0) } ? extents : [0, 0, 0, 0]
    }
}
