internal import CX11
internal import VPX
internal import Wire

/// One monitor's part of the root window.
final class MonitorCapture: CaptureSource {
    private let reader: PixelReader
    private var damage: DamageTracker
    private var identifier: MonitorIdentifier
    private(set) var bounds: PixelRectangle

    /// Watches the root window; only what lies on the monitor is read.
    init(display: XDisplay, reader: PixelReader, monitor: Monitor) {
        self.reader = reader
        identifier = monitor.identifier
        bounds = monitor.bounds
        damage = DamageTracker(display: display, window: display.root)
    }

    var choice: DesktopSource { .monitor(.identifier(identifier)) }
    var shownBoxes: [PixelRectangle] { [bounds] }
    var rootEvents: Int { NoEventMask }
    var hasChanges: Bool { damage.hasDamage }
    var nextTimeout: Instant? { nil }

    func handle(_ event: XEvent) -> Bool {
        damage.handle(event)
    }

    /// Goes on with the primary monitor when this one was taken away.
    func settle(monitors: [Monitor], now: Instant) throws(DesktopError) {
        let same = Monitor.choose(.identifier(identifier), of: monitors)
        guard let monitor = same ?? Monitor.choose(.primary, of: monitors) else { throw .noMonitor }
        identifier = monitor.identifier
        bounds = monitor.bounds
    }

    func fetchChanges() -> [PixelRectangle] {
        damage.fetch().intersection(bounds).map { $0.relative(toX: bounds.x, y: bounds.y) }
    }

    func withPixels(
        of box: PixelRectangle, _ body: (_ pixels: UnsafeMutablePointer<UInt8>, _ stride: Int) throws(VPXError) -> Void
    ) throws(VPXError) -> Bool {
        try reader.withPixels(of: box.relative(toX: -bounds.x, y: -bounds.y), on: reader.root, body)
    }

    var reachableWindows: Set<Window>? { nil }
    func takeOpenedWindows() -> [Window] { [] }

    func isShown(x: Int, y: Int, topLevel: Window) -> Bool { true }
}
