internal import CVPX
internal import CYUV
package import RTP

/// Decodes VP8 or VP9 frames one after the other; for tests, measurements and a node without a browser.
package struct VPXDecoder: ~Copyable {
    private let context: UnsafeMutablePointer<vpx_codec_ctx_t>

    /// - Parameter codec: a decoder of VP9 takes both profiles, whichever is named.
    /// - Throws: `VPXError.failed(.createDecoder, _)`.
    package init(codec: VideoCodec = .vp8, threads: Int = 1) throws(VPXError) {
        var settings = vpx_codec_dec_cfg_t(threads: UInt32(clamping: threads), w: 0, h: 0)
        let context = UnsafeMutablePointer<vpx_codec_ctx_t>.allocate(capacity: 1)
        context.initialize(to: vpx_codec_ctx_t())
        do throws(VPXError) {
            try check(
                codec == .vp8
                    ? nearhand_vp8_decoder_init(context, &settings) : nearhand_vp9_decoder_init(context, &settings),
                .createDecoder)
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
    /// - Throws: `VPXError.failed(.decode, _)` for a damaged frame and for one that is neither 4:2:0 nor 4:4:4 of eight
    ///   bits, `VPXError.invalidSize`.
    package mutating func decode(_ payload: [UInt8]) throws(VPXError) -> VideoImage? {
        // libvpx takes no data at all for the order to flush.
        guard !payload.isEmpty else { throw .failed(.decode, .corruptFrame) }
        let status = payload.withUnsafeBufferPointer { bytes in
            vpx_codec_decode(context, bytes.baseAddress, UInt32(clamping: bytes.count), nil, 0)
        }
        try check(status, .decode)
        var iterator: vpx_codec_iter_t?
        guard let picture = vpx_codec_get_frame(context, &iterator) else { return nil }
        return try VideoImage.makeCopy(of: picture.pointee)
    }
}

extension VideoImage {
    /// Copies the decoder's picture, which the decoder overwrites with its next frame.
    fileprivate static func makeCopy(of picture: vpx_image_t) throws(VPXError) -> VideoImage {
        let format: Format
        switch picture.fmt {
        case VPX_IMG_FMT_I420: format = .i420
        case VPX_IMG_FMT_I444: format = .i444
        default: throw .failed(.decode, .unsupportedBitstream)
        }
        let image = try VideoImage(width: Int(picture.d_w), height: Int(picture.d_h), format: format)
        let copy = format == .i420 ? I420Copy : I444Copy
        let status = copy(
            picture.planes.0, picture.stride.0, picture.planes.1, picture.stride.1, picture.planes.2,
            picture.stride.2, image.luma, Int32(image.lumaStride), image.blue, Int32(image.chromaStride), image.red,
            Int32(image.chromaStride), Int32(image.width), Int32(image.height))
        guard status == 0 else { throw .failed(.convert, .invalidParameter) }
        return image
    }
}

/// The decoder by the name of its first codec.
package typealias VP8Decoder = VPXDecoder
