internal import CX11
internal import VPX
internal import Wire

/// Makes a small picture of each window that a person may pick, once.
///
/// All of them get pixels of their own for a moment: long enough that a program has drawn what was covered.
struct ThumbnailMaker: ~Copyable {
    /// How long programs have to draw.
    private static let patience: Duration = .milliseconds(300)
    /// More windows than this get no picture.
    private static let maximumCount = 64

    private let display: XDisplay
    private let reader: PixelReader
    private var captures: [(window: WindowIdentifier, capture: WindowCapture)] = []
    private var madeFor: Set<WindowIdentifier> = []
    private var dueAt: Instant?

    init(display: XDisplay, reader: PixelReader) {
        self.display = display
        self.reader = reader
    }

    /// When `poll` has something to do.
    var nextTimeout: Instant? { dueAt }

    /// Begins with those of the windows that have no picture yet.
    mutating func begin(_ windows: [WindowIdentifier], monitors: [Monitor], now: Instant) {
        guard dueAt == nil else { return }
        for window in windows where madeFor.count < Self.maximumCount && madeFor.insert(window).inserted {
            // One that has just gone, or is minimized, is picked without a picture.
            let capture = try? WindowCapture(
                display: display, reader: reader, windows: [window], monitors: monitors, now: now)
            if let capture { captures.append((window, capture)) }
        }
        if !captures.isEmpty { dueAt = now + Self.patience }
    }

    /// Takes note of an event.
    mutating func handle(_ event: XEvent) {
        for (_, capture) in captures { _ = capture.handle(event) }
    }

    /// The pictures, once it is time.
    mutating func poll(monitors: [Monitor], now: Instant) -> [DesktopThumbnail] {
        guard let dueAt, dueAt <= now else { return [] }
        var thumbnails: [DesktopThumbnail] = []
        for (window, capture) in captures {
            do {
                try capture.settle(monitors: monitors, now: now)
                _ = capture.fetchChanges()
                try capture.settle(monitors: monitors, now: now)
                if let thumbnail = try Self.make(window, from: capture) { thumbnails.append(thumbnail) }
            } catch {
                // Gone meanwhile: the next list does not name it any more.
                continue
            }
        }
        end()
        return thumbnails
    }

    /// Lets go of the windows.
    mutating func end() {
        captures = []
        dueAt = nil
    }

    /// - Throws: `VPXError`.
    private static func make(
        _ window: WindowIdentifier, from capture: WindowCapture
    ) throws(VPXError) -> DesktopThumbnail? {
        let bounds = capture.bounds
        var picture = try VideoImage(width: bounds.width, height: bounds.height, format: .i420)
        let whole = PixelRectangle(x: 0, y: 0, width: bounds.width, height: bounds.height)
        guard try capture.read(whole, into: &picture) else { return nil }
        let scale = min(
            1, Double(DesktopThumbnail.maximumWidth) / Double(bounds.width),
            Double(DesktopThumbnail.maximumHeight) / Double(bounds.height))
        // Even, as chroma wants it.
        let width = max(2, Int(Double(bounds.width) * scale) & ~1)
        let height = max(2, Int(Double(bounds.height) * scale) & ~1)
        var small = try VideoImage(width: width, height: height, format: .i420)
        try small.scale(from: picture)
        return DesktopThumbnail(
            window: window, width: UInt16(width), height: UInt16(height), pixels: try small.makeARGB())
    }
}
