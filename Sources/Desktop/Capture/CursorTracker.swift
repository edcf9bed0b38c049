internal import CX11
internal import VPX

/// Follows the pointer: its shape by XFixes, its place by raw motion, which also arrives while a program grabs it.
struct CursorTracker {
    private let display: XDisplay
    private var hasMoved = true
    private var hasNewShape = true
    /// The offset of the pointer's tip within its picture.
    private var hotSpot = (x: 0, y: 0)
    /// The pointer as it was drawn last; `nil` before the first `fetch`.
    private(set) var cursor: Cursor?

    /// Asks the server to report new shapes and raw motion, of every pointer, from now on.
    init(display: XDisplay) {
        self.display = display
        XFixesSelectCursorInput(display.handle, display.root, UInt(XFixesDisplayCursorNotifyMask))
        // One bit for each event number, bytes from the lowest; the mask is copied by the call.
        var bits = [UInt8](repeating: 0, count: Int(XI_RawMotion) / 8 + 1)
        bits[Int(XI_RawMotion) / 8] = 1 << (XI_RawMotion % 8)
        bits.withUnsafeMutableBufferPointer { bits in
            var mask = XIEventMask(
                deviceid: XIAllMasterDevices, mask_len: Int32(bits.count), mask: bits.baseAddress)
            XISelectEvents(display.handle, display.root, &mask, 1)
        }
    }

    /// Whether the pointer moved or changed since the last `fetch`.
    var hasChanged: Bool { hasMoved || hasNewShape }

    /// Takes note of an event; `false` when it is not about the pointer.
    mutating func handle(_ event: XEvent) -> Bool {
        if event.type == GenericEvent, event.xcookie.extension == display.inputOpcode {
            hasMoved = true
            return true
        }
        if event.type == display.fixesEventBase + XFixesCursorNotify {
            hasNewShape = true
            return true
        }
        return false
    }

    /// Brings shape and place up to date and returns the boxes that the pointer left and entered.
    mutating func fetch() -> [PixelRectangle] {
        guard hasChanged else { return [] }
        let previous = cursor
        if hasNewShape { fetchShape() } else { fetchPlace() }
        (hasMoved, hasNewShape) = (false, false)
        guard cursor != previous else { return [] }
        return [previous, cursor].compactMap { $0?.bounds }
    }

    private mutating func fetchShape() {
        guard let image = XFixesGetCursorImage(display.handle) else {
            cursor = nil
            return
        }
        defer { XFree(image) }
        let shape = image.pointee
        hotSpot = (Int(shape.xhot), Int(shape.yhot))
        let bounds = PixelRectangle(
            x: Int(shape.x) - hotSpot.x, y: Int(shape.y) - hotSpot.y, width: Int(shape.width),
            height: Int(shape.height))
        // Xlib gives each pixel of 32 bits as an unsigned long.
        let pixels = UnsafeBufferPointer(start: shape.pixels, count: bounds.area)
        cursor = Cursor(bounds: bounds, pixels: pixels.map { UInt32(truncatingIfNeeded: $0) })
    }

    private mutating func fetchPlace() {
        var root: Window = 0
        var child: Window = 0
        var (rootX, rootY, windowX, windowY): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        var buttons: UInt32 = 0
        let isHere = XQueryPointer(
            display.handle, display.root, &root, &child, &rootX, &rootY, &windowX, &windowY, &buttons)
        guard isHere != 0 else { return }
        cursor?.bounds.x = Int(rootX) - hotSpot.x
        cursor?.bounds.y = Int(rootY) - hotSpot.y
    }
}
