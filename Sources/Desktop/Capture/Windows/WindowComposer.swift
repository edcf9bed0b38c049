internal import VPX

/// Puts the pixels of several windows together. Boxes are in the root window's coordinates.
struct WindowComposer {
    /// Each byte of a pixel where no window is: a grey.
    private static let background: UInt8 = 0x70

    private let reader: PixelReader
    private let scratch: Scratch
    /// What is shown, from the lowest to the highest.
    var layers: [Layer] = []

    /// One window's part.
    struct Layer: Equatable {
        /// Where it is.
        private(set) var box: PixelRectangle
        let backing: WindowBacking

        /// `nil` while nothing of the window is to be shown.
        init?(_ surface: WindowSurface) {
            guard let backing = surface.shown, let box = surface.box else { return nil }
            self.box = box
            self.backing = backing
        }

        /// The same pixels in another place; only for comparing.
        func moved(x: Int, y: Int) -> Layer {
            var layer = self
            layer.box.x += x
            layer.box.y += y
            return layer
        }

        /// The same pixels in the same place.
        static func == (left: Layer, right: Layer) -> Bool {
            left.box == right.box && left.backing === right.backing
        }

        /// The parts that hold the window's own pixels.
        fileprivate var ownBoxes: [PixelRectangle] {
            guard let boxes = backing.ownBoxes else { return [box] }
            let origin = backing.geometry.box
            return boxes.map { $0.relative(toX: -origin.x, y: -origin.y) }.intersection(box)
        }

        fileprivate func withPixels(
            of part: PixelRectangle, _ reader: PixelReader,
            _ body: (_ pixels: UnsafeMutablePointer<UInt8>, _ stride: Int) throws(VPXError) -> Void
        ) throws(VPXError) -> Bool {
            let (source, offset) = backing.source
            let origin = backing.geometry.box
            return try reader.withPixels(
                of: part.relative(toX: origin.x - offset, y: origin.y - offset), on: source, body)
        }
    }

    /// Room for one box.
    private final class Scratch {
        let pixels = UnsafeMutablePointer<UInt8>.allocate(capacity: PixelReader.capacity * 4)

        deinit {
            pixels.deallocate()
        }
    }

    init(reader: PixelReader) {
        self.reader = reader
        scratch = Scratch()
    }

    /// Lends the pixels of a box, `PixelReader.capacity` at most.
    ///
    /// - Returns: whether `body` was called.
    func withPixels(
        of box: PixelRectangle, _ body: (_ pixels: UnsafeMutablePointer<UInt8>, _ stride: Int) throws(VPXError) -> Void
    ) throws(VPXError) -> Bool {
        let highest = layers.last { !$0.box.intersection(box).isEmpty }
        if let highest, highest.backing.isWhole, highest.box.intersection(box) == box {
            return try highest.withPixels(of: box, reader, body)
        }
        let stride = box.width * 4
        scratch.pixels.update(repeating: Self.background, count: stride * box.height)
        var free = [box]
        for layer in layers.reversed() {
            for part in layer.ownBoxes.flatMap({ free.intersection($0) }) {
                let isRead = try layer.withPixels(of: part, reader) { pixels, rowLength in
                    copy(part, from: pixels, rowLength, into: box, stride)
                }
                guard isRead else { return false }
            }
            free = free.subtracting(layer.box)
        }
        try body(scratch.pixels, stride)
        return true
    }

    private func copy(
        _ part: PixelRectangle, from pixels: UnsafeMutablePointer<UInt8>, _ rowLength: Int, into box: PixelRectangle,
        _ stride: Int
    ) {
        let target = scratch.pixels + (part.y - box.y) * stride + (part.x - box.x) * 4
        for row in 0..<part.height {
            (target + row * stride).update(from: pixels + row * rowLength, count: part.width * 4)
        }
    }
}
