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

    /// A program of which windows are shown has opened another: the person is asked, and until then it is not shown.
    package mutating func handleOpened(_ window: ShareableWindow, under grant: Grant, now: Instant) {
        guard permits(grant), grant.scope == .viewApplication else { return }
        windowChoice.handleOpened(window)
        askForNextWindow(now: now)
    }

    /// Asks for the next window that was opened, unless a question is open.
    mutating func askForNextWindow(now: Instant) {
        guard case .live = consent.state, consent.prompt == nil, let window = windowChoice.nextOpened(),
            consent.ask(identifiers.make(), for: window, now: now)
        else { return }
        emit(.raisePrompt)
        setChanged()
    }

    /// Shows one more window under the grant that stands.
    mutating func add(_ window: ShareableWindow, under grant: Grant) {
        emit(.showWindows(windowChoice.add(window), under: grant))
    }

    /// Ends a choice that nobody made in time.
    mutating func handleWindowTimeout(now: Instant) {
        if let grant = windowChoice.handleTimeout(now: now) { handleNothingPicked(grant) }
    }
}
