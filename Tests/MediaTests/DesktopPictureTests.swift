import Desktop
import DesktopTestSupport
import Testing
import Wire

@testable import Media

extension SharedDesktopTests {
    @Suite("Pictures")
    struct Pictures {
        @Test("The colours of a window arrive", arguments: [[], ["MIT-SHM"]])
        func theColoursOfAWindowArrive(without extensions: [String]) async throws {
            let desktop = try SharedDesktop(without: extensions) { client in
                client.showWindow(x: 0, y: 100, width: 320, height: 200, colour: 0xC0_2020)
                client.showWindow(x: 320, y: 100, width: 320, height: 200, colour: 0x20_A040)
                client.showWindow(x: 0, y: 300, width: 320, height: 180, colour: 0x20_30C0)
                client.showWindow(x: 320, y: 300, width: 320, height: 180, colour: 0xE0_E0E0)
                client.movePointer(x: 639, y: 479)
            }
            try await eventually("the four colours") {
                guard let picture = desktop.record.picture else { return false }
                return picture.isNear(0xC0_2020, x: 160, y: 200) && picture.isNear(0x20_A040, x: 480, y: 200)
                    && picture.isNear(0x20_30C0, x: 160, y: 400) && picture.isNear(0xE0_E0E0, x: 480, y: 400)
            }
            #expect(desktop.record.choices.first.map { [$0.width, $0.height] } == [640, 480])
            #expect(desktop.record.frames.first?.isKeyFrame == true)
            try await desktop.stop()
        }

        @Test
        func aStillScreenSendsNothingAndAChangeIsSent() async throws {
            let desktop = try SharedDesktop()
            let window = desktop.client.showWindow(x: 100, y: 200, width: 200, height: 100, colour: 0x10_1010)
            try await desktop.settle()
            let count = desktop.record.frameCount
            try await Task.sleep(for: .seconds(1))
            #expect(desktop.record.frameCount == count, "a second of stillness")

            desktop.client.paint(window, colour: 0xF0_C020)
            try await eventually("the new colour") { desktop.record.picture?.isNear(0xF0_C020, x: 200, y: 250) == true }
            #expect(desktop.record.frames.last?.isKeyFrame == false)
            try await desktop.stop()
        }

        @Test
        func aKeyFrameComesOnOrder() async throws {
            let desktop = try SharedDesktop()
            try await desktop.settle()
            let count = desktop.record.frameCount
            await desktop.process.requestKeyFrame()
            try await eventually("a frame") { desktop.record.frameCount > count }
            #expect(desktop.record.frames[count].isKeyFrame)
            try await desktop.stop()
        }

        @Test
        func noFrameIsMadeWhileThoseBeforeItWait() async throws {
            let desktop = try SharedDesktop()
            let window = desktop.client.showWindow(x: 100, y: 200, width: 200, height: 100, colour: 0x20_40C0)
            try await desktop.settle()
            let count = desktop.record.frameCount
            await desktop.process.holdFrames(true)
            // What the child is told it has read before the server tells it of the change.
            await desktop.process.requestKeyFrame()
            try await Task.sleep(for: .milliseconds(100))
            desktop.client.paint(window, colour: 0xF0_C020)
            try await Task.sleep(for: .milliseconds(400))
            #expect(desktop.record.frameCount == count)
            await desktop.process.holdFrames(false)
            try await eventually("what is there then") {
                desktop.record.picture?.isNear(0xF0_C020, x: 200, y: 250) == true
            }
            #expect(desktop.record.frames[count].isKeyFrame)
            try await desktop.stop()
        }

        @Test
        func anotherResolutionBringsAKeyFrameOfThatSize() async throws {
            let desktop = try SharedDesktop(width: 800, height: 600) { client in
                client.setMonitor(width: 800, height: 600)
            }
            try await desktop.settle()
            desktop.client.setMonitor(width: 640, height: 480)
            try await eventually("a picture of the new size") { desktop.record.picture?.width == 640 }
            #expect(desktop.record.picture?.height == 480)
            #expect(desktop.record.choices.last.map { [$0.width, $0.height] } == [640, 480])
            let bar = try await desktop.findBar().box
            #expect(bar.x >= 0 && bar.x + bar.width <= 640)
            try await desktop.stop()
        }

        @Test
        func aReaderThatLagsGetsTheNewestPictureAndNoBacklog() async throws {
            let display = try VirtualDisplay(width: 320, height: 240)
            let client = try DisplayClient(display)
            let window = client.showWindow(x: 0, y: 100, width: 320, height: 140, colour: 0)
            let process = DesktopProcess(
                program: try TestChild.program(display: display.name), start: .init(barText: "A reader that lags"))
            var events = process.events.makeAsyncIterator()
            guard case .started = await events.next() else {
                Issue.record("sharing did not start")
                return
            }
            for step in UInt(0)..<60 {
                client.paint(window, colour: step * 0x04_0404)
                try await Task.sleep(for: .milliseconds(10))
            }
            let readAt = MonotonicClock.now()
            var backlog = 0
            while let event = await events.next() {
                guard case .frame(let frame) = event else { continue }
                if frame.capturedAt >= readAt { break }
                backlog += 1
            }
            #expect((1...2).contains(backlog), "frames that had waited")
            await process.stop()
            while await events.next() != nil {}
        }
    }
}
