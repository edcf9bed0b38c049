import Wire

/// Sends a heartbeat each second and says when the other side has been silent for too long.
///
/// ```text
/// reachable ─three missed→ unreachable ─two minutes of silence→ lost
///     ^────────anything heard───┘
/// ```
struct Liveness: Sendable {
    /// How often each side sends a heartbeat.
    static let heartbeatInterval: Duration = .seconds(1)
    /// Silence after which three heartbeats are missed: three intervals, and half of one for a slow path.
    static let unreachableAfter: Duration = .milliseconds(3_500)
    /// Silence after which the connection counts as lost; until then another path may be found for it, and what was
    /// granted stands.
    static let lostAfter: Duration = .seconds(120)

    /// What the other side's silence says of it.
    enum State: Equatable, Sendable {
        /// Heard within `unreachableAfter`.
        case reachable
        /// Silent for longer; anything heard brings it back.
        case unreachable
        /// Silent for `lostAfter`; nothing brings it back.
        case lost
    }

    /// Changed by `handleTimeout` and `handleHeard`.
    private(set) var state: State = .reachable
    private var lastHeardAt: Instant
    private var nextHeartbeatAt: Instant
    private var sentCount = 0
    private var highestReceived = -1

    /// - Parameter now: counts as heard, so that a side that never speaks is lost as well.
    init(now: Instant) {
        lastHeardAt = now
        nextHeartbeatAt = now + Self.heartbeatInterval
    }

    /// When `handleTimeout` has something to do.
    var nextTimeout: Instant {
        switch state {
        case .reachable: min(nextHeartbeatAt, lastHeardAt + Self.unreachableAfter)
        case .unreachable: min(nextHeartbeatAt, lastHeardAt + Self.lostAfter)
        case .lost: nextHeartbeatAt
        }
    }

    /// What the passing of time asks for.
    struct TimeoutResult: Equatable {
        /// To be sent, where one is due.
        var heartbeat: ControlMessage.Heartbeat?
        /// Where the state is another than before.
        var change: State?
    }

    /// Gives the heartbeat that is due, and the state where it is another than before.
    mutating func handleTimeout(now: Instant) -> TimeoutResult {
        var result = TimeoutResult()
        if now >= nextHeartbeatAt {
            result.heartbeat = ControlMessage.Heartbeat(sequence: sentCount)
            sentCount += 1
            // Counted from now, so that a suspended computer does not send an hour of heartbeats at once.
            nextHeartbeatAt = now + Self.heartbeatInterval
        }
        let silence = now - lastHeardAt
        let newState: State =
            silence >= Self.lostAfter ? .lost : silence >= Self.unreachableAfter ? .unreachable : .reachable
        if newState != state {
            state = newState
            result.change = newState
        }
        return result
    }

    /// Takes note that something arrived; `true` when the other side was unreachable before.
    mutating func handleHeard(now: Instant) -> Bool {
        lastHeardAt = max(lastHeardAt, now)
        guard state == .unreachable else { return false }
        state = .reachable
        return true
    }

    /// `false` for a heartbeat that was seen before.
    mutating func accepts(_ heartbeat: ControlMessage.Heartbeat) -> Bool {
        guard heartbeat.sequence > highestReceived else { return false }
        highestReceived = heartbeat.sequence
        return true
    }
}
