import Wire

/// The smallest or the greatest value of the last one to two spans, kept in two values.
struct WindowedExtreme: Sendable {
    private let span: Duration
    private let isMinimum: Bool
    private var current: Duration?
    private var previous: Duration?
    private var begun: Instant?

    /// The smallest value of at least the last `span`.
    static func minimum(over span: Duration) -> WindowedExtreme { WindowedExtreme(span: span, isMinimum: true) }

    /// The greatest value of at least the last `span`.
    static func maximum(over span: Duration) -> WindowedExtreme { WindowedExtreme(span: span, isMinimum: false) }

    private init(span: Duration, isMinimum: Bool) {
        self.span = span
        self.isMinimum = isMinimum
    }

    /// `nil` before the first value.
    var value: Duration? {
        guard let current, let previous else { return current ?? previous }
        return better(current, previous)
    }

    /// Takes a value.
    mutating func add(_ value: Duration, now: Instant) {
        if let start = begun, now - start >= span {
            previous = now - start < span * 2 ? current : nil
            current = nil
            begun = now
        }
        if begun == nil { begun = now }
        current = current.map { better($0, value) } ?? value
    }

    /// Forgets all values.
    mutating func reset() {
        current = nil
        previous = nil
        begun = nil
    }

    private func better(_ left: Duration, _ right: Duration) -> Duration {
        isMinimum ? min(left, right) : max(left, right)
    }
}
