import Desktop
import DesktopTestSupport
import Foundation
import Testing
import Wire

@testable import Media

extension SharedDesktopTests {
    @Suite("Ends")
    struct Ends {
        /// A desktop whose window never stops changing, with the bar up and pictures flowing.
        private func makeBusyDesktop() async throws -> (SharedDesktop, Task<Void, any Error>) {
            let desktop = try SharedDesktop()
            let display = desktop.display
            let painter = Task {
                let client = try DisplayClient(display)
                let window = client.showWindow(x: 0, y: 240, width: 640, height: 240, colour: 0)
                var colour: UInt = 0
                while !Task.isCancelled {
                    colour = (colour + 0x05_0301) & 0xFF_FFFF
                    client.paint(window, colour: colour)
                    try await Task.sleep(for: .milliseconds(10))
                }
            }
            try await eventually("pictures flow") { desktop.record.frameCount > 5 }
            return (desktop, painter)
        }

        /// Waits for the end and checks that it was the last there was.
        private func expectEnd(_ reason: DesktopStopReason, of desktop: SharedDesktop) async throws {
            try await eventually("sharing ends") { desktop.record.stopReason != nil }
            #expect(desktop.record.stopReason == reason)
            let count = desktop.record.frameCount
            try await Task.sleep(for: .milliseconds(200))
            #expect(desktop.record.frameCount == count)
            #expect(desktop.record.eventsAfterStop == 0)
        }

        @Test
        func stopOnTheBarEndsSharing() async throws {
            let (desktop, painter) = try await makeBusyDesktop()
            defer { painter.cancel() }
            let bar = try await desktop.findBar().box
            let pressedAt = MonotonicClock.now()
            desktop.client.click(x: bar.x + bar.width - 20, y: bar.y + bar.height / 2)
            try await expectEnd(.byBar, of: desktop)
            let last = try #require(desktop.record.frames.last)
            #expect(last.capturedAt - pressedAt < .milliseconds(100), "nothing is captured 100 ms after the press")
            #expect(desktop.client.findWindow(named: "Nearhand") == nil, "the bar is gone")
        }

        @Test
        func aClickBesideTheButtonEndsNothing() async throws {
            let (desktop, painter) = try await makeBusyDesktop()
            defer { painter.cancel() }
            let bar = try await desktop.findBar().box
            desktop.client.click(x: bar.x + 10, y: bar.y + bar.height / 2)
            let count = desktop.record.frameCount
            try await eventually("pictures flow on") { desktop.record.frameCount > count + 5 }
            try await desktop.stop()
        }

        @Test(arguments: [[], [.numLock], [.capsLock], [.capsLock, .numLock]] as [[DisplayClient.Key]])
        func thePanicKeyEndsSharing(locks: [DisplayClient.Key]) async throws {
            let (desktop, painter) = try await makeBusyDesktop()
            defer { painter.cancel() }
            #expect(desktop.record.ready?.hasPanicKey == true)
            for lock in locks { desktop.client.press([lock]) }
            desktop.client.press([.control, .alt, .end])
            try await expectEnd(.panicKey, of: desktop)
        }

        @Test
        func stoppingLetsNoFrameOut() async throws {
            let (desktop, painter) = try await makeBusyDesktop()
            defer { painter.cancel() }
            await desktop.process.stop()
            try await expectEnd(.byParent, of: desktop)
        }

        @Test
        func aCoveredBarComesBackOnTop() async throws {
            let desktop = try SharedDesktop()
            let bar = try await desktop.findBar().window
            desktop.client.showWindow(x: 0, y: 0, width: 640, height: 480, colour: 0x80_8080)
            try await eventually("the bar on top") { desktop.client.stackingOrder.last == bar }
            try await desktop.stop()
        }

        @Test
        func aHiddenBarEndsSharing() async throws {
            let (desktop, painter) = try await makeBusyDesktop()
            defer { painter.cancel() }
            desktop.client.hide(try await desktop.findBar().window)
            try await expectEnd(.barLost, of: desktop)
        }

        @Test
        func aServerThatDiesEndsTheChildAndNotThisProcess() async throws {
            let desktop = try SharedDesktop()
            try await desktop.settle()
            desktop.display.stop()
            try await expectEnd(.displayLost, of: desktop)
        }

        @Test
        func aChildThatIsKilledIsNoticed() async throws {
            let (desktop, painter) = try await makeBusyDesktop()
            defer { painter.cancel() }
            let children = try childrenOfThisProcess(named: "DesktopTestChil")
            #expect(children.count == 1)
            for child in children { kill(child, SIGKILL) }
            try await expectEnd(.crashed, of: desktop)
        }

        @Test
        func aSilentParentEndsTheChild() throws {
            let display = try VirtualDisplay()
            var sockets: [Int32] = [-1, -1]
            try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &sockets) == 0)
            let program = try TestChild.program(display: display.name)
            guard let child = ChildProcess(program, argument: "3", socket: sockets[1]) else {
                Issue.record("the child does not start")
                return
            }
            let start = MessageStream.frame(DesktopCommand.start(.init(barText: "A silent parent")).serialize())
            #expect(send(sockets[0], start, start.count, 0) == start.count)
            let begin = MonotonicClock.now()
            let status = child.waitForEnd(within: .seconds(5))
            #expect(DesktopStopReason(waitStatus: status) == .parentSilent)
            #expect(MonotonicClock.now() - begin >= .seconds(1))
            #expect(MonotonicClock.now() - begin < .seconds(2))
            sockets.forEach { close($0) }
        }

        @Test
        func bytesThatAreNotOfTheProtocolEndTheChild() throws {
            var sockets: [Int32] = [-1, -1]
            try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &sockets) == 0)
            guard let child = ChildProcess(try TestChild.program(display: ":0"), argument: "3", socket: sockets[1])
            else {
                Issue.record("the child does not start")
                return
            }
            #expect(send(sockets[0], [0, 0, 0, 1, 99] as [UInt8], 5, 0) == 5)
            #expect(DesktopStopReason(waitStatus: child.waitForEnd(within: .seconds(5))) == .protocolViolation)
            sockets.forEach { close($0) }
        }

        private func childrenOfThisProcess(named name: String) throws -> [pid_t] {
            try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { pid_t($0) }.filter { process in
                let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
                // pid (name) state parent …
                guard let fields = status?.split(separator: " "), fields.count > 3 else { return false }
                return fields[1] == "(\(name))" && fields[3] == "\(getpid())"
            }
        }
    }
}
