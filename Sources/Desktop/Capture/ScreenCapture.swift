internal import CX11
internal import VPX

/// Keeps an I420 picture of one monitor up to date, pointer included, reading only what changed.
///
/// Hand every event to `handle`; when `hasChanges`, call `update` and encode `picture`. A still screen costs nothing:
/// no timer runs, the server wakes the process.
struct ScreenCapture: ~Copyable {
    /// Reads that fail in a row before capture gives up. One fails when the resolution changes at that moment.
    private static let maximumFailures = 20

    private let display: XDisplay
    private var damage: DamageTracker
    private var cursor: CursorTracker
    private var reader: PixelReader
    private var pending = DamageRegion()
    private var failures = 0
    /// The monitor that is shown.
    private(set) var monitor: Monitor
    /// The picture as of the last `update`.
    private(set) var picture: I420Image

    /// Starts watching; the whole monitor counts as changed.
    ///
    /// - Throws: `DesktopError.unsupportedPixelFormat`, `DesktopError.codec`.
    init(display: XDisplay, monitor: Monitor) throws(DesktopError) {
        let reader = try PixelReader(display: display, capacity: monitor.bounds.area)
        let picture = try Self.makePicture(of: monitor)
        self.display = display
        self.monitor = monitor
        self.reader = reader
        self.picture = picture
        damage = DamageTracker(display: display)
        cursor = CursorTracker(display: display)
        // Resolutions and outputs change by RandR's own events; a change of monitors alone, which a person's settings
        // may divide or join, is told as a new configuration of the root window.
        XSelectInput(display.handle, display.root, StructureNotifyMask)
        XRRSelectInput(display.handle, display.root, Int32(RRScreenChangeNotifyMask | RRCrtcChangeNotifyMask))
        pending.insert(monitor.bounds)
    }

    /// Whether `update` would change the picture.
    var hasChanges: Bool { damage.hasDamage || cursor.hasChanged || !pending.isEmpty }

    /// What an event means for the caller.
    enum HandleResult: Equatable {
        /// Not an event of capture's.
        case notHandled
        case handled
        /// The monitor has another place or size now; in another size the picture is black until the next `update`.
        case monitorChanged
    }

    /// Takes note of an event.
    ///
    /// - Throws: `DesktopError.noMonitor` when the monitor was taken away, `.unsupportedPixelFormat`, `.codec`.
    mutating func handle(_ event: XEvent) throws(DesktopError) -> HandleResult {
        if damage.handle(event) || cursor.handle(event) { return .handled }
        guard isAboutMonitors(event) else { return .notHandled }
        var event = event
        XRRUpdateConfiguration(&event)
        guard let monitor = monitor.refreshed(on: display) else { throw .noMonitor }
        return try follow(monitor)
    }

    /// Reads what changed into `picture`; `false` when nothing visible did, or when it could not be read just now.
    ///
    /// - Throws: `DesktopError.captureFailed`, `DesktopError.codec`.
    mutating func update() throws(DesktopError) -> Bool {
        for box in damage.fetch() + cursor.fetch() {
            pending.insert(box.intersection(monitor.bounds))
        }
        let boxes = pending.removeAll()
        for box in boxes {
            if try read(box) { continue }
            failures += 1
            guard failures < Self.maximumFailures else { throw .captureFailed }
            boxes.forEach { pending.insert($0) }
            return false
        }
        failures = 0
        return !boxes.isEmpty
    }

    private func isAboutMonitors(_ event: XEvent) -> Bool {
        switch event.type {
        case ConfigureNotify: event.xconfigure.window == display.root
        case display.randrEventBase + RRScreenChangeNotify, display.randrEventBase + RRNotify: true
        default: false
        }
    }

    private mutating func follow(_ changed: Monitor) throws(DesktopError) -> HandleResult {
        guard changed.bounds != monitor.bounds else { return .handled }
        let isResized = (changed.bounds.width, changed.bounds.height) != (monitor.bounds.width, monitor.bounds.height)
        monitor = changed
        _ = pending.removeAll()
        pending.insert(changed.bounds)
        guard isResized else { return .monitorChanged }
        reader = try PixelReader(display: display, capacity: changed.bounds.area)
        picture = try Self.makePicture(of: changed)
        return .monitorChanged
    }

    private mutating func read(_ box: PixelRectangle) throws(DesktopError) -> Bool {
        let bounds = monitor.bounds
        let target = box.relative(toX: bounds.x, y: bounds.y)
            .alignedToChroma(width: picture.width, height: picture.height)
        guard !target.isEmpty else { return true }
        let source = target.relative(toX: -bounds.x, y: -bounds.y)
        do throws(VPXError) {
            let isRead = try reader.withPixels(of: source) { pixels, stride throws(VPXError) in
                cursor.cursor?.blend(over: pixels, stride: stride, of: source)
                try picture.update(target, fromARGB: pixels, stride: stride)
                return true
            }
            return isRead ?? false
        } catch {
            throw .codec(error)
        }
    }

    private static func makePicture(of monitor: Monitor) throws(DesktopError) -> I420Image {
        do throws(VPXError) {
            return try I420Image(width: monitor.bounds.width, height: monitor.bounds.height)
        } catch {
            throw .codec(error)
        }
    }
}
