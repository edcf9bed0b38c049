internal import Wire

/// Decides when the next frame may be made, so that the frame rate, over a second the bit rate, and the processor's time
/// are kept.
///
/// Sharpness comes first on a screen: frames stay as large as they must be, and the time between them gives way.
struct FramePacer: Equatable {
    /// Bits that may wait in front of the next frame, as time at the bit rate.
    private static let allowedBacklog: Duration = .milliseconds(150)
    /// Of the time between frames, what encoding may take: the rest is for capture, the network and the person.
    private static let workShare = 0.8

    private let frameInterval: Duration
    private var bitsPerSecond: Int
    private var lastFrameAt: Instant?
    /// What the last frame asks for, as time after it.
    private var pause: Duration
    /// When everything sent so far would have left a link of exactly the bit rate.
    private var drainedAt = Instant.origin

    /// - Parameters:
    ///   - maximumFrameRate: frames each second, at least 1.
    ///   - bitsPerSecond: at least 1.
    init(maximumFrameRate: Int, bitsPerSecond: Int) {
        frameInterval = .nanoseconds(1_000_000_000 / max(1, maximumFrameRate))
        pause = frameInterval
        self.bitsPerSecond = max(1, bitsPerSecond)
    }

    /// When the next frame may be made; the origin before the first one.
    var nextFrameAt: Instant {
        guard let lastFrameAt else { return .origin }
        return max(lastFrameAt + pause, drainedAt - Self.allowedBacklog)
    }

    /// What of earlier frames has not left yet, as time at the bit rate.
    func backlog(now: Instant) -> Duration { max(.zero, drainedAt - now) }

    /// Takes note of a frame that was made.
    /// - Parameter work: how long that took.
    mutating func noteFrame(byteCount: Int, work: Duration = .zero, now: Instant) {
        lastFrameAt = now
        pause = max(frameInterval, .nanoseconds(Int64(work.inSeconds / Self.workShare * 1e9)))
        let nanoseconds = Double(byteCount) * 8 * 1e9 / Double(bitsPerSecond)
        drainedAt = max(drainedAt, now) + .nanoseconds(Int64(nanoseconds))
    }

    /// Sets the bit rate for the frames that follow, and for what has not left yet of those before.
    mutating func setBitsPerSecond(_ bitsPerSecond: Int, now: Instant) {
        let next = max(1, bitsPerSecond)
        let left = max(.zero, drainedAt - now).inSeconds * Double(self.bitsPerSecond) / Double(next)
        drainedAt = now + .nanoseconds(Int64(min(left, 3_600) * 1e9))
        self.bitsPerSecond = next
    }
}
