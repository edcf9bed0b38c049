import Desktop
import Media
import SessionDomain
import Wire

// The desktop's mouse and keyboard in the host's hands.
extension CustomerNode {
    /// Has the desktop take input under a grant, and says so on the bar.
    func startControl(_ grant: Grant) async {
        guard case .child(_, let desktop) = capture else { return }
        await desktop.setControl(true)
        await showOnBar(desktop)
    }

    /// Releases what is held; nothing is injected after this returns.
    func stopControl() async {
        guard case .child(_, let desktop) = capture else { return }
        await desktop.setControl(false)
        await showOnBar(desktop)
    }

    /// Whether injection pauses while nobody knows whether the host is there.
    func pauseControl(_ isPaused: Bool) async {
        guard case .child(_, let desktop) = capture else { return }
        await desktop.holdInput(isPaused)
    }

    /// Does on the desktop what the host did, if the grant still stands.
    func inject(_ event: InputEvent, under grant: Grant) async {
        guard session?.permitsInput(grant) == true, case .child(_, let desktop) = capture else { return }
        for input in pointerScale.desktopInputs(event) { await desktop.inject(input) }
    }

    private func showOnBar(_ desktop: DesktopProcess) async {
        await desktop.setBarText(barText(isOfWindows: capture?.grant.scope == .viewApplication))
    }

    /// What the bar says now.
    /// - Parameter isOfWindows: whether windows are shown, not the desktop.
    func barText(isOfWindows: Bool) -> String {
        configuration.barLanguage.text(
            host: snapshot.hostDisplayName ?? "", isControlled: session?.isControlled == true,
            isOfWindows: isOfWindows)
    }
}

extension PointerScale {
    /// What the child is to do for an act: one with a place brings the pointer there first.
    func desktopInputs(_ event: InputEvent) -> [DesktopInput] {
        switch event {
        case .pointerMove(let place): [move(place.x, place.y)]
        case .button(let button):
            [move(button.x, button.y), .button(button.button, isDown: button.isDown)]
        case .wheel(let wheel): [move(wheel.x, wheel.y), .wheel(x: wheel.right, y: wheel.down)]
        case .key(let key): [.key(code: key.code, key: key.key, isDown: key.isDown)]
        case .text(let text): [.text(text.text)]
        case .release: [.releaseAll]
        }
    }

    private func move(_ x: UInt16, _ y: UInt16) -> DesktopInput {
        .pointerMoved(x: Self.place(x, of: captured.width), y: Self.place(y, of: captured.height))
    }

    /// The pixel at a part of a length: 0 is the first and 65,535 the last.
    private static func place(_ part: UInt16, of length: Int) -> UInt16 {
        UInt16(clamping: (Int(part) * max(0, length - 1) + 32_767) / 65_535)
    }
}
