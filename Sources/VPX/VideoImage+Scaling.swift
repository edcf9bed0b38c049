internal import CYUV

extension VideoImage {
    /// Fills this picture with another of the same format, made smaller or larger by averaging.
    ///
    /// Cost: 1 to 3 ms from 1920 × 1080 to half of it.
    /// - Throws: `VPXError.sizeMismatch` for another format, `VPXError.failed(.convert, _)`.
    package mutating func scale(from source: borrowing VideoImage) throws(VPXError) {
        guard source.format == format else { throw .sizeMismatch }
        let scale = format == .i420 ? I420Scale : I444Scale
        let status = scale(
            source.luma, Int32(source.lumaStride), source.blue, Int32(source.chromaStride), source.red,
            Int32(source.chromaStride), Int32(source.width), Int32(source.height), luma, Int32(lumaStride), blue,
            Int32(chromaStride), red, Int32(chromaStride), Int32(width), Int32(height), kFilterBox)
        guard status == 0 else { throw .failed(.convert, .invalidParameter) }
    }
}
