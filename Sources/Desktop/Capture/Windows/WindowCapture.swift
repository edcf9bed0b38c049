internal import CX11
internal import VPX
internal import Wire

/// Chosen windows in their places, with the dialogs and menus that belong to them, on a neutral background.
///
/// One window is the whole picture; several keep their places on the monitors that they are on. Each is read from
/// pixels of its own, so what covers a window is never in the picture, and what is below it neither.
final class WindowCapture: CaptureSource {
    /// Two looks at the windows are at least this far apart.
    private static let layoutInterval: Duration = .milliseconds(30)

    private let display: XDisplay
    private var composer: WindowComposer
    private var chosen: [Window]
    /// From the lowest to the highest.
    private var surfaces: [WindowSurface] = []
    private var pending = DamageRegion()
    private var isStale = true
    private var nextLayoutAt = Instant.origin
    private(set) var bounds: PixelRectangle
    private var isFirstLayout = true
    /// Those that were there at the beginning, or were told; of a program that opens more, the person is asked.
    private var known: Set<Window> = []
    private var opened: [Window] = []

    /// Begins to watch; of the windows that are not there any more nothing is said.
    ///
    /// - Throws: `DesktopError.windowsClosed` when none is there.
    init(
        display: XDisplay, reader: PixelReader, windows: [WindowIdentifier], monitors: [Monitor], now: Instant
    ) throws(DesktopError) {
        self.display = display
        composer = WindowComposer(reader: reader)
        var seen: Set<WindowIdentifier> = []
        chosen = windows.filter { seen.insert($0).inserted }.map { Window($0.rawValue) }
        bounds = Monitor.choose(.primary, of: monitors)?.bounds ?? PixelRectangle(x: 0, y: 0, width: 16, height: 16)
        try settle(monitors: monitors, now: now)
    }

    var choice: DesktopSource {
        .windows(chosen.map { WindowIdentifier(rawValue: UInt32(truncatingIfNeeded: $0)) })
    }
    var rootEvents: Int { SubstructureNotifyMask }
    var shownBoxes: [PixelRectangle] { surfaces.compactMap(\.outline) }
    var hasChanges: Bool { !pending.isEmpty || surfaces.contains { $0.hasDamage } }

    var nextTimeout: Instant? {
        let deadlines = surfaces.compactMap(\.nextTimeout) + (isStale ? [nextLayoutAt] : [])
        return deadlines.min()
    }

    func handle(_ event: XEvent) -> Bool {
        for surface in surfaces where surface.handle(event) { return true }
        switch event.type {
        case ConfigureNotify, MapNotify, UnmapNotify, DestroyNotify, ReparentNotify, CirculateNotify, CreateNotify,
            GravityNotify:
            isStale = true
            return true
        // Damage of a window that was let go a moment ago.
        default: return event.type == display.damageEventBase + XDamageNotify
        }
    }

    func settle(monitors: [Monitor], now: Instant) throws(DesktopError) {
        var isChanged = false
        _ = XErrorPolicy.accepted(on: display) {
            // A coming backing is whole once what was drawn is known.
            for surface in surfaces where surface.nextTimeout != nil && surface.hasDamage {
                surface.fetchChanges().forEach { insert($0) }
            }
            for surface in surfaces where surface.settle(now: now) { isChanged = true }
            if isStale, nextLayoutAt <= now {
                (isStale, nextLayoutAt) = (false, now + Self.layoutInterval)
                isChanged = true
                layOut(now: now)
            }
        }
        if chosen.isEmpty { throw .windowsClosed }
        if isChanged { followLayers(monitors) }
    }

    func fetchChanges() -> [PixelRectangle] {
        _ = XErrorPolicy.accepted(on: display) {
            for surface in surfaces { surface.fetchChanges().forEach { insert($0) } }
        }
        return pending.removeAll().map { $0.relative(toX: bounds.x, y: bounds.y) }
    }

    func withPixels(
        of box: PixelRectangle, _ body: (_ pixels: UnsafeMutablePointer<UInt8>, _ stride: Int) throws(VPXError) -> Void
    ) throws(VPXError) -> Bool {
        try composer.withPixels(of: box.relative(toX: -bounds.x, y: -bounds.y), body)
    }

    var reachableWindows: Set<Window>? { Set(surfaces.map(\.topLevel)) }

    func isShown(x: Int, y: Int, topLevel: Window) -> Bool {
        surfaces.contains { $0.topLevel == topLevel }
    }

    private func insert(_ box: PixelRectangle) {
        pending.insert(box.intersection(bounds))
    }

    /// Looks which windows there are now, in which order, and redirects those that came.
    private func layOut(now: Instant) {
        chosen.removeAll { display.attributes(of: $0) == nil }
        let topLevels = display.tree(of: display.root)?.children ?? []
        let family = WindowFamily(display: display, chosen: chosen)
        var members = chosen.map { WindowFamily.Member(window: $0, isPopup: false, isTooltip: false) }
        members += family.dialogs()
        members += family.popups(among: topLevels, of: members.map(\.window))
        let places = Dictionary(
            topLevels.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
        var found: [(place: Int, surface: WindowSurface)] = []
        for member in members {
            guard let topLevel = display.topLevel(of: member.window), let place = places[topLevel] else { continue }
            if let known = surfaces.first(where: { $0.window == member.window }) {
                // What went and came again begins anew, after it has been let go.
                if known.follow(topLevel: topLevel, now: now) { found.append((place, known)) } else { isStale = true }
            } else if let surface = WindowSurface(
                display: display, member: member, topLevel: topLevel, isOld: isFirstLayout, now: now)
            {
                found.append((place, surface))
            }
        }
        surfaces = found.sorted { $0.place < $1.place }.map(\.surface)
        noteIndependents(family.independents())
        isFirstLayout = false
    }

    private func noteIndependents(_ windows: [Window]) {
        for window in windows where known.insert(window).inserted && !isFirstLayout { opened.append(window) }
    }

    func takeOpenedWindows() -> [Window] {
        defer { opened = [] }
        return opened
    }

    /// Takes over what is shown where, and which part of the picture that changes.
    private func followLayers(_ monitors: [Monitor]) {
        let former = (layers: composer.layers, bounds: bounds)
        composer.layers = surfaces.compactMap { WindowComposer.Layer($0) }
        if let box = Self.bounds(of: surfaces, isOne: chosen.count == 1, monitors) { bounds = box }
        let shift = (x: bounds.x - former.bounds.x, y: bounds.y - former.bounds.y)
        let waiting = pending.removeAll().map { $0.relative(toX: -shift.x, y: -shift.y) }
        guard (bounds.width, bounds.height) == (former.bounds.width, former.bounds.height) else {
            return pending.insert(bounds)
        }
        waiting.forEach { insert($0) }
        // What lies in the same order in the same place of the picture stays as it is.
        let moved = former.layers.map { $0.moved(x: shift.x, y: shift.y) }
        let unchanged = zip(moved, composer.layers).prefix { $0 == $1 }.count
        for layer in moved.dropFirst(unchanged) + composer.layers.dropFirst(unchanged) { insert(layer.box) }
    }

    /// The picture's place: one window with what belongs to it, or the monitors that several windows are on, so that
    /// the picture does not change its size when one of them moves; `nil` while nothing is on the screen.
    private static func bounds(of surfaces: [WindowSurface], isOne: Bool, _ monitors: [Monitor]) -> PixelRectangle? {
        let boxes = surfaces.filter { !$0.member.isTooltip }.compactMap(\.outline)
        let desktop = monitors.map(\.bounds).reduce(PixelRectangle(x: 0, y: 0, width: 0, height: 0)) { $0.union($1) }
        let shown =
            isOne
            ? boxes : monitors.map(\.bounds).filter { monitor in boxes.contains { !$0.intersection(monitor).isEmpty } }
        guard let first = shown.first else { return nil }
        let common = shown.dropFirst().reduce(first) { $0.union($1) }
        // A window that lies beyond the screen is shown whole; one picture of several stays on it.
        let bounded = isOne ? common : common.intersection(desktop)
        let side = I420Image.maximumSide
        return PixelRectangle(
            x: bounded.x, y: bounded.y, width: min(bounded.width, side), height: min(bounded.height, side))
    }
}
