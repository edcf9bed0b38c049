internal import CX11
internal import VPX
internal import Wire

/// Keeps a picture of what is chosen up to date, without the pointer, reading only what changed.
///
/// Hand every event to `handle` and call `settle` once a turn; when `hasChanges`, call `update` and encode `picture`. A
/// still screen costs nothing: no timer runs, the server wakes the process.
struct ScreenCapture: ~Copyable {
    /// Reads that fail in a row before capture gives up. One fails when the resolution changes at that moment.
    private static let maximumFailures = 20
    /// The picture's sides while nothing is chosen.
    private static let emptySide = 16

    private let display: XDisplay
    /// Reads windows and pixmaps of this display.
    let reader: PixelReader
    private var source: (any CaptureSource)?
    private var pointer: PointerTracker
    private var pending = DamageRegion()
    private var failures = 0
    /// The monitors there are.
    private(set) var monitors: [Monitor]
    /// The picture as of the last `update`; in a new size it is black until then.
    private(set) var picture: VideoImage
    private var imageFormat = VideoImage.Format.i420

    /// Starts with nothing chosen.
    ///
    /// - Throws: `DesktopError.waylandOnly`, `.noMonitor`, `.unsupportedPixelFormat`, `.codec`.
    init(display: XDisplay) throws(DesktopError) {
        let monitors = Monitor.all(on: display)
        if display.isXwayland || monitors.contains(where: \.isXwayland) { throw .waylandOnly }
        if monitors.isEmpty { throw .noMonitor }
        let reader = try PixelReader(display: display)
        let picture = try Self.makeImage(width: Self.emptySide, height: Self.emptySide, format: .i420)
        self.display = display
        self.monitors = monitors
        self.reader = reader
        self.picture = picture
        pointer = PointerTracker(display: display)
        // Resolutions and outputs change by RandR's own events; a change of monitors alone, which a person's settings
        // may divide or join, is told as a new configuration of the root window.
        XSelectInput(display.handle, display.root, StructureNotifyMask)
        XRRSelectInput(display.handle, display.root, Int32(RRScreenChangeNotifyMask | RRCrtcChangeNotifyMask))
    }

    /// What is shown, as it is told to the parent.
    var chosen: DesktopReport.Chosen {
        guard let source else { return DesktopReport.Chosen(source: .nothing, width: 0, height: 0) }
        return DesktopReport.Chosen(
            source: source.choice, width: UInt16(clamping: picture.width), height: UInt16(clamping: picture.height))
    }

    /// The monitors that something is shown of; the primary one when nothing is.
    var shownMonitors: [Monitor] {
        let boxes = source?.shownBoxes ?? []
        let shown = monitors.filter { monitor in boxes.contains { !$0.intersection(monitor.bounds).isEmpty } }
        return shown.isEmpty ? Monitor.choose(.primary, of: monitors).map { [$0] } ?? [] : shown
    }

    /// Where input may go while this is shown; `nil` while nothing is.
    var reach: InputReach? {
        source.map { InputReach(bounds: $0.bounds, topLevels: $0.reachableWindows) }
    }

    /// Whether there is a picture.
    var isShowing: Bool { source != nil }
    /// Whether `update` would change the picture.
    var hasChanges: Bool { !pending.isEmpty || source?.hasChanges ?? false }
    /// When `settle` has something to do.
    var nextTimeout: Instant? { source?.nextTimeout }
    /// When `pollPointer` has something to do.
    var nextPointerTimeout: Instant? { isShowing ? pointer.nextTimeout : nil }

    /// Shows something else; what was shown before is in no picture from here on.
    ///
    /// - Throws: `DesktopError.noMonitor`, `.windowsClosed`, `.missingExtension` when it is not there: nothing changes
    ///   then; `.codec`.
    mutating func choose(_ choice: DesktopSource, now: Instant) throws(DesktopError) {
        switch choice {
        case .nothing: source = nil
        case .monitor(let selection):
            guard let monitor = Monitor.choose(selection, of: monitors) else { throw .noMonitor }
            source = MonitorCapture(display: display, reader: reader, monitor: monitor)
        case .windows(let windows):
            guard display.hasComposite else { throw .missingExtension(.composite) }
            guard isAnyThere(windows) else { throw .windowsClosed }
            // Let go before a window is redirected anew, because the server keeps one wish of ours for each window.
            source = nil
            source = try WindowCapture(
                display: display, reader: reader, windows: windows, monitors: monitors, now: now)
        }
        XSelectInput(display.handle, display.root, StructureNotifyMask | (source?.rootEvents ?? NoEventMask))
        try makePicture()
    }

    /// Keeps the picture in the format that an encoder takes; in another one than before it is black until the next
    /// `update`.
    ///
    /// - Throws: `DesktopError.codec`.
    mutating func setImageFormat(_ format: VideoImage.Format) throws(DesktopError) {
        guard format != imageFormat else { return }
        imageFormat = format
        try makePicture()
    }

    /// The windows to choose from.
    func listWindows() -> [DesktopWindow] {
        guard display.hasComposite else { return [] }
        var windows: [DesktopWindow] = []
        _ = XErrorPolicy.accepted(on: display) {
            windows = WindowList(display: display).describe(on: display)
        }
        return windows
    }

    /// The windows that programs shown here have opened since the last call and that are not shown themselves.
    func takeOpenedWindows() -> [DesktopWindow] {
        guard let opened = source?.takeOpenedWindows(), !opened.isEmpty else { return [] }
        return listWindows().filter { opened.contains(Window($0.identifier.rawValue)) }
    }

    /// Takes note of an event; `false` when it is not one of capture's.
    mutating func handle(_ event: XEvent, now: Instant) -> Bool {
        if pointer.handle(event, now: now) { return true }
        let isOfSource = source?.handle(event) ?? false
        guard isAboutMonitors(event) else { return isOfSource }
        var event = event
        XRRUpdateConfiguration(&event)
        monitors = Monitor.all(on: display)
        return true
    }

    /// Follows monitors and windows that moved, came and went.
    ///
    /// - Throws: `DesktopError.noMonitor`, `.windowsClosed`, `.codec`.
    mutating func settle(now: Instant) throws(DesktopError) {
        guard let source else { return }
        let bounds = source.bounds
        try source.settle(monitors: monitors, now: now)
        guard source.bounds != bounds else { return }
        pointer.lookAgain(now: now)
        if (source.bounds.width, source.bounds.height) == (picture.width, picture.height) {
            // Windows say themselves what changed by their move; another part of the root window is all new.
            if source is MonitorCapture { pending.insert(wholePicture) }
        } else {
            try makePicture()
        }
    }

    /// Reads what changed into `picture` and returns those boxes, with even borders; none when nothing visible changed,
    /// or when it could not be read just now.
    ///
    /// - Throws: `DesktopError.captureFailed`, `DesktopError.codec`.
    mutating func update() throws(DesktopError) -> [PixelRectangle] {
        guard let source else { return [] }
        for box in source.fetchChanges() {
            pending.insert(box.alignedToChroma(width: picture.width, height: picture.height))
        }
        let boxes = pending.removeAll()
        for box in boxes {
            if try read(box, of: source) { continue }
            failures += 1
            guard failures < Self.maximumFailures else { throw .captureFailed }
            boxes.forEach { pending.insert($0) }
            return []
        }
        failures = 0
        return boxes
    }

    /// Has the next `pollPointer` tell the pointer's picture and place again.
    mutating func tellPointerAgain(now: Instant) {
        pointer.tellAgain(now: now)
    }

    /// Looks whether a program put the pointer elsewhere; costs one round trip to the server.
    mutating func glanceAtPointer(now: Instant) {
        if isShowing { pointer.glance(now: now) }
    }

    /// What is new of the pointer.
    mutating func pollPointer(now: Instant) -> [DesktopReport] {
        guard let source else { return [] }
        let bounds = source.bounds
        return pointer.poll(now: now) { x, y, topLevel in
            let point = PixelRectangle(x: x, y: y, width: 1, height: 1)
            guard !bounds.intersection(point).isEmpty, source.isShown(x: x, y: y, topLevel: topLevel) else {
                return .hidden
            }
            return .at(x: UInt16(clamping: x - bounds.x), y: UInt16(clamping: y - bounds.y))
        }
    }

    private func isAboutMonitors(_ event: XEvent) -> Bool {
        switch event.type {
        case ConfigureNotify: event.xconfigure.window == display.root
        case display.randrEventBase + RRScreenChangeNotify, display.randrEventBase + RRNotify: true
        default: false
        }
    }

    private func isAnyThere(_ windows: [WindowIdentifier]) -> Bool {
        var isAnyThere = false
        _ = XErrorPolicy.accepted(on: display, endsWithReply: true) {
            isAnyThere = windows.contains { display.attributes(of: Window($0.rawValue)) != nil }
        }
        return isAnyThere
    }

    /// Begins a picture of the present size, of which everything is to be read.
    private mutating func makePicture() throws(DesktopError) {
        let size = source.map { ($0.bounds.width, $0.bounds.height) } ?? (Self.emptySide, Self.emptySide)
        // What was shown before must not stay in any part of it.
        picture = try Self.makeImage(width: size.0, height: size.1, format: imageFormat)
        _ = pending.removeAll()
        if isShowing { pending.insert(wholePicture) }
        pointer.lookAgain(now: .origin)
    }

    private var wholePicture: PixelRectangle {
        PixelRectangle(x: 0, y: 0, width: picture.width, height: picture.height)
    }

    private static func makeImage(
        width: Int, height: Int, format: VideoImage.Format
    ) throws(DesktopError) -> VideoImage {
        do throws(VPXError) {
            return try VideoImage(width: width, height: height, format: format)
        } catch {
            throw .codec(error)
        }
    }

    private mutating func read(_ box: PixelRectangle, of source: any CaptureSource) throws(DesktopError) -> Bool {
        do throws(VPXError) {
            return try source.read(box, into: &picture)
        } catch {
            throw .codec(error)
        }
    }
}
