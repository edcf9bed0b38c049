internal import Desktop
internal import Synchronization

/// Hands events from the child's thread to the one task that reads them.
///
/// It holds no more frames than the child may have under way, because a frame is acknowledged only when it is taken.
/// Of other events that tell how things are now, the newest of each kind waits. A stop removes what waits of the desktop.
final class DesktopMailbox: Sendable {
    private struct State {
        var waiting: [DesktopEvent] = []
        var reader: CheckedContinuation<DesktopEvent?, Never>?
        var phase = Phase.open
    }

    private enum Phase {
        case open
        /// Nothing of the desktop is taken; the last event is still to come.
        case stopping
        /// The last event is among `waiting`, or was taken.
        case ended
    }

    private let state = Mutex(State())

    /// Adds an event, unless it tells of the desktop after a stop.
    func post(_ event: DesktopEvent) {
        let reader = state.withLock { state -> CheckedContinuation<DesktopEvent?, Never>? in
            switch (event, state.phase) {
            case (_, .ended): return nil
            case (_, .stopping) where event.tellsOfDesktop: return nil
            case (.stopped, _):
                state.waiting.removeAll(where: \.tellsOfDesktop)
                state.phase = .ended
            default: break
            }
            guard let reader = state.reader else {
                if let kind = event.replacedKind { state.waiting.removeAll { $0.replacedKind == kind } }
                state.waiting.append(event)
                return nil
            }
            state.reader = nil
            return reader
        }
        reader?.resume(returning: event)
    }

    /// Removes what waits of the desktop and refuses what comes of it: frames, pointer, monitors, windows.
    func refuse() {
        state.withLock { state in
            state.waiting.removeAll(where: \.tellsOfDesktop)
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
    /// What the event tells the present state of; `nil` for an event that another one does not replace.
    fileprivate var replacedKind: Int? {
        switch self {
        case .cursor: 0
        case .cursorMoved: 1
        case .monitors: 2
        case .windows: 3
        case .inputHeld: 4
        case .started, .chosen, .thumbnail, .windowOpened, .frame, .stopped: nil
        }
    }

    /// Whether the event holds something of what is on the desktop.
    fileprivate var tellsOfDesktop: Bool {
        switch self {
        case .frame, .cursor, .cursorMoved, .monitors, .windows, .thumbnail, .windowOpened, .inputHeld: true
        case .started, .chosen, .stopped: false
        }
    }
}
