import Synchronization
import Wire

/// What the reading task tells the task that keeps time.
final class Liveness: Sendable {
    private struct State {
        var lastHeard: Instant
        var isGreeted = false
        var token: String?
    }

    private let state: Mutex<State>

    /// - Parameter now: when the connection came, from which silence counts.
    init(now: Instant) {
        state = Mutex(State(lastHeard: now))
    }

    /// Any frame counts, also a pong.
    func heard(at now: Instant) { state.withLock { $0.lastHeard = now } }

    /// The first message was accepted.
    ///
    /// - Parameter token: the one that was just given out; `nil` for a customer.
    func greeted(token: String?) {
        state.withLock {
            $0.isGreeted = true
            $0.token = token
        }
    }

    /// When the last frame came.
    var lastHeard: Instant { state.withLock { $0.lastHeard } }
    /// Whether the first message was accepted.
    var isGreeted: Bool { state.withLock { $0.isGreeted } }
    /// The token to keep alive while the connection is open.
    var token: String? { state.withLock { $0.token } }
}
