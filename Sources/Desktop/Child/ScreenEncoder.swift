internal import Glibc
internal import RTP
internal import VPX
internal import Wire

/// The encoder of one sharing with what decides when it works: pacing, sharpening, key frames on order.
struct ScreenEncoder: ~Copyable {
    /// Below this, one frame would take longer than a person waits; the picture then comes late, not worse.
    private static let minimumBitsPerSecond = 50_000

    private let maximumFrameRate: Int
    private var encoder: VP8Encoder
    private var pacer: FramePacer
    private var sharpening = Sharpening()
    private var needsKeyFrame = true
    /// A picture that changed and of which rate control made no frame.
    private var isBehind = false

    /// - Throws: `DesktopError.codec`.
    init(_ start: DesktopCommand.Start, width: Int, height: Int) throws(DesktopError) {
        maximumFrameRate = Int(start.maximumFrameRate)
        let bitsPerSecond = max(Self.minimumBitsPerSecond, Int(start.bitsPerSecond))
        pacer = FramePacer(maximumFrameRate: maximumFrameRate, bitsPerSecond: bitsPerSecond)
        encoder = try Self.makeEncoder(
            width: width, height: height, bitsPerSecond: bitsPerSecond, frameRate: maximumFrameRate)
    }

    /// Whether pictures of this size can be encoded without `resize`.
    func fits(_ picture: borrowing I420Image) -> Bool {
        picture.width == encoder.configuration.width && picture.height == encoder.configuration.height
    }

    /// When a frame should be made; `nil` when nothing is to be shown.
    func nextFrameAt(hasChanges: Bool) -> Instant? {
        if hasChanges || needsKeyFrame || isBehind { return pacer.nextFrameAt }
        return sharpening.nextFrameAt.map { max($0, pacer.nextFrameAt) }
    }

    /// The next frame decodes by itself. Many orders before that frame are one.
    mutating func requestKeyFrame() {
        needsKeyFrame = true
    }

    /// - Throws: `DesktopError.codec`.
    mutating func setBitsPerSecond(_ bitsPerSecond: UInt32, now: Instant) throws(DesktopError) {
        let bitsPerSecond = max(Self.minimumBitsPerSecond, Int(bitsPerSecond))
        if bitsPerSecond > encoder.configuration.bitsPerSecond { sharpening.noteHigherRate() }
        pacer.setBitsPerSecond(bitsPerSecond, now: now)
        do throws(VPXError) {
            try encoder.setBitsPerSecond(bitsPerSecond)
        } catch {
            throw .codec(error)
        }
    }

    /// - Throws: `DesktopError.codec`.
    mutating func setMode(_ mode: DesktopMode) throws(DesktopError) {}

    /// - Throws: `DesktopError.codec`.
    mutating func setCodec(_ codec: VideoCodec) throws(DesktopError) {}

    /// Starts anew for pictures of another size, with a key frame.
    ///
    /// - Throws: `DesktopError.codec`.
    mutating func resize(width: Int, height: Int) throws(DesktopError) {
        encoder = try Self.makeEncoder(
            width: width, height: height, bitsPerSecond: encoder.configuration.bitsPerSecond,
            frameRate: maximumFrameRate)
        needsKeyFrame = true
    }

    /// Encodes the picture, if there is reason to.
    ///
    /// - Parameters:
    ///   - damaged: what changed since the last call.
    ///   - now: when the pixels were read.
    /// - Throws: `DesktopError.codec`.
    mutating func encode(
        _ picture: borrowing I420Image, damaged: [PixelRectangle], now: Instant
    ) throws(DesktopError) -> DesktopReport.Frame? {
        let isChanged = !damaged.isEmpty
        let isSharpening = sharpening.nextFrameAt.map { $0 <= now } ?? false
        guard isChanged || needsKeyFrame || isBehind || isSharpening else { return nil }
        let encoded: VP8Frame?
        do throws(VPXError) {
            encoded = try encoder.encode(picture, forcingKeyFrame: needsKeyFrame)
        } catch {
            throw .codec(error)
        }
        guard let encoded else {
            isBehind = true
            pacer.noteFrame(byteCount: 0, now: now)
            return nil
        }
        sharpening.noteFrame(quantizer: encoded.quantizer, afterChange: isChanged || isBehind, now: now)
        pacer.noteFrame(byteCount: encoded.payload.count, now: now)
        (needsKeyFrame, isBehind) = (false, false)
        return DesktopReport.Frame(
            isKeyFrame: encoded.isKeyFrame, width: UInt16(clamping: picture.width),
            height: UInt16(clamping: picture.height), capturedAt: now, payload: encoded.payload)
    }

    private static func makeEncoder(
        width: Int, height: Int, bitsPerSecond: Int, frameRate: Int
    ) throws(DesktopError) -> VP8Encoder {
        let processors = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        do throws(VPXError) {
            return try VP8Encoder(
                configuration: VP8EncoderConfiguration(
                    width: width, height: height, bitsPerSecond: bitsPerSecond, frameRate: frameRate,
                    // The rest of the machine belongs to the person and to the network.
                    threads: min(4, max(1, processors / 2))))
        } catch {
            throw .codec(error)
        }
    }
}
