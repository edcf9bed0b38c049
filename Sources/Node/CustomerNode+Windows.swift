import Console
import Desktop
import Media
import SessionDomain
import Wire

// The choice of windows, under a grant for windows.
extension CustomerNode {
    /// How long the windows that were told stay the ones to pick from.
    private static let listInterval: Duration = .seconds(1)

    /// Asks the desktop for its windows, unless they are picked already.
    func listWindows(for grant: Grant) async {
        guard session?.isChoosing(under: grant) == true, case .child(grant, let desktop) = capture else { return }
        await desktop.listWindows()
    }

    /// Offers the windows, and looks again a little later.
    func offer(_ windows: [DesktopWindow], under grant: Grant) {
        // A person looks first for what lies on top.
        let offered = windows.reversed().map { ShareableWindow($0) }
        session?.handleWindows(offered, under: grant, now: clock.now)
        Task { [mailbox] in
            try? await Task.sleep(for: Self.listInterval)
            mailbox.post(.lookAtWindows(grant))
        }
    }

    /// Shows the panel how a window looks.
    func show(_ thumbnail: DesktopThumbnail) async {
        let note = PageNote.thumbnail(thumbnail)
        thumbnails[thumbnail.window] = note
        await console.push(note)
    }

    /// Shows it all again to a panel that was opened anew.
    func showThumbnailsAgain() async {
        for note in thumbnails.values { await console.push(note) }
    }

    /// Shows what was picked, and nothing else.
    func showWindows(_ windows: [UInt32], under grant: Grant) async {
        thumbnails = [:]
        guard case .child(grant, let desktop) = capture else { return }
        await desktop.chooseWindows(windows.map { WindowIdentifier(rawValue: $0) })
    }
}

extension ShareableWindow {
    /// A window as the desktop describes it.
    init(_ window: DesktopWindow) {
        self.init(window: window.identifier.rawValue, title: window.title, program: window.program)
    }
}

extension PageNote {
    /// A window's picture, whose colours the desktop has in the order of its pixels.
    fileprivate static func thumbnail(_ thumbnail: DesktopThumbnail) -> PageNote {
        var pixels = thumbnail.pixels
        for blue in stride(from: 0, to: pixels.count - 3, by: 4) { pixels.swapAt(blue, blue + 2) }
        return .thumbnail(
            window: thumbnail.window.rawValue, width: thumbnail.width, height: thumbnail.height, pixels: pixels)
    }
}
