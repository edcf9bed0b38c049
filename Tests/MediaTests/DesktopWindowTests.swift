import Desktop
import DesktopTestSupport
import Testing
import Wire

@testable import Media

extension SharedDesktopTests {
    /// The window that is shown is green, what belongs to it yellow, and everything that must never be seen red.
    @Suite("Windows")
    struct Windows {
        private static let shown = 0x10_B030
        private static let related = 0xE0_D010
        private static let secret = 0xE0_1010

        /// A desktop full of red with a green window in it, which is shown.
        private func makeSecretDesktop(
            colour: UInt? = UInt(Self.shown), around prepare: (DisplayClient, UInt) throws -> Void = { _, _ in }
        ) throws -> (desktop: SharedDesktop, other: DisplayClient, window: UInt) {
            var shown: UInt = 0
            let display = try VirtualDisplay(width: 640, height: 480)
            let other = try DisplayClient(display)
            other.showWindow(x: 0, y: 0, width: 640, height: 480, colour: UInt(Self.secret))
            let desktop = try SharedDesktop(
                on: display,
                showing: { client in
                    shown = client.showWindow(x: 100, y: 80, width: 300, height: 200, colour: colour, isManaged: true)
                    if colour == nil {
                        client.draw(shown, x: 0, y: 0, width: 300, height: 200, colour: UInt(Self.shown))
                    }
                    try prepare(other, shown)
                    return .windows([.init(rawValue: UInt32(shown))])
                })
            desktop.record.forbid(Self.secret)
            return (desktop, other, shown)
        }

        /// Waits until the picture has this size and the colour in all of it, or in a part.
        private func expectPicture(
            _ width: Int, _ height: Int, _ colour: Int, share: ClosedRange<Double> = 0.97...1,
            of desktop: SharedDesktop,
            sourceLocation: SourceLocation = #_sourceLocation
        ) async throws {
            try await eventually("a picture of \(width) by \(height)", sourceLocation: sourceLocation) {
                desktop.record.picture.map {
                    $0.width == width && $0.height == height && share.contains($0.share(of: colour))
                } == true
            }
        }

        private func finish(_ desktop: SharedDesktop, sourceLocation: SourceLocation = #_sourceLocation) async throws {
            #expect(
                desktop.record.forbiddenShare == 0, "other windows' pixels were in a picture",
                sourceLocation: sourceLocation)
            try await desktop.stop()
        }

        @Test
        func oneWindowIsTheWholePicture() async throws {
            let (desktop, _, window) = try makeSecretDesktop()
            try await expectPicture(300, 200, Self.shown, of: desktop)
            let choice = DesktopReport.Chosen(
                source: .windows([.init(rawValue: UInt32(window))]), width: 300, height: 200)
            #expect(desktop.record.choices.last == choice)
            desktop.client.draw(window, x: 20, y: 20, width: 150, height: 100, colour: UInt(Self.related))
            try await expectPicture(300, 200, Self.related, share: 0.2...0.3, of: desktop)
            try await finish(desktop)
        }

        @Test
        func eachWindowHasAThumbnailOfItsOwnPixels() async throws {
            let display = try VirtualDisplay(width: 640, height: 480)
            let other = try DisplayClient(display)
            let cover = other.showWindow(
                x: 50, y: 40, width: 400, height: 300, colour: UInt(Self.secret), isManaged: true)
            let desktop = try SharedDesktop(
                on: display,
                showing: { client in
                    client.showWindow(x: 100, y: 80, width: 300, height: 200, colour: UInt(Self.shown), isManaged: true)
                    return .nothing
                })
            other.raise(cover)
            try await eventually("the child is ready") { desktop.record.ready != nil }
            await desktop.process.listWindows()
            try await eventually("a picture of each") {
                desktop.record.windows?.count == 2 && desktop.record.thumbnails.count == 2
            }
            let sizes = desktop.record.thumbnails.map { [Int($0.width), Int($0.height)] }
            #expect(sizes.contains([200, 150]) && sizes.contains([224, 150]))
            for thumbnail in desktop.record.thumbnails {
                let picture = Record.Picture(
                    width: Int(thumbnail.width), height: Int(thumbnail.height), pixels: thumbnail.pixels)
                let colour = thumbnail.window.rawValue == UInt32(cover) ? Self.secret : Self.shown
                #expect(picture.share(of: colour) > 0.97)
            }
            #expect(desktop.record.frameCount == 0, "nothing is captured before something is chosen")
            try await desktop.stop()
        }

        @Test
        func aWindowThatAShownProgramOpensIsToldAndNotShown() async throws {
            let (desktop, other, window) = try makeSecretDesktop()
            try await expectPicture(300, 200, Self.shown, of: desktop)
            // Another program's is nobody's business here.
            other.showWindow(x: 0, y: 300, width: 50, height: 50, colour: UInt(Self.secret), isManaged: true)
            let opened = desktop.client.showWindow(
                x: 120, y: 100, width: 80, height: 60, colour: UInt(Self.secret), isManaged: true)
            try await eventually("it is told") { desktop.record.opened.count == 1 }
            #expect(desktop.record.opened.first?.identifier.rawValue == UInt32(opened))
            #expect(desktop.record.choices.last?.source == .windows([.init(rawValue: UInt32(window))]))
            try await finish(desktop)
        }

        @Test("What covers a window is never seen", arguments: [UInt(0x10_B030), nil])
        func whatCoversItIsNeverSeen(colour: UInt?) async throws {
            // One window covers it before it is shown, one comes over it, moves and goes again.
            let (desktop, other, window) = try makeSecretDesktop(colour: colour) { other, _ in
                other.showWindow(x: 150, y: 100, width: 100, height: 100, colour: UInt(Self.secret))
            }
            // Where it was covered, a window that the server does not paint is grey until it draws.
            let covered = 100.0 * 100 / (300 * 200)
            let least = colour == nil ? 0.97 - covered : 0.97
            try await expectPicture(300, 200, Self.shown, share: least...1, of: desktop)
            let cover = other.showWindow(x: 0, y: 0, width: 600, height: 200, colour: UInt(Self.secret))
            for step in 0..<20 {
                other.place(cover, x: step * 10, y: step * 5, width: 300, height: 200)
                desktop.client.draw(window, x: 0, y: 0, width: 300, height: 200, colour: UInt(Self.shown))
                try await Task.sleep(for: .milliseconds(20))
            }
            other.raise(cover)
            desktop.client.draw(window, x: 0, y: 0, width: 300, height: 100, colour: UInt(Self.related))
            try await expectPicture(300, 200, Self.related, share: 0.45...0.55, of: desktop)
            other.destroy(cover)
            try await Task.sleep(for: .milliseconds(200))
            try await finish(desktop)
        }

        @Test("A covered window that is resized and moved", arguments: [UInt(0x10_B030), nil])
        func aCoveredWindowIsResizedAndMoved(colour: UInt?) async throws {
            let (desktop, other, window) = try makeSecretDesktop(colour: colour)
            try await expectPicture(300, 200, Self.shown, of: desktop)
            other.showWindow(x: 50, y: 50, width: 500, height: 300, colour: UInt(Self.secret))
            desktop.client.place(window, x: 120, y: 100, width: 400, height: 250)
            try await eventually("the new size") { desktop.record.picture?.width == 400 }
            try await Task.sleep(for: .milliseconds(500))
            desktop.client.draw(window, x: 0, y: 0, width: 400, height: 250, colour: UInt(Self.shown))
            try await expectPicture(400, 250, Self.shown, of: desktop)
            let count = desktop.record.choices.count
            desktop.client.place(window, x: 20, y: 30, width: 400, height: 250)
            try await Task.sleep(for: .milliseconds(300))
            try await expectPicture(400, 250, Self.shown, of: desktop)
            #expect(desktop.record.choices.count == count, "a move changes nothing in the picture")
            try await finish(desktop)
        }

        @Test
        func aMinimisedWindowLeavesTheBackgroundAndComesBack() async throws {
            let (desktop, _, window) = try makeSecretDesktop()
            try await expectPicture(300, 200, Self.shown, of: desktop)
            desktop.client.hide(window)
            try await expectPicture(300, 200, 0x70_7070, of: desktop)
            desktop.client.show(window)
            try await expectPicture(300, 200, Self.shown, of: desktop)
            try await finish(desktop)
        }

        @Test
        func theLastWindowThatIsClosedEndsSharing() async throws {
            let (desktop, _, window) = try makeSecretDesktop()
            try await expectPicture(300, 200, Self.shown, of: desktop)
            desktop.client.destroy(window)
            try await eventually("the end") { desktop.record.stopReason != nil }
            #expect(desktop.record.stopReason == .windowsClosed)
            #expect(desktop.record.forbiddenShare == 0)
        }

        @Test
        func menusAndDialogsOfItAreOverItAndOtherWindowsAreNot() async throws {
            let (desktop, other, window) = try makeSecretDesktop()
            try await expectPicture(300, 200, Self.shown, of: desktop)
            // A menu says whose it is, or is the only kind of window that its program has besides those shown.
            let menu = desktop.client.showWindow(x: 120, y: 90, width: 100, height: 60, colour: UInt(Self.related))
            try await expectPicture(300, 200, Self.related, share: 0.08...0.12, of: desktop)
            let dialog = desktop.client.showWindow(
                x: 300, y: 200, width: 200, height: 180, colour: UInt(Self.related), isManaged: true, owner: window)
            try await eventually("a picture that has the dialog as well") {
                desktop.record.picture.map { $0.width == 400 && $0.height == 300 } == true
            }
            // 300 × 200 and 200 × 180 less what they share, of 400 × 300; the rest is background.
            try await expectPicture(400, 300, Self.related, share: 0.33...0.36, of: desktop)
            try await expectPicture(400, 300, 0x70_7070, share: 0.25...0.28, of: desktop)
            desktop.client.destroy(menu)
            desktop.client.destroy(dialog)
            try await expectPicture(300, 200, Self.shown, of: desktop)

            // Another program's menu over it, one that claims nothing of a program with another window, and that window.
            other.showWindow(x: 120, y: 90, width: 100, height: 60, colour: UInt(Self.secret))
            desktop.client.showWindow(x: 300, y: 60, width: 200, height: 60, colour: UInt(Self.secret), isManaged: true)
            desktop.client.showWindow(x: 200, y: 150, width: 90, height: 60, colour: UInt(Self.secret))
            try await Task.sleep(for: .milliseconds(400))
            try await expectPicture(300, 200, Self.shown, of: desktop)
            try await finish(desktop)
        }

        @Test
        func severalWindowsKeepTheirPlacesOnANeutralBackground() async throws {
            let (desktop, other, window) = try makeSecretDesktop()
            try await expectPicture(300, 200, Self.shown, of: desktop)
            let second = desktop.client.showWindow(
                x: 350, y: 250, width: 200, height: 150, colour: UInt(Self.related), isManaged: true)
            await desktop.process.chooseWindows([.init(rawValue: UInt32(second)), .init(rawValue: UInt32(window))])
            try await expectPicture(640, 480, Self.related, share: 0.09...0.1, of: desktop)
            other.showWindow(x: 60, y: 60, width: 400, height: 300, colour: UInt(Self.secret))
            desktop.client.draw(window, x: 0, y: 0, width: 150, height: 200, colour: UInt(Self.related))
            try await expectPicture(640, 480, Self.related, share: 0.185...0.2, of: desktop)
            let picture = try #require(desktop.record.picture)
            #expect(picture.isNear(Self.related, x: 110, y: 100) && picture.isNear(Self.shown, x: 340, y: 240))
            #expect(picture.isNear(Self.related, x: 360, y: 260), "the second one lies above the first one")
            #expect(picture.isNear(0x70_7070, x: 50, y: 50) && picture.isNear(0x70_7070, x: 600, y: 450))
            desktop.client.destroy(window)
            try await expectPicture(200, 150, Self.related, of: desktop)
            #expect(desktop.record.choices.last?.source == .windows([.init(rawValue: UInt32(second))]))
            try await finish(desktop)
        }

        @Test
        func thePointerIsToldWhileItIsOnTheWindow() async throws {
            let (desktop, other, _) = try makeSecretDesktop()
            desktop.client.movePointer(x: 150, y: 120)
            try await eventually("where it is") { desktop.record.places.last == .at(x: 50, y: 40) }
            desktop.client.movePointer(x: 20, y: 20)
            try await eventually("that it is beside it") { desktop.record.places.last == .hidden }
            other.showWindow(x: 250, y: 80, width: 100, height: 200, colour: UInt(Self.secret))
            desktop.client.movePointer(x: 150, y: 121)
            try await eventually("that it is back") { desktop.record.places.last == .at(x: 50, y: 41) }
            desktop.client.movePointer(x: 300, y: 120)
            try await eventually("that it is on what covers it") { desktop.record.places.last == .hidden }
            try await finish(desktop)
        }

        @Test
        func windowsThatAreGoneChangeNothing() async throws {
            let (desktop, _, window) = try makeSecretDesktop()
            try await expectPicture(300, 200, Self.shown, of: desktop)
            let count = desktop.record.choices.count
            await desktop.process.chooseWindows([.init(rawValue: 0x00F0_0BA2)])
            try await eventually("the answer") { desktop.record.choices.count > count }
            #expect(desktop.record.choices.last?.source == .windows([.init(rawValue: UInt32(window))]))
            await desktop.process.chooseWindows([.init(rawValue: 0x00F0_0BA2), .init(rawValue: UInt32(window))])
            try await eventually("the answer") { desktop.record.choices.count > count + 1 }
            #expect(desktop.record.choices.last?.source == .windows([.init(rawValue: UInt32(window))]))
            try await finish(desktop)
        }

        @Test
        func programsAreListedAndOneIsShownThroughAWindowManager() async throws {
            let display = try VirtualDisplay(width: 800, height: 600)
            let other = try DisplayClient(display)
            let manager = try Program("/usr/bin/openbox", ["--sm-disable"], on: display)
            defer { manager.stop() }
            // What is shown while the manager begins may be forgotten by it.
            try await eventually("the window manager") { other.hasWindowManager }
            let program = try Program(
                "/usr/bin/xterm", ["-T", "Bills 帳單", "-geometry", "40x10+100+100", "-e", "cat"], on: display)
            defer { program.stop() }
            let desktop = try SharedDesktop(on: display, showing: { _ in .nothing })
            var listed: DesktopWindow?
            try await eventually("the terminal's window", interval: .milliseconds(100)) {
                Task { [process = desktop.process] in await process.listWindows() }
                listed = desktop.record.windows?.first { $0.program == "XTerm" }
                return listed != nil
            }
            let terminal = try #require(listed)
            #expect(terminal.title == "Bills 帳單")
            #expect(terminal.process == UInt32(program.identifier))
            await desktop.process.chooseWindows([terminal.identifier])
            try await eventually("its picture") { desktop.record.picture?.share(of: 0xFF_FFFF) ?? 0 > 0.9 }
            other.showWindow(x: 0, y: 0, width: 800, height: 600, colour: UInt(Self.secret))
            desktop.record.forbid(Self.secret)
            await desktop.process.requestKeyFrame()
            try await Task.sleep(for: .milliseconds(300))
            try await finish(desktop)
        }
    }
}
