internal import Wire

/// Decides how many threads the encoder works with: more while frames come late and processors are idle, fewer while
/// others need the processors.
///
/// Call `noteFrame` for each frame of a change; it looks once a second and compares with the look before.
///
///     frames take longer than the time between two · a whole processor more is free ─▶ one more
///     fewer processors are free than there are threads, or frames wait for them     ─▶ one fewer
struct EncoderThreads: Sendable {
    /// What one look at the machine counted up to then.
    struct Processors: Equatable, Sendable {
        /// The time for which processors of the machine had nothing to do, all together.
        var idle: Duration
        /// What this process used of them.
        var own: Duration
    }

    /// More bring nothing: a picture of 1920 pixels has too few rows of work for them.
    private static let most = 4
    private static let lookInterval: Duration = .seconds(1)
    /// Of the time since the last look, what must have gone into frames for it to show anything.
    private static let leastWork = 0.4
    /// Whoever took a processor from the encoder is likely to want it again.
    private static let patience: Duration = .seconds(10)
    /// An encoder that nobody holds up uses a whole processor, or more; with others it gets its share.
    private static let leastShare = 0.6

    /// The number of threads to encode with.
    private(set) var count: Int
    private let allowed: Double
    private let frameInterval: Duration
    private var frameCount = 0
    private var wall = Duration.zero
    private var processor = Duration.zero
    private var last: (at: Instant, seen: Processors?)?
    /// No thread more before this.
    private var reluctantUntil = Instant.origin

    /// - Parameters:
    ///   - allowed: processors that this process may use at a time, at least a part of one.
    ///   - frameInterval: the time that a frame may take.
    init(allowed: Double, frameInterval: Duration) {
        self.allowed = allowed
        self.frameInterval = frameInterval
        // The rest of the machine belongs to the person and to the network, until it is seen that they leave it idle.
        count = min(Self.most, max(1, Int(allowed / 2)))
    }

    /// Takes note of a frame of changes.
    /// - Parameters:
    ///   - wall: how long it took.
    ///   - processor: what all threads of this process used meanwhile.
    ///   - look: counts what the processors did; asked once a second at most, `nil` where that is not known.
    mutating func noteFrame(wall: Duration, processor: Duration, now: Instant, look: () -> Processors?) {
        frameCount += 1
        self.wall += wall
        self.processor += processor
        guard let last else {
            begin(now: now, look())
            return
        }
        let elapsed = now - last.at
        guard elapsed >= Self.lookInterval else { return }
        let seen = look()
        if self.wall > elapsed * Self.leastWork {
            decide(free: free(seen, since: last.seen, in: elapsed), now: now)
        }
        begin(now: now, seen)
    }

    private mutating func begin(now: Instant, _ seen: Processors?) {
        (frameCount, wall, processor) = (0, .zero, .zero)
        last = (now, seen)
    }

    /// Processors that others leave to this process, its own share among them. Where the machine does not say it, the
    /// encoder's own time still shows whether it is held up.
    private func free(_ seen: Processors?, since before: Processors?, in elapsed: Duration) -> Double? {
        guard let seen, let before else { return nil }
        return min(allowed, max(0, (seen.idle - before.idle + seen.own - before.own) / elapsed))
    }

    private mutating func decide(free: Double?, now: Instant) {
        let isHeldUp = processor < wall * Self.leastShare
        if count > 1, isHeldUp || free.map({ $0 < Double(count) - 0.5 }) == true {
            count -= 1
            reluctantUntil = now + Self.patience
        } else if let free, count < Self.most, free > Double(count) + 0.75, !isHeldUp, now >= reluctantUntil,
            wall > frameInterval * frameCount
        {
            count += 1
        }
    }
}
