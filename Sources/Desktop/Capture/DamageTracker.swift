internal import CX11
internal import VPX

/// Asks the server which parts of the root window were drawn on (XDamage), instead of comparing pictures.
struct DamageTracker: ~Copyable {
    private let display: XDisplay
    private let damage: Damage
    private let region: XserverRegion
    /// The server reports the first change, and then nothing until the changes are fetched.
    private var isReported = false

    /// Reports what is drawn from now on.
    init(display: XDisplay) {
        self.display = display
        damage = XDamageCreate(display.handle, display.root, Int32(XDamageReportNonEmpty))
        region = XFixesCreateRegion(display.handle, nil, 0)
    }

    deinit {
        XFixesDestroyRegion(display.handle, region)
        XDamageDestroy(display.handle, damage)
    }

    /// Whether something was drawn since the last `fetch`.
    var hasDamage: Bool { isReported }

    /// Takes note of an event; `false` when it is not one of XDamage.
    mutating func handle(_ event: XEvent) -> Bool {
        guard event.type == display.damageEventBase + XDamageNotify else { return false }
        isReported = true
        return true
    }

    /// What was drawn on, in the root window's coordinates; whatever is drawn from now on is reported anew.
    ///
    /// Call it before the pixels are read: in the other order a change in between would be lost.
    mutating func fetch() -> [PixelRectangle] {
        guard isReported else { return [] }
        isReported = false
        XDamageSubtract(display.handle, damage, XserverRegion(None), region)
        var count: Int32 = 0
        guard let rectangles = XFixesFetchRegion(display.handle, region, &count) else { return [] }
        defer { XFree(rectangles) }
        return UnsafeBufferPointer(start: rectangles, count: Int(max(0, count))).map {
            PixelRectangle(x: Int($0.x), y: Int($0.y), width: Int($0.width), height: Int($0.height))
        }
    }
}
