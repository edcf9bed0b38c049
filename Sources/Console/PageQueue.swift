import Wire

/// What waits to be written to one page: the newest snapshot, the newest note of each subject and the newest run of each
/// picture.
///
/// Older snapshots and notes are worth nothing once there is a newer one, so only one waits.
///
/// After every `offer`, poll until `.nothing` or `.later`, then poll again at that instant.
struct PageQueue {
    /// What to write next.
    enum Output {
        /// The newest, at least the snapshots' interval after the one before.
        case snapshot(Snapshot)
        case note(PageNote)
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

    /// The screen and a camera of each person of the largest session.
    static let maximumPictureCount = 9

    private let snapshotInterval: Duration
    private let maximumVideoByteCount: Int
    private var snapshot: Snapshot?
    private var nextSnapshotTime: Instant?
    private var notes: [PageNote.Subject: PageNote] = [:]
    private var pictures: [Picture: PictureQueue] = [:]

    init(snapshotInterval: Duration, maximumVideoByteCount: Int) {
        self.snapshotInterval = snapshotInterval
        self.maximumVideoByteCount = maximumVideoByteCount
    }

    /// Takes the place of a snapshot that still waits.
    mutating func offer(_ snapshot: Snapshot) {
        self.snapshot = snapshot
    }

    /// Takes the place of a note of the same subject that still waits.
    mutating func offer(_ note: PageNote) {
        notes[note.subject] = note
    }

    /// Queues a frame when it can be shown; see `PictureQueue.offer`.
    mutating func offer(_ frame: VideoFrame) -> Acceptance {
        if pictures[frame.picture] == nil, pictures.count == Self.maximumPictureCount { return .dropped }
        return pictures[frame.picture, default: PictureQueue(maximumByteCount: maximumVideoByteCount)].offer(frame)
    }

    /// Takes what may be written now; a snapshot goes before video, since it says what the video is.
    mutating func poll(now: Instant) -> Output {
        if let snapshot, nextSnapshotTime.map({ $0 <= now }) ?? true {
            self.snapshot = nil
            nextSnapshotTime = now + snapshotInterval
            return .snapshot(snapshot)
        }
        if let subject = notes.keys.min(by: { $0.order < $1.order }), let note = notes.removeValue(forKey: subject) {
            return .note(note)
        }
        for picture in pictures.keys {
            if let frame = pictures[picture]?.popFirst() { return .video(frame) }
        }
        if snapshot != nil, let nextSnapshotTime { return .later(nextSnapshotTime) }
        return .nothing
    }
}
