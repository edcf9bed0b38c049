internal import CX11
internal import VPX
internal import Wire

/// What a picture is made of: a monitor, or windows. Boxes are in the picture's coordinates where nothing else is said.
///
/// Hand every event to `handle`; call `settle` once a turn; when `hasChanges`, call `fetchChanges`, then `withPixels` for
/// those boxes.
protocol CaptureSource: AnyObject {
    /// What is shown, as it is told to the parent.
    var choice: DesktopSource { get }
    /// The part of the root window that the picture stands for; never empty.
    var bounds: PixelRectangle { get }
    /// Boxes of the root window that people must see the bar on.
    var shownBoxes: [PixelRectangle] { get }
    /// The events of the root window that `handle` needs.
    var rootEvents: Int { get }
    /// Whether `fetchChanges` may have something.
    var hasChanges: Bool { get }
    /// When `settle` has something to do.
    var nextTimeout: Instant? { get }

    /// Takes note of an event; `false` when it says nothing to this source.
    func handle(_ event: XEvent) -> Bool

    /// Follows what moved, came and went since the last call, when it is time to.
    ///
    /// - Throws: `DesktopError.windowsClosed`, `DesktopError.noMonitor`.
    func settle(monitors: [Monitor], now: Instant) throws(DesktopError)

    /// What was drawn since the last call; may go beyond the picture.
    func fetchChanges() -> [PixelRectangle]

    /// Lends pixels of a box that lies within the picture and has at most `PixelReader.capacity` of them.
    ///
    /// - Returns: whether `body` was called; `false` when the pixels cannot be read just now.
    func withPixels(
        of box: PixelRectangle, _ body: (_ pixels: UnsafeMutablePointer<UInt8>, _ stride: Int) throws(VPXError) -> Void
    ) throws(VPXError) -> Bool

    /// The windows directly below the root that input may reach, and nothing beside them; `nil` where all may be.
    var reachableWindows: Set<Window>? { get }

    /// The windows that programs shown here have opened since the last call and that are not shown themselves.
    func takeOpenedWindows() -> [Window]

    /// Whether the pointer is on what is shown and not on what covers it.
    ///
    /// - Parameter topLevel: the window directly below the root that the pointer is in, or `None`.
    func isShown(x: Int, y: Int, topLevel: Window) -> Bool
}

extension CaptureSource {
    /// Reads a box into the same box of a picture, in bands that fit the reader and have even borders.
    ///
    /// - Returns: `false` when the pixels cannot be read just now.
    /// - Throws: `VPXError`.
    func read(_ box: PixelRectangle, into picture: inout VideoImage) throws(VPXError) -> Bool {
        let rows = max(2, PixelReader.capacity / max(1, box.width) & ~1)
        var top = box.y
        while top < box.maxY {
            let band = PixelRectangle(x: box.x, y: top, width: box.width, height: min(rows, box.maxY - top))
            let isRead = try withPixels(of: band) { pixels, stride throws(VPXError) in
                try picture.update(band, fromARGB: pixels, stride: stride)
            }
            guard isRead else { return false }
            top += rows
        }
        return true
    }
}
