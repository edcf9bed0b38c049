internal import CX11
internal import VPX
internal import Wire

/// Follows the pointer: its picture by XFixes, its place by asking, 60 times a second while it moves.
///
/// The first raw motion event, which also arrives while a program grabs the pointer, says that it moves; a mouse sends up
/// to a thousand a second, so none is asked for until the pointer has been still for a moment. A still pointer costs
/// nothing.
struct PointerTracker {
    /// Between two looks at the place.
    private static let placeInterval: Duration = .nanoseconds(16_666_667)
    /// Between two looks at the picture; a busy program's pointer turns all the time.
    private static let shapeInterval: Duration = .milliseconds(50)
    /// Looks that find the pointer where it was, after which it counts as still.
    private static let stillAfter = 8

    private let display: XDisplay
    private var nextPlaceAt: Instant? = .origin
    private var lookedInVain = 0
    private var hasNewShape = true
    private var nextShapeAt = Instant.origin
    private var reportedSerial: UInt?
    private var reportedPlace: DesktopCursorPlace?
    /// Where the pointer was, and the window below the root that it was in.
    private var position: Position?

    private struct Position: Equatable {
        var x: Int
        var y: Int
        var topLevel: Window
    }

    /// Asks the server to report new pictures, of every pointer, from now on.
    init(display: XDisplay) {
        self.display = display
        XFixesSelectCursorInput(display.handle, display.root, UInt(XFixesDisplayCursorNotifyMask))
    }

    /// When `poll` has something to do; `nil` while the pointer is still.
    var nextTimeout: Instant? {
        let shape = hasNewShape ? nextShapeAt : nil
        return [nextPlaceAt, shape].compactMap(\.self).min()
    }

    /// Takes note of an event; `false` when it is not about the pointer.
    mutating func handle(_ event: XEvent, now: Instant) -> Bool {
        if event.type == GenericEvent, event.xcookie.extension == display.inputOpcode {
            if nextPlaceAt == nil, event.xcookie.evtype == XI_RawMotion {
                setListening(false)
                nextPlaceAt = now
            }
            return true
        }
        if event.type == display.fixesEventBase + XFixesCursorNotify {
            hasNewShape = true
            return true
        }
        return false
    }

    /// Looks once, without following: no event tells that a program puts the pointer elsewhere.
    mutating func glance(now: Instant) {
        guard nextPlaceAt == nil, fetchPosition() != position else { return }
        setListening(false)
        nextPlaceAt = now
    }

    /// Tells picture and place again although they are what they were: somebody has come who knows neither.
    mutating func tellAgain(now: Instant) {
        (reportedSerial, hasNewShape, reportedPlace) = (nil, true, nil)
        lookAgain(now: now)
    }

    /// What is shown has changed: the place in it is another one.
    mutating func lookAgain(now: Instant) {
        if nextPlaceAt == nil { nextPlaceAt = now }
    }

    /// Looks, if it is time to, and returns what is new.
    ///
    /// - Parameter place: where a pointer is on what is shown.
    mutating func poll(
        now: Instant, place: (_ x: Int, _ y: Int, _ topLevel: Window) -> DesktopCursorPlace
    ) -> [DesktopReport] {
        var reports: [DesktopReport] = []
        if hasNewShape, nextShapeAt <= now {
            (hasNewShape, nextShapeAt) = (false, now + Self.shapeInterval)
            if let cursor = fetchCursor() { reports.append(.cursor(cursor)) }
        }
        if let nextPlaceAt, nextPlaceAt <= now {
            look(now: now)
            let found = position.map { place($0.x, $0.y, $0.topLevel) } ?? .hidden
            if found != reportedPlace {
                reportedPlace = found
                reports.append(.cursorMoved(found))
            }
        }
        return reports
    }

    private mutating func look(now: Instant) {
        let found = fetchPosition()
        lookedInVain = found == position ? lookedInVain + 1 : 0
        position = found
        if lookedInVain < Self.stillAfter {
            nextPlaceAt = now + Self.placeInterval
            return
        }
        (lookedInVain, nextPlaceAt) = (0, nil)
        setListening(true)
        // A motion between the look and the listening was told by nothing.
        if fetchPosition() != position { nextPlaceAt = now + Self.placeInterval }
    }

    private func setListening(_ isListening: Bool) {
        // One bit for each event number, bytes from the lowest; the mask is copied by the call.
        var bits = [UInt8](repeating: 0, count: Int(XI_RawMotion) / 8 + 1)
        if isListening { bits[Int(XI_RawMotion) / 8] = 1 << (XI_RawMotion % 8) }
        bits.withUnsafeMutableBufferPointer { bits in
            var mask = XIEventMask(
                deviceid: XIAllMasterDevices, mask_len: Int32(bits.count), mask: bits.baseAddress)
            XISelectEvents(display.handle, display.root, &mask, 1)
        }
    }

    private func fetchPosition() -> Position? {
        var (root, child): (Window, Window) = (0, 0)
        var (rootX, rootY, windowX, windowY): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        var buttons: UInt32 = 0
        let isHere = XQueryPointer(
            display.handle, display.root, &root, &child, &rootX, &rootY, &windowX, &windowY, &buttons)
        return isHere != 0 ? Position(x: Int(rootX), y: Int(rootY), topLevel: child) : nil
    }

    private mutating func fetchCursor() -> DesktopCursor? {
        guard let image = XFixesGetCursorImage(display.handle) else { return nil }
        defer { XFree(image) }
        let shape = image.pointee
        let sides = 1...DesktopCursor.maximumSide
        guard shape.cursor_serial != reportedSerial, sides.contains(Int(shape.width)),
            sides.contains(Int(shape.height))
        else { return nil }
        reportedSerial = shape.cursor_serial
        // Xlib gives each pixel of 32 bits as an unsigned long.
        let pixels = UnsafeBufferPointer(start: shape.pixels, count: Int(shape.width) * Int(shape.height))
        return DesktopCursor(
            serial: UInt32(truncatingIfNeeded: shape.cursor_serial), width: shape.width, height: shape.height,
            hotSpotX: shape.xhot, hotSpotY: shape.yhot,
            pixels: pixels.map { DesktopCursor.divideByAlpha(UInt32(truncatingIfNeeded: $0)) })
    }
}

extension DesktopCursor {
    /// A pixel, `0xAARRGGBB`, whose colours were multiplied by alpha, as one whose colours are not.
    static func divideByAlpha(_ pixel: UInt32) -> UInt32 {
        let alpha = pixel >> 24
        guard alpha > 0, alpha < 255 else { return alpha == 0 ? 0 : pixel }
        var result = alpha << 24
        for shift: UInt32 in [0, 8, 16] {
            let colour = pixel >> shift & 0xFF
            result |= min(255, (colour * 255 + alpha / 2) / alpha) << shift
        }
        return result
    }
}
