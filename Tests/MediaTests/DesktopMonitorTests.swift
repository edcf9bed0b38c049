import Desktop
import DesktopTestSupport
import Testing
import Wire

@testable import Media

extension SharedDesktopTests {
    @Suite("Monitors")
    struct Monitors {
        private static let left = 0x20_40C0
        private static let right = 0xC0_8020

        /// Two monitors beside each other, of which the left one is the primary one, in a colour each.
        private func makeTwoMonitors(_ source: DesktopSource = .monitor(.primary)) throws -> SharedDesktop {
            try SharedDesktop(on: try VirtualDisplay(width: 1_000, height: 480), showing: { _ in source }) { client in
                client.setMonitor("left", width: 640, height: 480)
                client.setMonitor("right", x: 640, width: 360, height: 400, hasScreen: false)
                client.showWindow(x: 0, y: 0, width: 640, height: 480, colour: UInt(Self.left))
                client.showWindow(x: 640, y: 0, width: 360, height: 480, colour: UInt(Self.right))
            }
        }

        private func choice(_ monitor: DesktopMonitor) -> DesktopReport.Chosen {
            .init(source: .monitor(.identifier(monitor.identifier)), width: monitor.width, height: monitor.height)
        }

        @Test
        func theyAreListedAndSwitchedLive() async throws {
            let desktop = try makeTwoMonitors()
            try await eventually("the list") { desktop.record.monitors.count == 2 }
            let left = try #require(desktop.record.monitors.first)
            let right = try #require(desktop.record.monitors.last)
            #expect((left.name, left.isPrimary) == ("left", true))
            #expect((right.name, right.isPrimary) == ("right", false))
            #expect([right.x, right.y] == [640, 0] && [right.width, right.height] == [360, 400])
            try await eventually("the left one") { desktop.record.picture?.isNear(Self.left, x: 320, y: 300) == true }
            #expect(desktop.record.choices.last == choice(left))

            desktop.record.forbid(Self.left)
            let count = desktop.record.frameCount
            await desktop.process.chooseMonitor(.identifier(right.identifier))
            try await eventually("the right one") {
                desktop.record.picture.map { $0.width == 360 && $0.isNear(Self.right, x: 180, y: 300) } == true
            }
            #expect(desktop.record.choices.last == choice(right))
            #expect(desktop.record.frames.dropFirst(count).first { $0.width == 360 }?.isKeyFrame == true)
            let bar = try await desktop.findBar().box
            #expect(bar.x >= 640 && bar.x + bar.width <= 1_000, "the bar goes along")
            #expect(desktop.client.windows(named: "Nearhand").count == 1)

            await desktop.process.chooseMonitor(.index(0))
            desktop.record.forbid(Self.right)
            try await eventually("the left one again") {
                desktop.record.picture.map { $0.width == 640 && $0.isNear(Self.left, x: 320, y: 300) } == true
            }
            try await desktop.stop()
        }

        @Test
        func oneThatIsNotThereChangesNothing() async throws {
            let desktop = try makeTwoMonitors()
            try await eventually("the left one") { desktop.record.picture?.isNear(Self.left, x: 320, y: 300) == true }
            let count = desktop.record.choices.count
            await desktop.process.chooseMonitor(.index(2))
            try await eventually("the answer") { desktop.record.choices.count > count }
            #expect(desktop.record.choices.last == desktop.record.choices.first)
            try await desktop.stop()
        }

        @Test
        func oneThatIsTakenAwayGivesWayToThePrimaryOne() async throws {
            let desktop = try makeTwoMonitors(.monitor(.index(1)))
            try await eventually("the right one") { desktop.record.picture?.isNear(Self.right, x: 180, y: 300) == true }
            desktop.client.removeMonitor("right")
            try await eventually("the left one") {
                desktop.record.picture.map { $0.width == 640 && $0.isNear(Self.left, x: 320, y: 300) } == true
            }
            #expect(desktop.record.monitors.map(\.name) == ["left"])
            #expect(desktop.record.choices.last == desktop.record.monitors.first.map(choice))
            let bar = try await desktop.findBar().box
            #expect(bar.x >= 0 && bar.x + bar.width <= 640)
            try await desktop.stop()
        }

        @Test
        func oneThatComesIsToldAndTheShownOneStays() async throws {
            let desktop = try SharedDesktop(width: 1_000, height: 480) { client in
                client.setMonitor("left", width: 640, height: 480)
            }
            try await desktop.settle()
            let count = desktop.record.frameCount
            desktop.client.setMonitor("right", x: 640, width: 360, height: 480, hasScreen: false)
            try await eventually("the list") { desktop.record.monitors.map(\.name) == ["left", "right"] }
            try await Task.sleep(for: .milliseconds(200))
            #expect(desktop.record.frameCount == count)
            #expect(Set(desktop.record.choices.map(\.width)) == [640])
            try await desktop.stop()
        }

        @Test
        func nothingIsCapturedBeforeAnythingIsChosen() async throws {
            let desktop = try makeTwoMonitors(.nothing)
            try await eventually("the list") { desktop.record.monitors.count == 2 }
            _ = try await desktop.findBar()
            desktop.client.movePointer(x: 300, y: 300)
            try await Task.sleep(for: .milliseconds(300))
            #expect(desktop.record.frameCount == 0 && desktop.record.places.isEmpty && desktop.record.cursors.isEmpty)
            #expect(desktop.record.choices == [.init(source: .nothing, width: 0, height: 0)])
            await desktop.process.chooseMonitor(.primary)
            try await eventually("a picture") { desktop.record.picture?.isNear(Self.left, x: 320, y: 300) == true }
            await desktop.process.chooseNothing()
            try await eventually("the end of it") { desktop.record.choices.last?.source == .nothing }
            let count = desktop.record.frameCount
            desktop.client.showWindow(x: 0, y: 100, width: 640, height: 380, colour: 0xFF_FFFF)
            try await Task.sleep(for: .milliseconds(300))
            #expect(desktop.record.frameCount == count)
            try await desktop.stop()
        }
    }
}
