internal import CX11
internal import VPX

/// Which windows belong to the chosen ones: their dialogs, and the menus and hints that their programs put over them.
///
/// Another window of the same program does not belong: who shows one document does not show the other. So a window
/// belongs that says so itself (`WM_TRANSIENT_FOR`), and of those that say nothing, unmanaged windows of a program all
/// of whose windows are shown.
struct WindowFamily {
    /// Dialogs of dialogs are followed this far.
    private static let maximumDepth = 8

    private let display: XDisplay
    private let chosen: Set<Window>
    /// The application windows there are.
    let managed: [Window]

    /// To be used within `XErrorPolicy.accepted`.
    init(display: XDisplay, chosen: [Window]) {
        self.display = display
        self.chosen = Set(chosen)
        managed = WindowList(display: display).windows
    }

    /// One window of the family.
    struct Member {
        var window: Window
        var isPopup: Bool
        /// A hint beside the pointer, for which no picture grows.
        var isTooltip: Bool
    }

    /// Dialogs that belong to the chosen windows and are on the screen.
    func dialogs() -> [Member] {
        managed.filter { !chosen.contains($0) && isOfChosen($0) && isViewable($0) }
            .map { Member(window: $0, isPopup: false, isTooltip: false) }
    }

    /// Menus, lists and hints that belong to the windows shown and are on the screen.
    ///
    /// - Parameters:
    ///   - topLevels: the windows directly below the root.
    ///   - shown: the windows shown so far.
    func popups(among topLevels: [Window], of shown: [Window]) -> [Member] {
        let whole = shown.filter { isWhollyShown(programOf: $0, shown) }
        return topLevels.compactMap { window in
            guard !shown.contains(window), let attributes = display.attributes(of: window),
                attributes.override_redirect != 0, attributes.map_state == IsViewable,
                attributes.class == InputOutput
            else { return nil }
            let owner = self.owner(of: window)
            let belongs =
                if let owner { shown.contains(owner) || isOfChosen(window) } else {
                    whole.contains { display.isSameClient($0, window) }
                }
            guard belongs else { return nil }
            return Member(
                window: window, isPopup: true,
                isTooltip: display.has("_NET_WM_WINDOW_TYPE_TOOLTIP", in: "_NET_WM_WINDOW_TYPE", of: window))
        }
    }

    /// Windows of the chosen ones' programs that stand for themselves and are on the screen.
    func independents() -> [Window] {
        managed.filter { window in
            !chosen.contains(window) && !isOfChosen(window) && chosen.contains { display.isSameClient($0, window) }
                && isViewable(window)
        }
    }

    private func isWhollyShown(programOf window: Window, _ shown: [Window]) -> Bool {
        !managed.contains { !shown.contains($0) && display.isSameClient($0, window) && isViewable($0) }
    }

    private func isOfChosen(_ window: Window) -> Bool {
        var window = window
        for _ in 0..<Self.maximumDepth {
            guard let owner = self.owner(of: window) else { return false }
            if chosen.contains(owner) { return true }
            window = owner
        }
        return false
    }

    /// The window that a window says it stands over; `nil` where it says none or the root.
    private func owner(of window: Window) -> Window? {
        display.numbers("WM_TRANSIENT_FOR", of: window).first
            .flatMap { $0 == 0 || $0 == display.root || $0 == window ? nil : Window($0) }
    }

    private func isViewable(_ window: Window) -> Bool {
        display.attributes(of: window).map { $0.map_state == IsViewable } ?? false
    }
}
