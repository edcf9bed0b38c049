import Wire

/// The customer's choice of what is shown under a grant for windows, between *Allow* and the first frame.
///
/// ```text
/// none ─open→ choosing ─choose→ none        the picked windows are shown
///               │ nothing picked, 2 minutes → none       nothing is
/// ```
struct WindowChoice: Sendable {
    /// How long the windows are offered before nothing counts as picked.
    static let timeout: Duration = .seconds(120)
    /// More windows than this are not shown in one picture.
    static let maximumCount = 32

    /// The grant for which a choice is open, what is offered for it, and until when.
    private(set) var open: (grant: Grant, windows: [ShareableWindow], deadline: Instant)?

    /// What was picked and added; empty while nothing is shown.
    private(set) var shown: [UInt32] = []
    /// Windows that shown programs have opened, of which the person has not been asked yet.
    private var opened: [ShareableWindow] = []
    /// More of them wait no longer.
    static let maximumOpenedCount = 8

    /// Offers these windows for a grant; the time runs from the first offer on.
    mutating func offer(_ windows: [ShareableWindow], for grant: Grant, now: Instant) {
        let deadline = open.flatMap { $0.grant == grant ? $0.deadline : nil }
        open = (grant, windows, deadline ?? now + Self.timeout)
    }

    /// What becomes of a pick.
    enum Result: Equatable {
        /// Show these, each of which was offered, and nothing else.
        case picked([UInt32], Grant)
        case nothing(Grant)
        /// There is no such choice, or something else was picked than was offered.
        case unknown
    }

    /// Takes what the person picked; none of them is *nothing*.
    mutating func choose(_ windows: [UInt32], for request: RequestID) -> Result {
        guard let open, open.grant.request == request, windows.count <= Self.maximumCount else { return .unknown }
        let offered = Set(open.windows.map(\.window))
        guard windows.allSatisfy(offered.contains) else { return .unknown }
        self.open = nil
        shown = windows
        return windows.isEmpty ? .nothing(open.grant) : .picked(windows, open.grant)
    }

    /// The grant whose choice took too long, which is thereby nothing.
    mutating func handleTimeout(now: Instant) -> Grant? {
        guard let open, open.deadline <= now else { return nil }
        self.open = nil
        return open.grant
    }

    /// Nothing is to be chosen any more.
    mutating func close() {
        open = nil
        shown = []
        opened = []
    }

    /// A program that is shown has opened another window.
    mutating func handleOpened(_ window: ShareableWindow) {
        if opened.count < Self.maximumOpenedCount { opened.append(window) }
    }

    /// The next window to ask for.
    mutating func nextOpened() -> ShareableWindow? {
        guard !opened.isEmpty, shown.count < Self.maximumCount else { return nil }
        return opened.removeFirst()
    }

    /// Shows one more window; returns all that are shown.
    mutating func add(_ window: ShareableWindow) -> [UInt32] {
        if !shown.contains(window.window) { shown.append(window.window) }
        return shown
    }
}
