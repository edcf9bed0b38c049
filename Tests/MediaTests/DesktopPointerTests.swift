import Desktop
import DesktopTestSupport
import Testing
import Wire

@testable import Media

extension SharedDesktopTests {
    @Suite("The pointer")
    struct Pointer {
        private static let colour = 0xE0_E0E0

        /// A desktop in one colour with the bar above it.
        private func makePlainDesktop() throws -> SharedDesktop {
            try SharedDesktop { client in
                client.showWindow(x: 0, y: 0, width: 640, height: 480, colour: UInt(Self.colour))
                client.movePointer(x: 200, y: 200)
            }
        }

        @Test
        func itsPictureAndPlaceAreToldApartFromTheFrames() async throws {
            let desktop = try makePlainDesktop()
            try await eventually("its picture") { !desktop.record.cursors.isEmpty }
            let cursor = try #require(desktop.record.cursors.last)
            #expect(cursor.pixels.count == Int(cursor.width) * Int(cursor.height))
            #expect(cursor.pixels.contains { $0 >> 24 == 255 }, "some of it is opaque")
            #expect(cursor.hotSpotX < cursor.width && cursor.hotSpotY < cursor.height)
            try await eventually("where it was") { desktop.record.places.last == .at(x: 200, y: 200) }

            try await eventually("a picture") { desktop.record.picture?.isNear(Self.colour, x: 320, y: 400) == true }
            try await desktop.settle()
            let count = desktop.record.frameCount
            desktop.client.movePointer(x: 400, y: 300)
            try await eventually("where it is") { desktop.record.places.last == .at(x: 400, y: 300) }
            try await Task.sleep(for: .milliseconds(300))
            #expect(desktop.record.frameCount == count, "a pointer that moves makes no frame")
            let picture = try #require(desktop.record.picture)
            for (x, y) in [(200, 200), (400, 300)] {
                #expect(
                    (y - 12...y + 12).allSatisfy { row in
                        (x - 12...x + 12).allSatisfy { picture.isNear(Self.colour, x: $0, y: row) }
                    })
            }
            try await desktop.stop()
        }

        @Test
        func itIsToldAtMostSixtyTimesASecondAndNotAtAllWhileItRests() async throws {
            let desktop = try makePlainDesktop()
            try await eventually("where it is") { desktop.record.places.last == .at(x: 200, y: 200) }
            let begin = MonotonicClock.now()
            let before = desktop.record.places.count
            for step in 0..<500 {
                desktop.client.movePointer(x: 100 + step % 400, y: 250)
                try await Task.sleep(for: .milliseconds(1))
            }
            let seconds = (MonotonicClock.now() - begin).inSeconds
            desktop.client.movePointer(x: 333, y: 222)
            try await eventually("where it rests") { desktop.record.places.last == .at(x: 333, y: 222) }
            let told = desktop.record.places.count - before
            #expect(told >= 10 && Double(told) <= seconds * 62 + 3, "\(told) places in \(seconds) s")
            try await Task.sleep(for: .milliseconds(500))
            #expect(desktop.record.places.count - before == told)
            try await desktop.stop()
        }

        @Test
        func aProgramThatPutsItElsewhereIsNoticed() async throws {
            let desktop = try makePlainDesktop()
            try await eventually("where it is") { desktop.record.places.last == .at(x: 200, y: 200) }
            try await Task.sleep(for: .milliseconds(400))
            desktop.client.warpPointer(x: 50, y: 450)
            try await eventually("where it was put") { desktop.record.places.last == .at(x: 50, y: 450) }
            try await desktop.stop()
        }

        @Test
        func whoComesWithAKeyFrameIsToldItAgain() async throws {
            let desktop = try makePlainDesktop()
            try await eventually("where it is") { desktop.record.places.last == .at(x: 200, y: 200) }
            try await eventually("its picture") { !desktop.record.cursors.isEmpty }
            let count = (desktop.record.cursors.count, desktop.record.places.count)
            await desktop.process.requestKeyFrame()
            try await eventually("both again") {
                desktop.record.cursors.count > count.0 && desktop.record.places.count > count.1
            }
            #expect(desktop.record.cursors.last == desktop.record.cursors.first)
            #expect(desktop.record.places.last == .at(x: 200, y: 200))
            try await desktop.stop()
        }

        @Test
        func besideTheMonitorItIsHidden() async throws {
            let desktop = try SharedDesktop { client in
                client.setMonitor(width: 320, height: 480)
                client.movePointer(x: 100, y: 240)
            }
            try await eventually("where it is") { desktop.record.places.last == .at(x: 100, y: 240) }
            desktop.client.movePointer(x: 500, y: 240)
            try await eventually("that it is not there") { desktop.record.places.last == .hidden }
            try await desktop.stop()
        }
    }
}
