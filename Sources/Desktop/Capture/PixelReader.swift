internal import CX11
internal import Glibc
internal import VPX

/// Reads boxes of the root window, through memory shared with the server where that works.
struct PixelReader: ~Copyable {
    private let display: XDisplay
    private let visual: UnsafeMutablePointer<Visual>
    private let depth: UInt32
    private let segment: SharedSegment?

    /// - Parameter capacity: the largest box to be read, in pixels.
    /// - Throws: `DesktopError.unsupportedPixelFormat`.
    init(display: XDisplay, capacity: Int) throws(DesktopError) {
        let screen = XDefaultScreen(display.handle)
        guard let visual = XDefaultVisual(display.handle, screen) else { throw .noDisplay }
        let depth = UInt32(XDefaultDepth(display.handle, screen))
        try Self.requireSupportedFormat(display, visual, depth)
        self.display = display
        self.visual = visual
        self.depth = depth
        segment = display.hasSharedMemory ? SharedSegment(display: display, byteCount: capacity * 4) : nil
    }

    /// Lends the pixels of a box of the root window: blue, green, red, padding, `stride` bytes from row to row.
    ///
    /// - Returns: `nil` when the box is not, or not any more, within the root window.
    func withPixels<Result>(
        of box: PixelRectangle,
        _ body: (_ pixels: UnsafeMutablePointer<UInt8>, _ stride: Int) throws(VPXError) -> Result
    ) throws(VPXError) -> Result? {
        guard let image = segment == nil ? fetch(box) : fetchShared(box) else { return nil }
        defer {
            // The shared segment is not Xlib's to free.
            if segment != nil { image.pointee.data = nil }
            nearhand_x11_destroy_image(image)
        }
        guard let data = image.pointee.data else { return nil }
        let stride = Int(image.pointee.bytes_per_line)
        return try data.withMemoryRebound(to: UInt8.self, capacity: stride * box.height) { pixels throws(VPXError) in
            try body(pixels, stride)
        }
    }

    private func fetch(_ box: PixelRectangle) -> UnsafeMutablePointer<XImage>? {
        var image: UnsafeMutablePointer<XImage>?
        _ = XErrorPolicy.accepted(on: display) {
            image = XGetImage(
                display.handle, display.root, Int32(box.x), Int32(box.y), UInt32(box.width), UInt32(box.height),
                .max, ZPixmap)
        }
        return image
    }

    private func fetchShared(_ box: PixelRectangle) -> UnsafeMutablePointer<XImage>? {
        guard let segment, box.area * 4 <= segment.byteCount,
            let image = XShmCreateImage(
                display.handle, visual, depth, ZPixmap, segment.info.pointee.shmaddr, segment.info, UInt32(box.width),
                UInt32(box.height))
        else { return nil }
        let isRead = XErrorPolicy.accepted(on: display) {
            XShmGetImage(display.handle, display.root, image, Int32(box.x), Int32(box.y), .max)
        }
        if isRead { return image }
        image.pointee.data = nil
        nearhand_x11_destroy_image(image)
        return nil
    }

    /// libyuv's ARGB is what a little-endian server of depth 24 or 32 has; other formats are rarities of the past.
    private static func requireSupportedFormat(
        _ display: XDisplay, _ visual: UnsafeMutablePointer<Visual>, _ depth: UInt32
    ) throws(DesktopError) {
        guard let image = XCreateImage(display.handle, visual, depth, ZPixmap, 0, nil, 1, 1, 32, 0) else {
            throw .noDisplay
        }
        defer { nearhand_x11_destroy_image(image) }
        let format = image.pointee
        guard format.bits_per_pixel == 32, format.byte_order == LSBFirst, format.red_mask == 0xFF_0000,
            format.blue_mask == 0xFF
        else { throw .unsupportedPixelFormat(bitsPerPixel: Int(format.bits_per_pixel)) }
    }
}

/// A System V segment that the X server writes pixels into (MIT-SHM).
private final class SharedSegment {
    /// Kept at one address, because Xlib's images point to it.
    let info: UnsafeMutablePointer<XShmSegmentInfo>
    let byteCount: Int
    private let display: XDisplay

    /// `nil` when memory cannot be shared: the server is on another machine or in another container.
    init?(display: XDisplay, byteCount: Int) {
        let identifier = shmget(IPC_PRIVATE, byteCount, Int32(IPC_CREAT) | 0o600)
        guard identifier >= 0 else { return nil }
        // Attached memory stays until both sides let go; marked now, it cannot outlive a crash.
        defer { shmctl(identifier, IPC_RMID, nil) }
        guard let address = shmat(identifier, nil, 0), address != UnsafeMutableRawPointer(bitPattern: -1) else {
            return nil
        }
        let info = UnsafeMutablePointer<XShmSegmentInfo>.allocate(capacity: 1)
        info.initialize(
            to: XShmSegmentInfo(
                shmseg: 0, shmid: identifier, shmaddr: address.assumingMemoryBound(to: CChar.self), readOnly: 0))
        guard XErrorPolicy.accepted(on: display, { XShmAttach(display.handle, info) }) else {
            shmdt(address)
            info.deallocate()
            return nil
        }
        self.info = info
        self.byteCount = byteCount
        self.display = display
    }

    deinit {
        XShmDetach(display.handle, info)
        XSync(display.handle, 0)
        shmdt(info.pointee.shmaddr)
        info.deallocate()
    }
}
