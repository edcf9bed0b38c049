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
    /// Of the time between frames, how soon one may follow another that came late.
    private static let leastPause = 0.5

    private let frameInterval: Duration
    private var bitsPerSecond: Int
    /// When the next frame has its turn at the frame rate. One that came late does not put it off: what is drawn at the
    /// frame rate would be read ever later, until a picture is missed.
    private var turnAt = Instant.origin
    /// When the last frame is far enough back, also for the processor; the origin before the first one.
    private var restedAt = Instant.origin
    /// When everything sent so far would have left a link of exactly the bit rate.
    private var drainedAt = Instant.origin

    /// - Parameters:
    ///   - maximumFrameRate: frames each second, at least 1.
    ///   - bitsPerSecond: at least 1.
    init(maximumFrameRate: Int, bitsPerSecond: Int) {
        frameInterval = .nanoseconds(1_000_000_000 / max(1, maximumFrameRate))
        self.bitsPerSecond = max(1, bitsPerSecond)
    }

    /// When the next frame may be made; the origin before the first one.
    var nextFrameAt: Instant {
        guard restedAt > .origin else { return .origin }
        return max(turnAt, restedAt, drainedAt - Self.allowedBacklog)
    }

    /// What of earlier frames has not left yet, as time at the bit rate.
    func backlog(now: Instant) -> Duration { max(.zero, drainedAt - now) }

    /// Takes note of a frame that was made.
    /// - Parameter work: how long that took.
    mutating func noteFrame(byteCount: Int, work: Duration = .zero, now: Instant) {
        turnAt = max(turnAt, now - frameInterval) + frameInterval
        let pause = max(frameInterval.inSeconds * Self.leastPause, work.inSeconds / Self.workShare)
        restedAt = now + .nanoseconds(Int64((pause * 1e9).rounded()))
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
