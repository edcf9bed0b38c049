import Wire

/// Posts a message when the nearest deadline comes; setting it again replaces what was set.
struct Alarm {
    private var deadline: Instant?
    private var task: Task<Void, Never>?

    /// - Parameter deadline: `nil` when nothing is due.
    mutating func set(_ deadline: Instant?, clock: NodeClock, ring: @escaping @Sendable () -> Void) {
        guard deadline != self.deadline else { return }
        self.deadline = deadline
        task?.cancel()
        task = nil
        guard let deadline else { return }
        let delay = deadline - clock.now
        task = Task {
            if delay > .zero { try? await Task.sleep(for: delay) }
            if !Task.isCancelled { ring() }
        }
    }

    /// Forgets the deadline that has rung, so that the same one can be set again.
    mutating func handleRing() {
        deadline = nil
        task = nil
    }
}
