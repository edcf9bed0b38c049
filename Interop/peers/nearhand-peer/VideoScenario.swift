import PeerConnection
import RTP
import VPX
import Wire

/// Shows the peer a moving picture, and decodes the peer's.
struct VideoScenario: ~Copyable {
    /// Decoded frames that make the scenario pass.
    static let wantedFrameCount = 20

    private var decoder: VPXDecoder
    private var decodedCount = 0
    private var keyFrameCount = 0
    private let clock = ContinuousClock()
    private let begin: ContinuousClock.Instant

    /// Begins to count the time.
    init() throws {
        decoder = try VPXDecoder()
        begin = clock.now
    }

    /// Takes a frame of the peer's; gives the result when there were enough.
    mutating func handle(_ frame: EncodedVideoFrame) throws -> String? {
        if decodedCount == 0, !frame.isKeyFrame { throw Complaint("the first frame is no key frame") }
        guard let picture = try decoder.decode(frame.payload) else { return nil }
        guard !frame.isKeyFrame || picture.width == Int(frame.width) else {
            throw Complaint("a key frame's size is not that of its picture")
        }
        decodedCount += 1
        if frame.isKeyFrame { keyFrameCount += 1 }
        guard decodedCount == Self.wantedFrameCount else { return nil }
        let milliseconds = Int((clock.now - begin) / .milliseconds(1))
        return "\(decodedCount) frames of \(picture.width)×\(picture.height) decoded in \(milliseconds) ms"
    }
}

/// Encodes a moving picture and sends it until it is cancelled; a key frame whenever the peer asks for one.
actor VideoPainter {
    private static let width = 320
    private static let height = 240
    private static let interval = Duration.milliseconds(50)

    private var isKeyFrameWanted = true

    /// The next picture is one that decodes by itself.
    func requestKeyFrame() {
        isKeyFrameWanted = true
    }

    /// Sends 20 pictures a second until the task is cancelled.
    func run(_ connection: PeerConnection) async throws {
        var encoder = try VPXEncoder(
            configuration: VPXEncoderConfiguration(
                width: Self.width, height: Self.height, bitsPerSecond: 500_000, frameRate: 20, threads: 1))
        var image = try VideoImage(width: Self.width, height: Self.height)
        var number: UInt32 = 0
        while !Task.isCancelled {
            try paint(&image, number: Int(number))
            let isForced = isKeyFrameWanted
            isKeyFrameWanted = false
            if let frame = try encoder.encode(image, VPXOrder(isKeyFrame: isForced)) {
                await connection.sendVideo(
                    EncodedVideoFrame(
                        codec: .vp8, isKeyFrame: frame.isKeyFrame,
                        rtpTimestamp: RTPTimestamp(rawValue: number &* 4_500),
                        width: frame.isKeyFrame ? UInt16(Self.width) : 0,
                        height: frame.isKeyFrame ? UInt16(Self.height) : 0, payload: frame.payload),
                    on: .screen)
            }
            number &+= 1
            try await Task.sleep(for: Self.interval)
        }
    }

    /// A bar that moves over a grey ground.
    private func paint(_ image: inout VideoImage, number: Int) throws {
        var pixels = [UInt8](repeating: 0x80, count: Self.width * Self.height * 4)
        let left = number * 4 % (Self.width - 20)
        for row in 0..<Self.height {
            for column in left..<left + 20 { pixels[(row * Self.width + column) * 4] = 0xFF }
        }
        try pixels.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            try image.update(
                PixelRectangle(x: 0, y: 0, width: Self.width, height: Self.height),
                fromARGB: base, stride: Self.width * 4)
        }
    }
}
