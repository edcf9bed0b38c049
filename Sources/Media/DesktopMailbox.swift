internal import Desktop
internal import Synchronization

/// Hands events from the child's thread to the one task that reads them.
///
/// It holds no more frames than the child may have under way, because a frame is acknowledged only when it is taken.
/// A stop removes the frames that wait.
final class DesktopMailbox: Sendable {
    private struct State {
        var waiting: [DesktopEvent] = []
        var reader: CheckedContinuation<DesktopEvent?, Never>?
        var phase = Phase.open
    }

    private enum Phase {
        case open
        /// Frames are refused; the last event is still to come.
        case stopping
        /// The last event is among `waiting`, or was taken.
        case ended
    }

    private let state = Mutex(State())

    /// Adds an event, unless it is a frame after a stop.
    func post(_ event: DesktopEvent) {
        let reader = state.withLock { state -> CheckedContinuation<DesktopEvent?, Never>? in
            switch (event, state.phase) {
            case (_, .ended), (.frame, .stopping): return nil
            case (.stopped, _):
                state.waiting.removeAll(where: \.isFrame)
                state.phase = .ended
            default: break
            }
            guard let reader = state.reader else {
                state.waiting.append(event)
                return nil
            }
            state.reader = nil
            return reader
        }
        reader?.resume(returning: event)
    }

    /// Removes the frames that wait and refuses those that come; only the last event follows.
    func refuseFrames() {
        state.withLock { state in
            state.waiting.removeAll(where: \.isFrame)
            if state.phase == .open { state.phase = .stopping }
        }
    }

    /// The next event; `nil` after the last one, and when the reading task is cancelled.
    func next() async -> DesktopEvent? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (event, isAnswered) = state.withLock { state -> (DesktopEvent?, Bool) in
                    if !state.waiting.isEmpty { return (state.waiting.removeFirst(), true) }
                    // There is one reader; a second one would wait for ever, so it is told the end.
                    if state.phase == .ended || state.reader != nil || Task.isCancelled { return (nil, true) }
                    state.reader = continuation
                    return (nil, false)
                }
                if isAnswered { continuation.resume(returning: event) }
            }
        } onCancel: {
            state.withLock { state in
                defer { state.reader = nil }
                return state.reader
            }?.resume(returning: nil)
        }
    }
}

extension DesktopEvent {
    /// Whether the event is a picture.
    fileprivate var isFrame: Bool {
        if case .frame = self { true } else { false }
    }
}
