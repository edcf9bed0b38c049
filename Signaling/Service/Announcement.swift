import Synchronization

/// A value that becomes known once, or never will, and those who wait for it.
final class Announcement<Value: Sendable>: Sendable {
    private typealias Waiter = CheckedContinuation<Value, any Error>

    /// `awaited ── announce ─▶ known`, `awaited ── fail ─▶ failed`
    private enum State {
        case awaited([Int: Waiter])
        case known(Value)
        case failed(any Error)
    }

    private let state = Mutex<(state: State, lastWaiter: Int)>((.awaited([:]), 0))

    /// The value, as soon as it is known.
    /// - Throws: what `fail(_:)` was given, or `CancellationError` when the waiting task is cancelled.
    var value: Value {
        get async throws {
            let id = state.withLock { held in
                held.lastWaiter += 1
                return held.lastWaiter
            }
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    // A cancellation that came before this finds nobody waiting, so it is looked for here as well.
                    let result: Result<Value, any Error>? = state.withLock { held in
                        switch held.state {
                        case .known(let value): return .success(value)
                        case .failed(let error): return .failure(error)
                        case .awaited(var waiting):
                            if Task.isCancelled { return .failure(CancellationError()) }
                            waiting[id] = continuation
                            held.state = .awaited(waiting)
                            return nil
                        }
                    }
                    if let result { continuation.resume(with: result) }
                }
            } onCancel: {
                let waiter: Waiter? = state.withLock { held in
                    guard case .awaited(var waiting) = held.state else { return nil }
                    let waiter = waiting.removeValue(forKey: id)
                    held.state = .awaited(waiting)
                    return waiter
                }
                waiter?.resume(throwing: CancellationError())
            }
        }
    }

    /// Makes the value known; the first call of this or of `fail(_:)` counts.
    func announce(_ value: Value) {
        for waiter in settle(.known(value)) { waiter.resume(returning: value) }
    }

    /// Says that the value will not become known; a value that is known stays.
    func fail(_ error: any Error) {
        for waiter in settle(.failed(error)) { waiter.resume(throwing: error) }
    }

    private func settle(_ end: State) -> [Waiter] {
        state.withLock { held in
            guard case .awaited(let waiting) = held.state else { return [] }
            held.state = end
            return Array(waiting.values)
        }
    }
}
