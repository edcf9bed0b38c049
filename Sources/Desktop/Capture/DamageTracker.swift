internal import CX11
internal import VPX

/// Asks the server which parts of a window were drawn on (XDamage), instead of comparing pictures.
struct DamageTracker: ~Copyable {
    private let display: XDisplay
    private let damage: Damage
    /// What `fetch` got last, on the server.
    let region: XserverRegion
    /// The server reports the first change, and then nothing until the changes are fetched.
    private var isReported = false

    /// Reports what is drawn into a window, or into one inside it, from now on.
    init(display: XDisplay, window: Window) {
        self.display = display
        damage = XDamageCreate(display.handle, window, Int32(XDamageReportNonEmpty))
        region = XFixesCreateRegion(display.handle, nil, 0)
    }

    deinit {
        XFixesDestroyRegion(display.handle, region)
        // With a window that is gone its damage went as well.
        let (display, damage) = (display, damage)
        _ = XErrorPolicy.accepted(on: display) { XDamageDestroy(display.handle, damage) }
    }

    /// Whether something was drawn since the last `fetch`.
    var hasDamage: Bool { isReported }

    /// Takes note of an event; `false` when it is not about this window's damage.
    mutating func handle(_ event: XEvent) -> Bool {
        guard event.type == display.damageEventBase + XDamageNotify else { return false }
        let notification = withUnsafeBytes(of: event) { $0.load(as: XDamageNotifyEvent.self) }
        guard notification.damage == damage else { return false }
        isReported = true
        return true
    }

    /// What was drawn on, in the window's coordinates; whatever is drawn from now on is reported anew.
    ///
    /// Call it before the pixels are read: in the other order a change in between would be lost.
    mutating func fetch() -> [PixelRectangle] {
        guard isReported else { return [] }
        isReported = false
        XDamageSubtract(display.handle, damage, XserverRegion(None), region)
        return display.boxes(of: region)
    }

    /// Forgets what was drawn so far.
    mutating func discard() {
        isReported = false
        XDamageSubtract(display.handle, damage, XserverRegion(None), XserverRegion(None))
    }
}

extension XDisplay {
    /// The boxes of a region on the server, which do not overlap.
    func boxes(of region: XserverRegion) -> [PixelRectangle] {
        var count: Int32 = 0
        guard let rectangles = XFixesFetchRegion(handle, region, &count) else { return [] }
        defer { XFree(rectangles) }
        return UnsafeBufferPointer(start: rectangles, count: Int(max(0, count))).map {
            PixelRectangle(x: Int($0.x), y: Int($0.y), width: Int($0.width), height: Int($0.height))
        }
    }
}
