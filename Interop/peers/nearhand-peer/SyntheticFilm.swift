import RTP

/// Frames without a picture, each as large as the rate allows: an encoder that follows it at once and takes no time.
struct SyntheticFilm {
    /// 30 frames a second.
    static let interval = Duration.microseconds(33_333)

    /// What it may make.
    var bitsPerSecond = 0
    /// Frames are left out.
    var isHeld = false
    /// The next frame is a key frame.
    var isKeyFrameWanted = true
    private var number: UInt32 = 0

    /// The next frame, a thirtieth of the rate; `nil` while frames are to be left out, or no rate is known.
    mutating func makeFrame() -> EncodedVideoFrame? {
        number &+= 1
        guard !isHeld, bitsPerSecond > 0 else { return nil }
        let isKeyFrame = isKeyFrameWanted
        isKeyFrameWanted = false
        // VP8's frame tag, and the size of a key frame (RFC 6386 §9.1).
        let head: [UInt8] = isKeyFrame ? [0x10, 0, 0, 0x9D, 0x01, 0x2A, 64, 1, 240, 0] : [0x11, 0, 0]
        return EncodedVideoFrame(
            isKeyFrame: isKeyFrame, rtpTimestamp: RTPTimestamp(rawValue: number &* 3_000),
            width: isKeyFrame ? 320 : 0, height: isKeyFrame ? 240 : 0,
            payload: head + [UInt8](repeating: 0x6E, count: max(100, bitsPerSecond / 8 / 30)))
    }
}
