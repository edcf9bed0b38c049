import Wire

/// What waits to be written to one page: the newest snapshot and the newest run of video.
///
/// Older snapshots are worth nothing once there is a newer one, so only one waits. Video frames depend on those before
/// them, so a page that falls behind loses all that waits and everything until the next key frame.
///
/// After every `offer`, poll until `.nothing` or `.later`, then poll again at that instant.
struct PageQueue {
    /// What to write next.
    enum Output {
        /// The newest, at least the snapshots' interval after the one before.
        case snapshot(Snapshot)
        /// The next in order; what it depends on was given before.
        case video(VideoFrame)
        /// Nothing may be written before this instant.
        case later(Instant)
        case nothing
    }

    /// What became of a frame.
    enum Acceptance: Equatable {
        /// It is given by `poll` unless the page falls behind before.
        case queued
        /// The page waits for a key frame, and none was asked for since it began to.
        case droppedAskingForKeyFrame
        case dropped
    }

    private enum VideoState: Equatable {
        case flowing
        case waitingForKeyFrame(wasAskedFor: Bool)
    }

    private let snapshotInterval: Duration
    private let maximumVideoByteCount: Int
    private var snapshot: Snapshot?
    private var nextSnapshotTime: Instant?
    private var frames: [VideoFrame] = []
    private var videoByteCount = 0
    /// A page that opens while a picture is shown has seen none of it.
    private var videoState = VideoState.waitingForKeyFrame(wasAskedFor: false)

    init(snapshotInterval: Duration, maximumVideoByteCount: Int) {
        self.snapshotInterval = snapshotInterval
        self.maximumVideoByteCount = maximumVideoByteCount
    }

    /// Takes the place of a snapshot that still waits.
    mutating func offer(_ snapshot: Snapshot) {
        self.snapshot = snapshot
    }

    /// Queues a frame when it can be shown: one that does not fit drops all that waits, and then everything until a key
    /// frame. A key frame that does not fit drops what is before it; alone it always fits.
    mutating func offer(_ frame: VideoFrame) -> Acceptance {
        if frame.isKeyFrame {
            // Nothing before a key frame is needed by what comes after it.
            if videoByteCount + frame.payload.count > maximumVideoByteCount { dropVideo() }
            videoState = .flowing
        }
        if case .waitingForKeyFrame(wasAskedFor: true) = videoState { return .dropped }
        let fits = frames.isEmpty || videoByteCount + frame.payload.count <= maximumVideoByteCount
        guard videoState == .flowing, fits else {
            dropVideo()
            videoState = .waitingForKeyFrame(wasAskedFor: true)
            return .droppedAskingForKeyFrame
        }
        frames.append(frame)
        videoByteCount += frame.payload.count
        return .queued
    }

    /// Takes what may be written now; a snapshot goes before video, since it says what the video is.
    mutating func poll(now: Instant) -> Output {
        if let snapshot, nextSnapshotTime.map({ $0 <= now }) ?? true {
            self.snapshot = nil
            nextSnapshotTime = now + snapshotInterval
            return .snapshot(snapshot)
        }
        if !frames.isEmpty {
            let frame = frames.removeFirst()
            videoByteCount -= frame.payload.count
            return .video(frame)
        }
        if snapshot != nil, let nextSnapshotTime { return .later(nextSnapshotTime) }
        return .nothing
    }

    private mutating func dropVideo() {
        frames.removeAll(keepingCapacity: true)
        videoByteCount = 0
    }
}
