internal import CVPX
internal import RTP

/// Encodes pictures of one size to VP8 or VP9 in real time.
///
/// Time is counted in frames, not read from a clock: after a still minute libvpx would otherwise give the next frame
/// the bits of that whole minute.
package struct VPXEncoder: ~Copyable {
    private let context: UnsafeMutablePointer<vpx_codec_ctx_t>
    private var libraryConfiguration: vpx_codec_enc_cfg_t
    private var framesEncoded = 0
    /// Where the next frame stands in the pattern of layers.
    private var layerPosition = 0
    private var speed: Int?
    private var hasActiveMap = false
    /// What the encoder was made for, with the bit rate and the threads as set last.
    package private(set) var configuration: VPXEncoderConfiguration

    /// - Throws: `VPXError.invalidSize`, `VPXError.failed(.createEncoder, _)`, `VPXError.failed(.configure, _)`.
    package init(configuration: VPXEncoderConfiguration) throws(VPXError) {
        let sides = 1...VideoImage.maximumSide
        guard sides.contains(configuration.width), sides.contains(configuration.height) else {
            throw .invalidSize(width: configuration.width, height: configuration.height)
        }
        var settings = vpx_codec_enc_cfg_t()
        let interface = configuration.codec == .vp8 ? vpx_codec_vp8_cx() : vpx_codec_vp9_cx()
        try check(vpx_codec_enc_config_default(interface, &settings, 0), .createEncoder)
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
    /// Cost: 10 to 40 ms for a picture of 1920 × 1080 that changed everywhere; about 3 ms where little is active.
    /// - Throws: `VPXError.sizeMismatch`, also for a picture of another format, `VPXError.failed(.encode, _)`.
    package mutating func encode(_ image: borrowing VideoImage, _ order: VPXOrder = .init()) throws(VPXError)
        -> VPXFrame?
    {
        guard image.width == configuration.width, image.height == configuration.height,
            image.format == configuration.imageFormat
        else { throw .sizeMismatch }
        try apply(order)
        if order.isKeyFrame || order.isBaseLayer || framesEncoded == 0 { layerPosition = 0 }
        let layer = configuration.layerPattern[layerPosition]
        var picture = vpx_image_t(lending: image)
        let status = nearhand_vpx_encode_realtime(
            context, &picture, vpx_codec_pts_t(framesEncoded), order.isKeyFrame ? 1 : 0, layer > 0 ? 1 : 0,
            configuration.temporalLayerCount > 1 ? 1 : 0)
        try check(status, .encode)
        framesEncoded += 1
        guard var frame = try takeFrame() else { return nil }
        if configuration.temporalLayerCount > 1 { frame.temporalLayer = frame.isKeyFrame ? 0 : layer }
        layerPosition = (layerPosition + 1) % configuration.layerPattern.count
        return frame
    }

    /// Sets the bit rate for the frames that follow.
    ///
    /// - Throws: `VPXError.failed(.configure, _)`.
    package mutating func setBitsPerSecond(_ bitsPerSecond: Int) throws(VPXError) {
        guard bitsPerSecond != configuration.bitsPerSecond else { return }
        var changed = configuration
        changed.bitsPerSecond = bitsPerSecond
        libraryConfiguration.apply(changed)
        try check(vpx_codec_enc_config_set(context, &libraryConfiguration), .configure)
        configuration = changed
    }

    /// Sets the number of threads for the frames that follow; `false` where only a new encoder can have another.
    ///
    /// libvpx makes the threads of VP8 with the encoder, and a later number has no effect; those of VP9 with each frame.
    /// - Throws: `VPXError.failed(.configure, _)`.
    package mutating func setThreads(_ threads: Int) throws(VPXError) -> Bool {
        guard threads != configuration.threads else { return true }
        guard configuration.codec != .vp8 else { return false }
        var changed = configuration
        changed.threads = threads
        libraryConfiguration.g_threads = changed.libraryThreads
        try check(vpx_codec_enc_config_set(context, &libraryConfiguration), .configure)
        for (control, value) in Self.threadControls(changed) {
            try check(nearhand_vpx_control_int(context, control.code, value), .configure)
        }
        configuration = changed
        return true
    }

    private mutating func apply(_ order: VPXOrder) throws(VPXError) {
        let quantizers = order.quantizers ?? configuration.content.usualQuantizers
        let bounds = (UInt32(clamping: quantizers.lowerBound), UInt32(clamping: min(63, quantizers.upperBound)))
        if (libraryConfiguration.rc_min_quantizer, libraryConfiguration.rc_max_quantizer) != bounds {
            (libraryConfiguration.rc_min_quantizer, libraryConfiguration.rc_max_quantizer) = bounds
            try check(vpx_codec_enc_config_set(context, &libraryConfiguration), .configure)
        }
        if speed != order.speed {
            try check(nearhand_vpx_control_int(context, VP8E_SET_CPUUSED.code, speedControl(order.speed)), .configure)
            speed = order.speed
        }
        try applyActiveMap(order.isKeyFrame ? nil : order.activeMap)
    }

    /// A key frame makes libvpx forget the map, so it is set before every frame.
    private mutating func applyActiveMap(_ map: [UInt8]?) throws(VPXError) {
        let (columns, rows) = configuration.macroblockSize
        guard var map else {
            if hasActiveMap {
                try check(nearhand_vpx_set_active_map(context, nil, UInt32(rows), UInt32(columns)), .configure)
            }
            hasActiveMap = false
            return
        }
        precondition(map.count == columns * rows, "a map has one byte for each macroblock")
        hasActiveMap = true
        let status = map.withUnsafeMutableBufferPointer {
            nearhand_vpx_set_active_map(context, $0.baseAddress, UInt32(rows), UInt32(columns))
        }
        try check(status, .configure)
    }

    /// Negative for VP8: a fixed speed instead of one that follows the processor load, so that a busy machine, which is
    /// when people ask for help, does not lower the quality.
    private func speedControl(_ speed: Int) -> Int32 {
        guard configuration.codec == .vp8 else { return Int32(clamping: speed) }
        return speed > 8 ? -12 : Int32(clamping: -speed)
    }

    private func takeFrame() throws(VPXError) -> VPXFrame? {
        var iterator: vpx_codec_iter_t?
        while let packet = vpx_codec_get_cx_data(context, &iterator) {
            guard packet.pointee.kind == VPX_CODEC_CX_FRAME_PKT else { continue }
            let frame = packet.pointee.data.frame
            // A frame that was left out is a packet without bytes.
            guard frame.sz > 0 else { return nil }
            var quantizer: Int32 = 0
            try check(nearhand_vpx_control_get_int(context, VP8E_GET_LAST_QUANTIZER_64.code, &quantizer), .encode)
            let bytes = UnsafeRawBufferPointer(start: frame.buf, count: frame.sz)
            // One packet is one frame, because output partitions are not asked for.
            return VPXFrame(
                codec: configuration.codec, isKeyFrame: nearhand_vpx_packet_is_key_frame(packet) != 0,
                quantizer: Int(quantizer), payload: [UInt8](bytes))
        }
        return nil
    }

    private static func makeContext(
        _ settings: inout vpx_codec_enc_cfg_t, _ configuration: VPXEncoderConfiguration
    ) throws(VPXError) -> UnsafeMutablePointer<vpx_codec_ctx_t> {
        let context = UnsafeMutablePointer<vpx_codec_ctx_t>.allocate(capacity: 1)
        context.initialize(to: vpx_codec_ctx_t())
        do throws(VPXError) {
            let isVP8 = configuration.codec == .vp8
            try check(
                isVP8
                    ? nearhand_vp8_encoder_init(context, &settings) : nearhand_vp9_encoder_init(context, &settings),
                .createEncoder)
            for (control, value) in isVP8 ? vp8Controls(configuration) : vp9Controls(configuration) {
                try check(nearhand_vpx_control_int(context, control.code, value), .configure)
            }
        } catch {
            // Harmless where the codec was not created; libvpx then answers with an error and frees nothing.
            vpx_codec_destroy(context)
            context.deallocate()
            throw error
        }
        return context
    }

    private static func vp8Controls(_ configuration: VPXEncoderConfiguration) -> [(vp8e_enc_control_id, Int32)] {
        let isScreen = configuration.content == .screen
        return [
            // A macroblock whose change is smaller than this is not coded. Larger values leave ghosts of text behind.
            (VP8E_SET_STATIC_THRESHOLD, isScreen ? 100 : 1),
            (VP8E_SET_SCREEN_CONTENT_MODE, isScreen ? 1 : 0),
            // Two partitions of coefficients, so that two threads can write them.
            (VP8E_SET_TOKEN_PARTITIONS, configuration.threads > 1 ? 1 : 0),
            (VP8E_SET_NOISE_SENSITIVITY, 0),
            // Percent of the mean frame: a key frame may be large, the pacer spreads it.
            (VP8E_SET_MAX_INTRA_BITRATE_PCT, 1_000),
        ]
    }

    /// What depends on the number of threads, of VP9.
    private static func threadControls(_ configuration: VPXEncoderConfiguration) -> [(vp8e_enc_control_id, Int32)] {
        let hasSeveral = configuration.threads > 1
        // A tile is at least 256 pixels wide; each column of them is work for one thread more.
        return [
            (VP9E_SET_ROW_MT, hasSeveral ? 1 : 0),
            (VP9E_SET_TILE_COLUMNS, hasSeveral && configuration.width >= 512 ? 1 : 0),
        ]
    }

    private static func vp9Controls(_ configuration: VPXEncoderConfiguration) -> [(vp8e_enc_control_id, Int32)] {
        let isScreen = configuration.content == .screen
        return threadControls(configuration) + [
            (VP9E_SET_TUNE_CONTENT, Int32(isScreen ? VP9E_CONTENT_SCREEN.rawValue : VP9E_CONTENT_DEFAULT.rawValue)),
            // Adaptive quantization spends bits where text has none to spare; for motion the cyclic refresh helps.
            (VP9E_SET_AQ_MODE, isScreen ? 0 : 3),
            (VP9E_SET_NOISE_SENSITIVITY, 0),
            (VP9E_SET_GF_CBR_BOOST_PCT, 0),
            (VP9E_SET_FRAME_PARALLEL_DECODING, 0),
            (VP8E_SET_MAX_INTRA_BITRATE_PCT, 1_000),
            // What `VideoImage.update(_:fromARGB:stride:)` makes. Without it decoders guess BT.709 for large pictures.
            (VP9E_SET_COLOR_SPACE, Int32(VPX_CS_BT_601.rawValue)),
            (VP9E_SET_COLOR_RANGE, Int32(VPX_CR_STUDIO_RANGE.rawValue)),
        ]
    }
}

extension VPXEncoderConfiguration {
    fileprivate var libraryThreads: UInt32 { UInt32(clamping: min(max(1, threads), 16)) }
}

extension VPXEncoderConfiguration.Content {
    fileprivate var usualQuantizers: ClosedRange<Int> { self == .screen ? 4...48 : 4...56 }
}

extension vpx_codec_enc_cfg_t {
    /// Takes over what the caller chose and sets the rest for live pictures.
    fileprivate mutating func apply(_ configuration: VPXEncoderConfiguration) {
        g_w = UInt32(configuration.width)
        g_h = UInt32(configuration.height)
        g_profile = configuration.codec == .vp9Profile1 ? 1 : 0
        g_timebase = vpx_rational(num: 1, den: Int32(clamping: max(1, configuration.frameRate)))
        g_threads = configuration.libraryThreads
        g_pass = VPX_RC_ONE_PASS
        // Lost packets are repaired by retransmission or by a key frame that is asked for, so frames may depend on
        // each other; but with layers no frame may depend on the probabilities of one that may be left out.
        g_error_resilient = configuration.temporalLayerCount > 1 ? 1 : 0
        g_lag_in_frames = 0
        rc_end_usage = VPX_CBR
        rc_target_bitrate = UInt32(clamping: max(1, configuration.bitsPerSecond / 1_000))
        rc_dropframe_thresh = 0
        rc_resize_allowed = 0
        rc_min_quantizer = UInt32(configuration.content.usualQuantizers.lowerBound)
        rc_max_quantizer = UInt32(configuration.content.usualQuantizers.upperBound)
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
    fileprivate init(lending image: borrowing VideoImage) {
        self.init()
        let format = image.format == .i420 ? VPX_IMG_FMT_I420 : VPX_IMG_FMT_I444
        vpx_img_wrap(&self, format, UInt32(image.width), UInt32(image.height), 1, image.luma)
        planes.0 = image.luma
        planes.1 = image.blue
        planes.2 = image.red
        stride.0 = Int32(image.lumaStride)
        stride.1 = Int32(image.chromaStride)
        stride.2 = Int32(image.chromaStride)
    }
}
