package import Wire

/// Decides when to ask for a key frame: at once when it is needed, then again at intervals until one came.
package struct KeyFrameRequester: Sendable {
    /// The time between two requests. Half a second lets a large key frame cross a slow link.
    package static let interval = Duration.milliseconds(500)

    /// How long a stream's first packets may be in the wrong order before a request leaves.
    package static let reorderTolerance = Duration.milliseconds(10)

    private var isNeeded = false
    private var isPostponed = false
    private var lastRequest: Instant?
    private var earliest: Instant?

    package init() {}

    /// Begins to ask, `delay` from now at the earliest; while it asks already, nothing changes.
    package mutating func request(now: Instant, delay: Duration = .zero) {
        guard !isNeeded else { return }
        isNeeded = true
        earliest = now + delay
    }

    /// The start of a key frame is here: gives it time to become whole, once.
    package mutating func postpone(now: Instant) {
        guard isNeeded, !isPostponed else { return }
        isPostponed = true
        earliest = now + Self.interval
    }

    /// A key frame came.
    package mutating func satisfy() {
        isNeeded = false
        isPostponed = false
        earliest = nil
    }

    /// When `poll` will answer `true`; `nil` while no key frame is needed.
    package var nextTimeout: Instant? {
        guard isNeeded, let earliest else { return nil }
        return max(earliest, lastRequest.map { $0 + Self.interval } ?? earliest)
    }

    /// Whether to send a request now.
    package mutating func poll(now: Instant) -> Bool {
        guard let nextTimeout, nextTimeout <= now else { return false }
        lastRequest = now
        return true
    }
}
