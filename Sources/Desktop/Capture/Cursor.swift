internal import VPX

/// The pointer's picture and place. A captured screen does not hold it, so it is drawn into each frame.
struct Cursor: Equatable {
    /// The box that the picture covers, in the root window's coordinates.
    var bounds: PixelRectangle
    /// Alpha, red, green, blue from the high byte down, colours already multiplied by alpha; row by row.
    var pixels: [UInt32]

    /// Draws the part that lies within `box` over the pixels of that box.
    ///
    /// - Parameters:
    ///   - pixels: the first pixel of `box`, blue, green, red, padding.
    ///   - stride: bytes from row to row.
    func blend(over pixels: UnsafeMutablePointer<UInt8>, stride: Int, of box: PixelRectangle) {
        let common = bounds.intersection(box)
        for y in common.y..<common.maxY {
            var target = pixels + (y - box.y) * stride + (common.x - box.x) * 4
            let row = (y - bounds.y) * bounds.width - bounds.x
            for x in common.x..<common.maxX {
                Self.blend(self.pixels[row + x], over: target)
                target += 4
            }
        }
    }

    private static func blend(_ source: UInt32, over target: UnsafeMutablePointer<UInt8>) {
        let remaining = 255 - source >> 24
        for channel in 0..<3 {
            let colour = source >> (8 * UInt32(channel)) & 0xFF
            target[channel] = UInt8(min(255, colour + UInt32(target[channel]) * remaining / 255))
        }
    }
}
