internal import CVPX

/// One encoded picture.
package struct VP8Frame: Equatable, Sendable {
    /// Decodes without any frame before it.
    package var isKeyFrame: Bool
    /// How coarse the frame is, 0 (finest) … 63.
    package var quantizer: Int
    /// The frame in VP8 data format (RFC 6386 §9, https://www.rfc-editor.org/rfc/rfc6386#section-9).
    package var payload: [UInt8]

    package init(isKeyFrame: Bool, quantizer: Int, payload: [UInt8]) {
        self.isKeyFrame = isKeyFrame
        self.quantizer = quantizer
        self.payload = payload
    }
}

/// Encodes pictures of one size to VP8 in real time.
///
/// Time is counted in frames, not read from a clock: after a still minute libvpx would otherwise give the next frame
/// the bits of that whole minute.
package struct VP8Encoder: ~Copyable {
    private let context: UnsafeMutablePointer<vpx_codec_ctx_t>
    private var libraryConfiguration: vpx_codec_enc_cfg_t
    private var framesEncoded = 0
    /// What the encoder was made for, with the bit rate as set last.
    package private(set) var configuration: VP8EncoderConfiguration

    /// - Throws: `VPXError.invalidSize`, `VPXError.failed(.createEncoder, _)`, `VPXError.failed(.configure, _)`.
    package init(configuration: VP8EncoderConfiguration) throws(VPXError) {
        let sides = 1...I420Image.maximumSide
        guard sides.contains(configuration.width), sides.contains(configuration.height) else {
            throw .invalidSize(width: configuration.width, height: configuration.height)
        }
        var settings = vpx_codec_enc_cfg_t()
        try check(vpx_codec_enc_config_default(vpx_codec_vp8_cx(), &settings, 0), .createEncoder)
        settings.apply(configuration)
        context = try Self.makeContext(&settings, configuration)
        self.configuration = configuration
        libraryConfiguration = settings
    }

    deinit {
        vpx_codec_destroy(context)
        context.deallocate()
    }

    /// Encodes one picture; `nil` when rate control left it out.
    ///
    /// Cost: 10 to 20 ms for a picture of 1920 × 1080.
    /// - Throws: `VPXError.sizeMismatch`, `VPXError.failed(.encode, _)`.
    package mutating func encode(
        _ image: borrowing I420Image, forcingKeyFrame: Bool = false
    ) throws(VPXError) -> VP8Frame? {
        guard image.width == configuration.width, image.height == configuration.height else { throw .sizeMismatch }
        var picture = vpx_image_t(lending: image)
        let status = nearhand_vpx_encode_realtime(
            context, &picture, vpx_codec_pts_t(framesEncoded), forcingKeyFrame ? 1 : 0)
        try check(status, .encode)
        framesEncoded += 1
        return try takeFrame()
    }

    /// Sets the bit rate for the frames that follow.
    ///
    /// - Throws: `VPXError.failed(.configure, _)`.
    package mutating func setBitsPerSecond(_ bitsPerSecond: Int) throws(VPXError) {
        var changed = configuration
        changed.bitsPerSecond = bitsPerSecond
        libraryConfiguration.apply(changed)
        try check(vpx_codec_enc_config_set(context, &libraryConfiguration), .configure)
        configuration = changed
    }

    private func takeFrame() throws(VPXError) -> VP8Frame? {
        var iterator: vpx_codec_iter_t?
        while let packet = vpx_codec_get_cx_data(context, &iterator) {
            guard packet.pointee.kind == VPX_CODEC_CX_FRAME_PKT else { continue }
            let frame = packet.pointee.data.frame
            var quantizer: Int32 = 0
            try check(nearhand_vpx_control_get_int(context, VP8E_GET_LAST_QUANTIZER_64.code, &quantizer), .encode)
            let bytes = UnsafeRawBufferPointer(start: frame.buf, count: frame.sz)
            // One packet is one frame, because output partitions are not asked for.
            return VP8Frame(
                isKeyFrame: nearhand_vpx_packet_is_key_frame(packet) != 0, quantizer: Int(quantizer),
                payload: [UInt8](bytes))
        }
        return nil
    }

    private static func makeContext(
        _ settings: inout vpx_codec_enc_cfg_t, _ configuration: VP8EncoderConfiguration
    ) throws(VPXError) -> UnsafeMutablePointer<vpx_codec_ctx_t> {
        let context = UnsafeMutablePointer<vpx_codec_ctx_t>.allocate(capacity: 1)
        context.initialize(to: vpx_codec_ctx_t())
        do throws(VPXError) {
            try check(nearhand_vp8_encoder_init(context, &settings), .createEncoder)
            try applyControls(configuration, to: context)
        } catch {
            // Harmless where the codec was not created; libvpx then answers with an error and frees nothing.
            vpx_codec_destroy(context)
            context.deallocate()
            throw error
        }
        return context
    }

    private static func applyControls(
        _ configuration: VP8EncoderConfiguration, to context: UnsafeMutablePointer<vpx_codec_ctx_t>
    ) throws(VPXError) {
        let isScreen = configuration.content == .screen
        let controls: [(vp8e_enc_control_id, Int32)] = [
            // Negative: a fixed speed instead of one that follows the processor load, so that a busy machine, which
            // is when people ask for help, does not lower the quality.
            (VP8E_SET_CPUUSED, -8),
            // A macroblock whose change is smaller than this is not coded. Larger values leave ghosts of text behind.
            (VP8E_SET_STATIC_THRESHOLD, isScreen ? 100 : 1),
            (VP8E_SET_SCREEN_CONTENT_MODE, isScreen ? 1 : 0),
            // Two partitions of coefficients, so that two threads can write them.
            (VP8E_SET_TOKEN_PARTITIONS, configuration.threads > 1 ? 1 : 0),
            (VP8E_SET_NOISE_SENSITIVITY, 0),
            // Percent of the mean frame: a key frame may be large, the pacer spreads it.
            (VP8E_SET_MAX_INTRA_BITRATE_PCT, 1_000),
        ]
        for (control, value) in controls {
            try check(nearhand_vpx_control_int(context, control.code, value), .configure)
        }
    }
}

extension vpx_codec_enc_cfg_t {
    /// Takes over what the caller chose and sets the rest for live pictures.
    fileprivate mutating func apply(_ configuration: VP8EncoderConfiguration) {
        g_w = UInt32(configuration.width)
        g_h = UInt32(configuration.height)
        g_timebase = vpx_rational(num: 1, den: Int32(clamping: max(1, configuration.frameRate)))
        g_threads = UInt32(clamping: min(max(1, configuration.threads), 16))
        g_pass = VPX_RC_ONE_PASS
        // Lost packets are repaired by retransmission or by a key frame that is asked for, so frames may depend on
        // each other.
        g_error_resilient = 0
        g_lag_in_frames = 0
        rc_end_usage = VPX_CBR
        rc_target_bitrate = UInt32(clamping: max(1, configuration.bitsPerSecond / 1_000))
        rc_dropframe_thresh = 0
        rc_resize_allowed = 0
        rc_min_quantizer = 4
        rc_max_quantizer = configuration.content == .screen ? 48 : 56
        rc_undershoot_pct = 100
        rc_overshoot_pct = 15
        // Milliseconds of bits.
        rc_buf_initial_sz = 500
        rc_buf_optimal_sz = 600
        rc_buf_sz = 1_000
        // The receiver asks for key frames; none comes by itself.
        kf_mode = VPX_KF_DISABLED
    }
}

extension vp8e_enc_control_id {
    /// The number that `vpx_codec_control_` takes.
    fileprivate var code: Int32 { Int32(rawValue) }
}

extension vpx_image_t {
    /// Describes a picture's planes without a copy; valid while the picture is.
    fileprivate init(lending image: borrowing I420Image) {
        self.init()
        vpx_img_wrap(&self, VPX_IMG_FMT_I420, UInt32(image.width), UInt32(image.height), 1, image.luma)
        planes.0 = image.luma
        planes.1 = image.blue
        planes.2 = image.red
        stride.0 = Int32(image.lumaStride)
        stride.1 = Int32(image.chromaStride)
        stride.2 = Int32(image.chromaStride)
    }
}
