import NIOCore
import Synchronization

/// The listening socket, and whether the service is to stop, whichever comes first.
final class Listener: Sendable {
    /// `starting ─▶ listening ─▶ stopping`, or `starting ─▶ stopping` when the stop comes first
    private enum State {
        case starting
        case listening(any Channel)
        case stopping
    }

    private let state = Mutex(State.starting)

    /// Whether `stop()` was called.
    var isStopping: Bool {
        state.withLock { if case .stopping = $0 { true } else { false } }
    }

    /// Takes the socket; one that comes after the stop is closed at once.
    func take(_ channel: any Channel) {
        let isLate = state.withLock { state in
            if case .stopping = state { return true }
            state = .listening(channel)
            return false
        }
        if isLate { channel.close(promise: nil) }
    }

    /// Closes the socket: no more connections come, and those that are open stay.
    func stop() {
        let channel: (any Channel)? = state.withLock { state in
            defer { state = .stopping }
            if case .listening(let channel) = state { return channel }
            return nil
        }
        channel?.close(promise: nil)
    }
}
