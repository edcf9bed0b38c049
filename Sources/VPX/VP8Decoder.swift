internal import CVPX
internal import CYUV

/// Decodes VP8 frames one after the other; for tests and for a node without a browser.
package struct VP8Decoder: ~Copyable {
    private let context: UnsafeMutablePointer<vpx_codec_ctx_t>

    /// - Throws: `VPXError.failed(.createDecoder, _)`.
    package init(threads: Int = 1) throws(VPXError) {
        var settings = vpx_codec_dec_cfg_t(threads: UInt32(clamping: threads), w: 0, h: 0)
        let context = UnsafeMutablePointer<vpx_codec_ctx_t>.allocate(capacity: 1)
        context.initialize(to: vpx_codec_ctx_t())
        do throws(VPXError) {
            try check(nearhand_vp8_decoder_init(context, &settings), .createDecoder)
        } catch {
            context.deallocate()
            throw error
        }
        self.context = context
    }

    deinit {
        vpx_codec_destroy(context)
        context.deallocate()
    }

    /// Decodes one frame; `nil` when it shows nothing.
    ///
    /// The bytes are a peer's: whatever they are, the call returns or throws.
    /// - Throws: `VPXError.failed(.decode, _)` for a damaged frame, `VPXError.invalidSize`.
    package mutating func decode(_ payload: [UInt8]) throws(VPXError) -> I420Image? {
        // libvpx takes no data at all for the order to flush.
        guard !payload.isEmpty else { throw .failed(.decode, .corruptFrame) }
        let status = payload.withUnsafeBufferPointer { bytes in
            vpx_codec_decode(context, bytes.baseAddress, UInt32(clamping: bytes.count), nil, 0)
        }
        try check(status, .decode)
        var iterator: vpx_codec_iter_t?
        guard let picture = vpx_codec_get_frame(context, &iterator) else { return nil }
        return try I420Image.makeCopy(of: picture.pointee)
    }
}

extension I420Image {
    /// Copies the decoder's picture, which the decoder overwrites with its next frame.
    fileprivate static func makeCopy(of picture: vpx_image_t) throws(VPXError) -> I420Image {
        let image = try I420Image(width: Int(picture.d_w), height: Int(picture.d_h))
        let status = I420Copy(
            picture.planes.0, picture.stride.0, picture.planes.1, picture.stride.1, picture.planes.2,
            picture.stride.2, image.luma, Int32(image.lumaStride), image.blue, Int32(image.chromaStride), image.red,
            Int32(image.chromaStride), Int32(image.width), Int32(image.height))
        guard status == 0 else { throw .failed(.convert, .invalidParameter) }
        return image
    }
}
