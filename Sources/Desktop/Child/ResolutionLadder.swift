internal import Wire

/// Chooses the resolution of the mode *sampling*: lower while the line does not carry the frame rate, and up again.
struct ResolutionLadder: Equatable {
    /// A step of the resolution, as parts of four.
    static let steps = [4, 3, 2]
    /// Frames in a row that decide.
    private static let patience = 10
    /// Each change costs a key frame.
    private static let shortestStay: Duration = .seconds(2)
    private static let rest: Duration = .milliseconds(1_500)

    /// Where on `steps`.
    private(set) var index = 0
    private var coarseFrames = 0
    private var fineFrames = 0
    private var changedAt = Instant.origin
    private var movedAt = Instant.origin

    /// A side of the picture at this step; even, because a chroma sample covers two pixels.
    func scaled(_ side: Int) -> Int {
        index == 0 ? side : max(2, side * Self.steps[index] / 4 & ~1)
    }

    /// Takes note of a frame that shows motion.
    /// - Parameter load: its length as a part of what one frame may have.
    /// - Returns: whether the resolution changed.
    mutating func noteFrame(quantizer: Int, load: Double, now: Instant) -> Bool {
        movedAt = now
        // Frames that are far too long come seldom, and say as much as many that are a little too long.
        coarseFrames = quantizer >= 48 ? coarseFrames + Int(max(1, min(load, 5))) : 0
        fineFrames = quantizer <= 16 ? fineFrames + 1 : 0
        guard now - changedAt >= Self.shortestStay else { return false }
        if coarseFrames >= Self.patience { return move(to: index + 1, now: now) }
        if fineFrames >= 6 * Self.patience { return move(to: index - 1, now: now) }
        return false
    }

    /// When a picture at rest gets its full resolution back; `nil` where it has it.
    var restoresAt: Instant? { index == 0 ? nil : max(movedAt + Self.rest, changedAt + Self.shortestStay) }

    /// Goes back to the full resolution when it is time.
    /// - Returns: whether the resolution changed.
    mutating func handleTimeout(now: Instant) -> Bool {
        guard let restoresAt, restoresAt <= now else { return false }
        return move(to: 0, now: now)
    }

    private mutating func move(to next: Int, now: Instant) -> Bool {
        let next = max(0, min(Self.steps.count - 1, next))
        guard next != index else { return false }
        index = next
        (coarseFrames, fineFrames, changedAt) = (0, 0, now)
        return true
    }
}
