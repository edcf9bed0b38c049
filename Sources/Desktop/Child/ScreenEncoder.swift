internal import RTP
internal import VPX
internal import Wire

/// The encoder of one sharing with what decides when it works and on what.
///
/// Feed it with `encode` at `nextFrameAt`: the whole picture as it is and what changed in it. What the line could not
/// take at once is remembered by macroblocks and comes with the frames that follow, until the receiver has it all.
struct ScreenEncoder: ~Copyable {
    /// Below this, one frame would take longer than a person waits; the picture then comes late, not worse.
    private static let minimumBitsPerSecond = 50_000
    /// Of a quiet screen; whoever scrolls or types on would wait for the pictures of rest.
    private static let settling: Duration = .milliseconds(50)
    /// Changes this far apart are not one movement.
    private static let motionPause: Duration = .milliseconds(150)

    private let maximumFrameRate: Int
    private var codec: VideoCodec
    private var encoder: VPXEncoder
    private var grid: MacroblockGrid
    private var model: FrameSizeModel
    private var planner: FramePlanner
    private var pacer: FramePacer
    private var ladder = ResolutionLadder()
    private var threads: EncoderThreads
    private var layers: DesktopLayers
    /// The size of the pictures that are given.
    private var size: (width: Int, height: Int)
    /// The picture in the encoder's size, where that is another.
    private var scaled: VideoImage?
    private var needsKeyFrame = true
    /// What the receiver does not have, after the last frame.
    private var lack = Lack.changes
    private var changedAt = Instant.origin
    /// The last change followed another.
    private var isMoving = false

    private enum Lack {
        case changes, sharpness, nothing
    }

    /// - Throws: `DesktopError.codec`.
    init(_ start: DesktopCommand.Start, width: Int, height: Int) throws(DesktopError) {
        maximumFrameRate = Int(start.maximumFrameRate)
        codec = start.codec
        layers = start.layers
        size = (width, height)
        let bitsPerSecond = max(Self.minimumBitsPerSecond, Int(start.bitsPerSecond))
        pacer = FramePacer(maximumFrameRate: maximumFrameRate, bitsPerSecond: bitsPerSecond)
        planner = FramePlanner(
            mode: start.mode, bitsPerSecond: bitsPerSecond, maximumFrameRate: maximumFrameRate,
            finest: Self.finestQuantizer(start.codec))
        model = FrameSizeModel(hasFullChroma: start.codec == .vp9Profile1)
        grid = MacroblockGrid(width: width, height: height)
        threads = EncoderThreads(
            allowed: ProcessorTime.allowed, frameInterval: .seconds(1) / max(1, maximumFrameRate))
        do throws(VPXError) {
            encoder = try Self.makeEncoder(
                start.codec, width: width, height: height, frameRate: maximumFrameRate, threads: threads.count,
                layerCount: start.layers == .single ? 1 : 2)
        } catch {
            throw .codec(error)
        }
    }

    /// The format of the pictures that are to be given.
    var imageFormat: VideoImage.Format { Self.imageFormat(of: codec) }

    /// The format of the pictures that a codec takes.
    static func imageFormat(of codec: VideoCodec) -> VideoImage.Format { codec == .vp9Profile1 ? .i444 : .i420 }

    /// Whether pictures of this size and format can be encoded without `resize`.
    func fits(_ picture: borrowing VideoImage) -> Bool {
        (picture.width, picture.height) == size && picture.format == imageFormat
    }

    /// When a frame should be made; `nil` when nothing is to be shown.
    func nextFrameAt(hasChanges: Bool) -> Instant? {
        if hasChanges || needsKeyFrame { return pacer.nextFrameAt }
        switch lack {
        case .changes: return pacer.nextFrameAt
        case .sharpness: return max(pacer.nextFrameAt, changedAt + Self.settling)
        case .nothing: return ladder.restoresAt
        }
    }

    /// The next frame decodes by itself. Many orders before that frame are one.
    mutating func requestKeyFrame() {
        needsKeyFrame = true
    }

    /// Follows the line, from the next frame on.
    ///
    /// - Throws: `DesktopError.codec`.
    mutating func setBitsPerSecond(_ bitsPerSecond: UInt32, now: Instant) throws(DesktopError) {
        let bitsPerSecond = max(Self.minimumBitsPerSecond, Int(bitsPerSecond))
        pacer.setBitsPerSecond(bitsPerSecond, now: now)
        planner.bitsPerSecond = bitsPerSecond
    }

    /// What gives way from the next frame on.
    ///
    /// - Throws: `DesktopError.codec`.
    mutating func setMode(_ mode: DesktopMode) throws(DesktopError) {
        planner.mode = mode
        let wasScaled = ladder.index > 0
        ladder = ResolutionLadder()
        if wasScaled { try restartOrThrow() }
        if lack == .nothing { lack = .sharpness }
    }

    /// Encodes with another codec, from the next frame on, which is a key frame; see `imageFormat`.
    ///
    /// - Throws: `DesktopError.codec`.
    mutating func setCodec(_ codec: VideoCodec) throws(DesktopError) {
        guard codec != self.codec else { return }
        self.codec = codec
        model = FrameSizeModel(hasFullChroma: codec == .vp9Profile1)
        planner = FramePlanner(
            mode: planner.mode, bitsPerSecond: planner.bitsPerSecond, maximumFrameRate: maximumFrameRate,
            finest: Self.finestQuantizer(codec))
        try restartOrThrow()
    }

    /// Divides the frames from the next one on, which is a key frame where frames were not divided; a single layer comes
    /// back with the next key frame.
    mutating func setLayers(_ layers: DesktopLayers) {
        if layers != .single, encoder.configuration.temporalLayerCount == 1 { needsKeyFrame = true }
        self.layers = layers
    }

    /// Starts anew for pictures of another size, with a key frame.
    ///
    /// - Throws: `DesktopError.codec`.
    mutating func resize(width: Int, height: Int) throws(DesktopError) {
        size = (width, height)
        ladder = ResolutionLadder()
        try restartOrThrow()
    }

    /// Encodes what the receiver lacks of the picture, as far as the line takes it; `nil` when it lacks nothing.
    ///
    /// - Parameters:
    ///   - damaged: what changed since the last call, in the picture's pixels.
    ///   - now: when the pixels were read.
    /// - Throws: `DesktopError.codec`.
    mutating func encode(
        _ picture: borrowing VideoImage, damaged: [PixelRectangle], now: Instant
    ) throws(DesktopError) -> DesktopReport.Frame? {
        if !damaged.isEmpty {
            isMoving = now - changedAt < Self.motionPause
            if !isMoving { model.forgetMotion() }
            changedAt = now
        }
        do throws(VPXError) {
            if damaged.isEmpty, ladder.handleTimeout(now: now) { try restart() }
            if ladder.index > 0 { return try encodeScaled(picture, damaged: damaged, now: now) }
            return try encodeFitting(picture, damaged: damaged, now: now)
        } catch {
            throw .codec(error)
        }
    }

    private mutating func encodeScaled(
        _ picture: borrowing VideoImage, damaged: [PixelRectangle], now: Instant
    ) throws(VPXError) -> DesktopReport.Frame? {
        let (width, height) = (ladder.scaled(size.width), ladder.scaled(size.height))
        var small: VideoImage
        if let kept = scaled.take(), kept.width == width, kept.height == height, kept.format == imageFormat {
            small = kept
        } else {
            small = try VideoImage(width: width, height: height, format: imageFormat)
        }
        try small.scale(from: picture)
        // A pixel of the small picture is made of its neighbours as well.
        let boxes = damaged.map {
            PixelRectangle(
                x: $0.x * width / size.width - 1, y: $0.y * height / size.height - 1,
                width: $0.width * width / size.width + 3, height: $0.height * height / size.height + 3)
        }
        let frame = try encodeFitting(small, damaged: boxes, now: now)
        scaled = consume small
        return frame
    }

    private mutating func encodeFitting(
        _ picture: borrowing VideoImage, damaged: [PixelRectangle], now: Instant
    ) throws(VPXError) -> DesktopReport.Frame? {
        if needsKeyFrame {
            // Some things only a new encoder can have; its key frame is one that is due anyway.
            let configuration = encoder.configuration
            if configuration.threads != threads.count || configuration.temporalLayerCount != layerCount {
                encoder = try makeEncoder()
            }
            grid.noteDamage(
                PixelRectangle(x: 0, y: 0, width: picture.width, height: picture.height), of: picture)
        }
        for box in damaged { grid.noteDamage(box, of: picture, isMoving: isMoving) }
        guard let plan = planner.plan(grid, model: model, needsKeyFrame: needsKeyFrame, isMoving: isMoving) else {
            lack = .nothing
            return nil
        }
        let (begin, beginProcessor) = (MonotonicClock.now(), ProcessorTime.own)
        let order = VPXOrder(
            isKeyFrame: plan.kind == .key, quantizers: plan.quantizer...plan.quantizer, activeMap: plan.map, speed: 9,
            isBaseLayer: !isDivisible(plan))
        let encoded: VPXFrame?
        if plan.isSketch {
            let sketch = try Self.makeSketch(of: picture)
            encoded = try encoder.encode(sketch, order)
        } else {
            encoded = try encoder.encode(picture, order)
        }
        let work = MonotonicClock.now() - begin
        if plan.kind == .change {
            threads.noteFrame(
                wall: work, processor: ProcessorTime.own - beginProcessor, now: now, look: ProcessorTime.look)
            _ = try encoder.setThreads(threads.count)
        }
        pacer.noteFrame(byteCount: encoded?.payload.count ?? 0, work: work, now: now)
        guard let encoded else { return nil }
        needsKeyFrame = false
        try note(encoded, plan: plan, now: now)
        return DesktopReport.Frame(
            codec: encoded.codec, isKeyFrame: encoded.isKeyFrame, temporalLayer: encoded.temporalLayer,
            isLayerSync: !encoded.isReference, width: UInt16(clamping: picture.width),
            height: UInt16(clamping: picture.height), capturedAt: now, payload: encoded.payload)
    }

    /// Whether the frame may be one that others go without: what moves on is soon shown by the next. What is at rest after
    /// it, and each part of a large change, is for everybody.
    private func isDivisible(_ plan: FramePlan) -> Bool {
        layers == .two && plan.kind == .change && isMoving && !plan.isPart
    }

    private mutating func note(_ frame: VPXFrame, plan: FramePlan, now: Instant) throws(VPXError) {
        model.noteFrame(
            plan.kind, activity: plan.activity, quantizer: plan.quantizer, byteCount: frame.payload.count)
        if !plan.isSketch, frame.isReference { grid.noteEncoded(plan.map, quantizer: plan.quantizer) }
        lack =
            grid.outOfDateCount > 0
            ? .changes : grid.isFine(UInt8(planner.restingQuantizer)) ? .nothing : .sharpness
        guard planner.mode == .sampling, plan.kind == .change else { return }
        let load = Double(frame.payload.count * 8) / planner.bitsPerFrame
        if ladder.noteFrame(quantizer: plan.quantizer, load: load, now: now) { try restart() }
    }

    /// A key frame of the picture in the ladder's size follows.
    private mutating func restart() throws(VPXError) {
        encoder = try makeEncoder()
        grid = MacroblockGrid(width: ladder.scaled(size.width), height: ladder.scaled(size.height))
        needsKeyFrame = true
    }

    /// An encoder as things are now; its first frame is a key frame.
    private func makeEncoder() throws(VPXError) -> VPXEncoder {
        try Self.makeEncoder(
            codec, width: ladder.scaled(size.width), height: ladder.scaled(size.height), frameRate: maximumFrameRate,
            threads: threads.count, layerCount: layerCount)
    }

    private var layerCount: Int { layers == .single ? 1 : 2 }

    private mutating func restartOrThrow() throws(DesktopError) {
        do throws(VPXError) {
            try restart()
        } catch {
            throw .codec(error)
        }
    }

    /// The picture without details finer than eight pixels.
    private static func makeSketch(of picture: borrowing VideoImage) throws(VPXError) -> VideoImage {
        var small = try VideoImage(
            width: max(1, picture.width / 8), height: max(1, picture.height / 8), format: picture.format)
        try small.scale(from: picture)
        var sketch = try VideoImage(width: picture.width, height: picture.height, format: picture.format)
        try sketch.scale(from: small)
        return sketch
    }

    /// At which the error of text is beneath 45 dB: with 4:4:4 of red, green and blue, of which it is more.
    private static func finestQuantizer(_ codec: VideoCodec) -> Int { codec == .vp9 ? 6 : 4 }

    private static func makeEncoder(
        _ codec: VideoCodec, width: Int, height: Int, frameRate: Int, threads: Int,
        layerCount: Int
    ) throws(VPXError) -> VPXEncoder {
        try VPXEncoder(
            configuration: VPXEncoderConfiguration(
                codec: codec, width: width, height: height,
                // The planner decides; a lower rate would make libvpx encode large frames twice.
                bitsPerSecond: 200_000_000, frameRate: frameRate, threads: threads,
                temporalLayerCount: layerCount))
    }
}
