import VPX

/// One pixel as libyuv's ARGB has it in memory.
struct BGRA: Equatable, CustomStringConvertible {
    var blue: UInt8
    var green: UInt8
    var red: UInt8

    init(blue: UInt8, green: UInt8, red: UInt8) {
        self.blue = blue
        self.green = green
        self.red = red
    }

    init(_ pixels: [UInt8], at offset: Int) {
        self.init(blue: pixels[offset], green: pixels[offset + 1], red: pixels[offset + 2])
    }

    func isNear(_ other: BGRA, within tolerance: Int) -> Bool {
        zip([blue, green, red], [other.blue, other.green, other.red]).allSatisfy {
            abs(Int($0) - Int($1)) <= tolerance
        }
    }

    var description: String { "red \(red) green \(green) blue \(blue)" }
}

extension VideoImage {
    /// Paints a box in one colour.
    mutating func fill(_ box: PixelRectangle, with colour: BGRA) throws {
        let pixel: [UInt8] = [colour.blue, colour.green, colour.red, 255]
        let pixels = [UInt8](repeatElement(pixel, count: box.area).joined())
        try pixels.withUnsafeBufferPointer { source in
            try update(box, fromARGB: source.baseAddress!, stride: box.width * 4)  // a box of a test is not empty
        }
    }

    /// Eight vertical bars, moved to the right by `step` pixels.
    mutating func drawBars(step: Int) throws {
        var pixels = [UInt8]()
        pixels.reserveCapacity(width * height * 4)
        for _ in 0..<height {
            for x in 0..<width {
                let bar = (x + step) * 8 / width % 8
                pixels += [bar & 1 == 0 ? 30 : 220, bar & 2 == 0 ? 30 : 220, bar & 4 == 0 ? 30 : 220, 255]
            }
        }
        let box = PixelRectangle(x: 0, y: 0, width: width, height: height)
        try pixels.withUnsafeBufferPointer { source in
            try update(box, fromARGB: source.baseAddress!, stride: width * 4)  // a picture is not empty
        }
    }

    /// Noise from a seed, which no codec predicts.
    mutating func drawNoise(seed: UInt64) throws {
        var state = seed | 1
        let pixels = (0..<width * height * 4).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return UInt8(truncatingIfNeeded: state)
        }
        let box = PixelRectangle(x: 0, y: 0, width: width, height: height)
        try pixels.withUnsafeBufferPointer { source in
            try update(box, fromARGB: source.baseAddress!, stride: width * 4)  // a picture is not empty
        }
    }
}
