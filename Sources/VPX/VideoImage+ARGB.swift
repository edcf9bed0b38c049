internal import CYUV

/// What libyuv calls ARGB is the bytes B, G, R, A in memory, as an X server of a little-endian machine has them.
extension VideoImage {
    /// Converts a box of ARGB pixels into the same box of this picture, with the BT.601 limited-range matrix.
    ///
    /// - Parameters:
    ///   - box: lies within the picture, with even `x` and `y`; see `PixelRectangle.alignedToChroma`.
    ///   - pixels: the first pixel of the box; `stride` bytes from row to row, readable for the whole box.
    /// - Throws: `VPXError.failed(.convert, _)` when libyuv refuses.
    package mutating func update(
        _ box: PixelRectangle, fromARGB pixels: UnsafePointer<UInt8>, stride: Int
    ) throws(VPXError) {
        precondition(box.x.isMultiple(of: 2) && box.y.isMultiple(of: 2), "a box begins on a chroma sample")
        precondition(
            box.x >= 0 && box.y >= 0 && box.maxX <= width && box.maxY <= height, "a box lies within the picture")
        if box.isEmpty { return }
        let lumaOffset = box.y * lumaStride + box.x
        let chromaOffset = format == .i420 ? box.y / 2 * chromaStride + box.x / 2 : box.y * chromaStride + box.x
        let convert = format == .i420 ? ARGBToI420 : ARGBToI444
        let status = convert(
            pixels, Int32(stride), luma + lumaOffset, Int32(lumaStride), blue + chromaOffset, Int32(chromaStride),
            red + chromaOffset, Int32(chromaStride), Int32(box.width), Int32(box.height))
        guard status == 0 else { throw .failed(.convert, .invalidParameter) }
    }

    /// The picture as `width × 4` bytes a row, B, G, R, A.
    ///
    /// - Throws: `VPXError.failed(.convert, _)` when libyuv refuses.
    package func makeARGB() throws(VPXError) -> [UInt8] {
        var pixels = [UInt8](repeating: 0, count: width * height * 4)
        let convert = format == .i420 ? I420ToARGB : I444ToARGB
        let status = pixels.withUnsafeMutableBufferPointer { target in
            convert(
                luma, Int32(lumaStride), blue, Int32(chromaStride), red, Int32(chromaStride), target.baseAddress,
                Int32(width * 4), Int32(width), Int32(height))
        }
        guard status == 0 else { throw .failed(.convert, .invalidParameter) }
        return pixels
    }
}
