/// A picture in planar YUV, eight bits a sample, owned by whoever holds the value.
///
/// ```text
/// luma    height rows of lumaStride bytes
/// blue    chromaHeight rows of chromaStride bytes
/// red     chromaHeight rows of chromaStride bytes
/// ```
package struct VideoImage: ~Copyable {
    /// How many chroma samples there are.
    package enum Format: Sendable {
        /// One for two by two pixels: VP8, and profile 0 of VP9.
        case i420
        /// One for each pixel: profile 1 of VP9.
        case i444
    }

    /// The largest width and height that a VP8 frame header can carry (RFC 6386 §9.1).
    package static let maximumSide = 16_383
    /// Rows begin at multiples of this, which suits the widest vector instructions.
    private static let rowAlignment = 64

    /// Whether chroma has every pixel.
    package let format: Format
    /// The width in pixels.
    package let width: Int
    /// The height in pixels.
    package let height: Int
    /// Bytes from one luma row to the next.
    package let lumaStride: Int
    /// Bytes from one chroma row to the next.
    package let chromaStride: Int
    private let storage: UnsafeMutableRawPointer

    /// Makes a black picture.
    ///
    /// - Throws: `VPXError.invalidSize`.
    package init(width: Int, height: Int, format: Format = .i420) throws(VPXError) {
        guard (1...Self.maximumSide).contains(width), (1...Self.maximumSide).contains(height) else {
            throw .invalidSize(width: width, height: height)
        }
        self.format = format
        self.width = width
        self.height = height
        lumaStride = Self.align(width)
        chromaStride = format == .i420 ? Self.align((width + 1) / 2) : lumaStride
        let lumaSize = lumaStride * height
        let chromaSize = chromaStride * (format == .i420 ? (height + 1) / 2 : height)
        storage = .allocate(byteCount: lumaSize + 2 * chromaSize, alignment: Self.rowAlignment)
        storage.initializeMemory(as: UInt8.self, repeating: 16, count: lumaSize)
        (storage + lumaSize).initializeMemory(as: UInt8.self, repeating: 128, count: 2 * chromaSize)
    }

    deinit {
        storage.deallocate()
    }

    /// The number of chroma rows.
    package var chromaHeight: Int { format == .i420 ? (height + 1) / 2 : height }

    /// The luma samples, `lumaStride` bytes from row to row; valid as long as the picture is held.
    package var luma: UnsafeMutablePointer<UInt8> { storage.assumingMemoryBound(to: UInt8.self) }
    /// The blue-difference plane, behind the luma.
    var blue: UnsafeMutablePointer<UInt8> { luma + lumaStride * height }
    /// The red-difference plane, behind the blue one.
    var red: UnsafeMutablePointer<UInt8> { blue + chromaStride * chromaHeight }

    private static func align(_ count: Int) -> Int { (count + rowAlignment - 1) & ~(rowAlignment - 1) }
}

/// The 4:2:0 picture of cameras and VP8, which is what a `VideoImage` is unless another format is asked for.
package typealias I420Image = VideoImage
