internal import CX11
internal import Glibc
internal import VPX

/// Reads boxes of windows and pixmaps, through memory shared with the server where that works.
final class PixelReader {
    /// The largest box that is read at once, in pixels: 1 MiB, so that what was read is still in the processor's cache
    /// when it is converted. One row of the widest screen fits.
    static let capacity = 1 << 18
    /// Depths whose pixels are 32 bits of blue, green, red and padding or alpha.
    static let supportedDepths: ClosedRange<UInt32> = 24...32

    private let display: XDisplay
    private let visual: UnsafeMutablePointer<Visual>
    private let segment: SharedSegment?

    /// What is read: a window's or a pixmap's number with its depth.
    struct Source {
        var drawable: Drawable
        var depth: UInt32
    }

    /// - Throws: `DesktopError.unsupportedPixelFormat`.
    init(display: XDisplay) throws(DesktopError) {
        let screen = XDefaultScreen(display.handle)
        guard let visual = XDefaultVisual(display.handle, screen) else { throw .noDisplay }
        try Self.requireSupportedFormat(display, visual)
        self.display = display
        self.visual = visual
        segment = display.hasSharedMemory ? SharedSegment(display: display, byteCount: Self.capacity * 4) : nil
    }

    /// The root window, as it is read.
    var root: Source {
        Source(
            drawable: display.root, depth: UInt32(XDefaultDepth(display.handle, XDefaultScreen(display.handle))))
    }

    /// Lends the pixels of a box: blue, green, red, padding, `stride` bytes from row to row.
    ///
    /// - Parameter box: at most `capacity` pixels, in the source's coordinates.
    /// - Returns: whether `body` was called; `false` when the box is not, or not any more, within the source.
    func withPixels(
        of box: PixelRectangle, on source: Source,
        _ body: (_ pixels: UnsafeMutablePointer<UInt8>, _ stride: Int) throws(VPXError) -> Void
    ) throws(VPXError) -> Bool {
        guard let image = segment == nil ? fetch(box, source) : fetchShared(box, source) else { return false }
        defer {
            // The shared segment is not Xlib's to free.
            if segment != nil { image.pointee.data = nil }
            nearhand_x11_destroy_image(image)
        }
        guard let data = image.pointee.data else { return false }
        let stride = Int(image.pointee.bytes_per_line)
        try data.withMemoryRebound(to: UInt8.self, capacity: stride * box.height) { pixels throws(VPXError) in
            try body(pixels, stride)
        }
        return true
    }

    private func fetch(_ box: PixelRectangle, _ source: Source) -> UnsafeMutablePointer<XImage>? {
        var image: UnsafeMutablePointer<XImage>?
        _ = XErrorPolicy.accepted(on: display, endsWithReply: true) {
            image = XGetImage(
                display.handle, source.drawable, Int32(box.x), Int32(box.y), UInt32(box.width), UInt32(box.height),
                .max, ZPixmap)
        }
        return image
    }

    private func fetchShared(_ box: PixelRectangle, _ source: Source) -> UnsafeMutablePointer<XImage>? {
        guard let segment, box.area <= Self.capacity,
            let image = XShmCreateImage(
                display.handle, visual, source.depth, ZPixmap, segment.info.pointee.shmaddr, segment.info,
                UInt32(box.width), UInt32(box.height))
        else { return nil }
        let isRead = XErrorPolicy.accepted(on: display, endsWithReply: true) {
            XShmGetImage(display.handle, source.drawable, image, Int32(box.x), Int32(box.y), .max)
        }
        if isRead { return image }
        image.pointee.data = nil
        nearhand_x11_destroy_image(image)
        return nil
    }

    /// libyuv's ARGB is what a little-endian server of depth 24 or 32 has; other formats are rarities of the past.
    private static func requireSupportedFormat(
        _ display: XDisplay, _ visual: UnsafeMutablePointer<Visual>
    ) throws(DesktopError) {
        let depth = UInt32(XDefaultDepth(display.handle, XDefaultScreen(display.handle)))
        guard let image = XCreateImage(display.handle, visual, depth, ZPixmap, 0, nil, 1, 1, 32, 0) else {
            throw .noDisplay
        }
        defer { nearhand_x11_destroy_image(image) }
        let format = image.pointee
        guard supportedDepths.contains(depth), format.bits_per_pixel == 32, format.byte_order == LSBFirst,
            format.red_mask == 0xFF_0000, format.blue_mask == 0xFF
        else { throw .unsupportedPixelFormat(bitsPerPixel: Int(format.bits_per_pixel)) }
    }
}
