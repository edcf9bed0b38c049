/// The newest run of one picture's frames, on its way to a page.
///
/// Frames depend on those before them, so a page that falls behind loses all that waits and everything until the next key
/// frame.
struct PictureQueue {
    private enum State: Equatable {
        case flowing
        case waitingForKeyFrame(wasAskedFor: Bool)
    }

    private let maximumByteCount: Int
    private var frames: [VideoFrame] = []
    private var byteCount = 0
    /// A page that opens while a picture is shown has seen none of it.
    private var state = State.waitingForKeyFrame(wasAskedFor: false)

    init(maximumByteCount: Int) {
        self.maximumByteCount = maximumByteCount
    }

    /// Queues a frame when it can be shown: one that does not fit drops all that waits, and then everything until a key
    /// frame. A key frame that does not fit drops what is before it; alone it always fits.
    mutating func offer(_ frame: VideoFrame) -> PageQueue.Acceptance {
        if frame.isKeyFrame {
            // Nothing before a key frame is needed by what comes after it.
            if byteCount + frame.payload.count > maximumByteCount { drop() }
            state = .flowing
        }
        if case .waitingForKeyFrame(wasAskedFor: true) = state { return .dropped }
        let fits = frames.isEmpty || byteCount + frame.payload.count <= maximumByteCount
        guard state == .flowing, fits else {
            drop()
            state = .waitingForKeyFrame(wasAskedFor: true)
            return .droppedAskingForKeyFrame
        }
        frames.append(frame)
        byteCount += frame.payload.count
        return .queued
    }

    /// Takes the next in order.
    mutating func popFirst() -> VideoFrame? {
        guard !frames.isEmpty else { return nil }
        let frame = frames.removeFirst()
        byteCount -= frame.payload.count
        return frame
    }

    private mutating func drop() {
        frames.removeAll(keepingCapacity: true)
        byteCount = 0
    }
}
