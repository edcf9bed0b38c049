import Desktop
import DesktopTestSupport
import Foundation
import Media
import Testing

extension SharedDesktopTests {
    @Suite("Starts")
    struct Starts {
        @Test
        func aDisplayThatAnswersIsAvailable() async throws {
            let display = try VirtualDisplay()
            let availability = await DesktopAvailability.check(program: try TestChild.program(display: display.name))
            #expect(availability == .available)
        }

        @Test(arguments: ["DAMAGE", "XFIXES", "RANDR"])
        func aDisplayThatLacksAnExtensionIsNot(name: String) async throws {
            let display = try VirtualDisplay(without: [name])
            let availability = await DesktopAvailability.check(program: try TestChild.program(display: display.name))
            #expect(availability == .unsuitableDisplay)
        }

        @Test
        func xwaylandsBlackScreenIsNot() async throws {
            let display = try VirtualDisplay()
            let client = try DisplayClient(display)
            client.setMonitor("XWAYLAND0", width: 800, height: 600)
            let program = try TestChild.program(display: display.name)
            #expect(await DesktopAvailability.check(program: program) == .waylandOnly)
            let process = DesktopProcess(program: program, start: .init(barText: "Nobody sees this"))
            var events: [DesktopEvent] = []
            for await event in process.events { events.append(event) }
            #expect(events == [.stopped(.waylandOnly)])
            client.removeMonitor("XWAYLAND0")
        }

        @Test
        func withoutADisplayNobodyNeedBeAsked() async throws {
            var program = try TestChild.program(display: nil)
            #expect(await DesktopAvailability.check(program: program) == .noDisplay)
            program.environment["WAYLAND_DISPLAY"] = "wayland-0"
            #expect(await DesktopAvailability.check(program: program) == .waylandOnly)
            program.environment["WAYLAND_DISPLAY"] = nil
            program.environment["XDG_SESSION_TYPE"] = "wayland"
            #expect(await DesktopAvailability.check(program: program) == .waylandOnly)
            program.environment["DISPLAY"] = ":54321"
            #expect(await DesktopAvailability.check(program: program) == .noDisplay)
        }

        @Test
        func aDisplayThatLetsNobodyInIsToldFromOneThatIsNotThere() async throws {
            let file = FileManager.default.temporaryDirectory.appending(path: "nearhand-\(UUID().uuidString)").path
            defer { try? FileManager.default.removeItem(atPath: file) }
            // Family "any", no address, no display number, the name of the method, the cookie.
            let method = "MIT-MAGIC-COOKIE-1"
            let entry = [0xFF, 0xFF, 0, 0, 0, 0, 0, UInt8(method.utf8.count)] + method.utf8 + [0, 16]
            try Data(entry + [UInt8](repeating: 7, count: 16)).write(to: URL(filePath: file))
            let display = try VirtualDisplay(authority: file)
            var program = try TestChild.program(display: display.name)
            program.environment["XAUTHORITY"] = "/dev/null"
            #expect(await DesktopAvailability.check(program: program) == .displayRefused)
            let process = DesktopProcess(program: program, start: .init(barText: "Nobody sees this"))
            var events: [DesktopEvent] = []
            for await event in process.events { events.append(event) }
            #expect(events == [.stopped(.displayRefused)])
            program.environment["XAUTHORITY"] = file
            #expect(await DesktopAvailability.check(program: program) == .available)
        }

        @Test
        func startingWithoutADisplayEndsWithTheReason() async throws {
            let process = DesktopProcess(
                program: try TestChild.program(display: ":54321"), start: .init(barText: "Nobody sees this"))
            var events: [DesktopEvent] = []
            for await event in process.events { events.append(event) }
            #expect(events == [.stopped(.noDisplay)])
        }

        @Test
        func aMissingProgramIsNotLaunched() async {
            let program = DesktopProgram(path: "/nonexistent/nearhand", environment: [:])
            let process = DesktopProcess(program: program, start: .init(barText: "Nobody sees this"))
            var events: [DesktopEvent] = []
            for await event in process.events { events.append(event) }
            #expect(events == [.stopped(.notLaunched)])
        }

        @Test
        func aMonitorThatIsNotThereEndsWithTheReason() async throws {
            let display = try VirtualDisplay()
            let process = DesktopProcess(
                program: try TestChild.program(display: display.name),
                start: .init(barText: "Nobody sees this", source: .monitor(.index(7))))
            var events: [DesktopEvent] = []
            for await event in process.events { events.append(event) }
            #expect(events == [.stopped(.monitorLost)])
        }
    }
}
