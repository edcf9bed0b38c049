package import Wire

// Which windows are shown under a grant for windows.
extension CustomerSession {
    /// There are these windows to pick from, while the choice under `grant` is not made; also when they change.
    package mutating func handleWindows(_ windows: [ShareableWindow], under grant: Grant, now: Instant) {
        guard isChoosing(under: grant) else { return }
        windowChoice.offer(windows, for: grant, now: now)
        setChanged()
    }

    /// Whether windows may be picked under `grant` now.
    package func isChoosing(under grant: Grant) -> Bool {
        guard grant.scope == .viewApplication, case .starting(grant) = consent.state else { return false }
        return true
    }

    /// Takes what the person picked; none of them ends the request.
    mutating func chooseWindows(_ choice: CustomerCommand.ChooseWindows) {
        switch windowChoice.choose(choice.windows, for: choice.request) {
        case .picked(let windows, let grant):
            guard permits(grant) else { return }
            emit(.showWindows(windows, under: grant))
            setChanged()
        case .nothing(let grant): handleNothingPicked(grant)
        case .unknown: break
        }
    }

    /// Ends a choice that nobody made in time.
    mutating func handleWindowTimeout(now: Instant) {
        if let grant = windowChoice.handleTimeout(now: now) { handleNothingPicked(grant) }
    }
}
