import Desktop
import DesktopTestSupport
import Foundation
import Media
import Synchronization
import Testing

extension SharedDesktopTests {
    /// What is injected, as a program on the display sees it.
    @Suite("Injected input", .serialized)
    struct InputTests {
        @Test func textArrivesAsItWasTyped() async throws {
            let desktop = try SharedDesktop()
            let keyboard = try Keyboard(on: desktop.display)
            await desktop.process.setControl(true)
            let text = "aZ9@äÖß繁體字"
            for character in text { await desktop.process.type(character) }
            try await eventually("everything is typed") { keyboard.typed == text }
            try await desktop.stop()
        }

        @Test func aWholeTextArrivesInOrderHoweverManyCharactersNoKeyMakes() async throws {
            let desktop = try SharedDesktop()
            let keyboard = try Keyboard(on: desktop.display)
            await desktop.process.setControl(true)
            // More than there are free key codes.
            let text = String(String.UnicodeScalarView((0x4E00..<0x4E00 + 120).compactMap(Unicode.Scalar.init)))
            for start in stride(from: 0, to: 120, by: 40) {
                await desktop.process.inject(.text(String(text.dropFirst(start).prefix(40))))
            }
            await desktop.process.inject(.text("end"))
            try await eventually("everything is typed", within: .seconds(30)) { keyboard.typed == text + "end" }
            try await desktop.stop()
        }

        @Test func capsLockThereTurnsNothingOver() async throws {
            let desktop = try SharedDesktop()
            let keyboard = try Keyboard(on: desktop.display)
            desktop.client.setCapsLock(true)
            await desktop.process.setControl(true)
            for character in "aBc" { await desktop.process.type(character) }
            try await eventually("everything is typed") { keyboard.typed == "aBc" }
            try await desktop.stop()
        }

        @Test func aChordKeepsItsOrder() async throws {
            let desktop = try SharedDesktop()
            let keyboard = try Keyboard(on: desktop.display)
            await desktop.process.setControl(true)
            await desktop.process.inject(.key(code: "ControlLeft", key: "Control", isDown: true))
            await desktop.process.inject(.key(code: "KeyC", key: "c", isDown: true))
            await desktop.process.inject(.key(code: "KeyC", key: "c", isDown: false))
            await desktop.process.inject(.key(code: "ControlLeft", key: "Control", isDown: false))
            try await eventually("the chord is played") {
                keyboard.all == [.keyDown("Control_L"), .keyDown("c"), .keyUp("c"), .keyUp("Control_L")]
            }
            try await desktop.stop()
        }

        @Test func buttonsAndWheelArriveAtTheirPlace() async throws {
            let desktop = try SharedDesktop()
            let keyboard = try Keyboard(on: desktop.display)
            await desktop.process.setControl(true)
            await desktop.process.inject(.pointerMoved(x: 150, y: 260))
            await desktop.process.inject(.button(2, isDown: true))
            await desktop.process.inject(.button(2, isDown: false))
            await desktop.process.inject(.wheel(x: 0, y: -1))
            try await eventually("button and wheel arrive") {
                keyboard.all == [
                    .buttonDown(3, x: 50, y: 60), .buttonUp(3), .buttonDown(4, x: 50, y: 60), .buttonUp(4),
                ]
            }
            try await desktop.stop()
        }

        @Test func nothingArrivesWithoutControlOrWhileItIsHeld() async throws {
            let desktop = try SharedDesktop()
            let keyboard = try Keyboard(on: desktop.display)
            await desktop.process.type("1")
            await desktop.process.setControl(true)
            await desktop.process.type("2")
            await desktop.process.holdInput(true)
            await desktop.process.type("3")
            await desktop.process.holdInput(false)
            await desktop.process.type("4")
            await desktop.process.setControl(false)
            await desktop.process.type("5")
            await desktop.process.setControl(true)
            await desktop.process.type("6")
            try await eventually("the last one arrives") { keyboard.typed.last == "6" }
            #expect(keyboard.typed == "246")
            try await desktop.stop()
        }

        @Test func onlyTheChosenWindowIsReached() async throws {
            let display = try VirtualDisplay(width: 640, height: 480)
            let other = try Keyboard(on: display, x: 0, y: 0, width: 200, height: 480)
            let chosen = try Keyboard(on: display, x: 100, y: 100, width: 300, height: 200)
            let desktop = try SharedDesktop(
                on: display, showing: { _ in .windows([.init(rawValue: UInt32(chosen.window))]) })
            let process = desktop.process
            try await eventually("the window is shown") { desktop.record.picture?.width == 300 }
            await process.setControl(true)
            // In the chosen window's own picture; the focus is there.
            await process.inject(.pointerMoved(x: 150, y: 60))
            await process.click()
            await process.type("a")
            try await eventually("the chosen window hears it") { chosen.typed == "a" }
            #expect(chosen.all.contains(.buttonDown(1, x: 150, y: 60)))

            // The other one lies over a part of it now, and has the focus: neither pointer nor keys reach anything.
            desktop.client.raise(other.window)
            desktop.client.focus(other.window)
            await process.inject(.pointerMoved(x: 50, y: 60))
            await process.click()
            await process.inject(.wheel(x: 0, y: 1))
            await process.type("b")
            await process.inject(.text("c"))
            // Where the chosen window is on top, the pointer still reaches it.
            await process.inject(.pointerMoved(x: 150, y: 90))
            await process.click()
            try await eventually("the pointer reaches what is on top") {
                chosen.all.contains(.buttonDown(1, x: 150, y: 90))
            }
            #expect(other.all.isEmpty && chosen.typed == "a")
            try await desktop.stop()
        }

        @Test func theDesktopsOwnChordsAreLeftOutInAWindow() async throws {
            let display = try VirtualDisplay(width: 640, height: 480)
            let chosen = try Keyboard(on: display, x: 100, y: 100, width: 300, height: 200)
            let desktop = try SharedDesktop(
                on: display, showing: { _ in .windows([.init(rawValue: UInt32(chosen.window))]) })
            let process = desktop.process
            try await eventually("the window is shown") { desktop.record.picture?.width == 300 }
            await process.setControl(true)
            await process.play("AltLeft", "Tab")
            await process.play("AltLeft", "F4")
            await process.play("ControlLeft", "AltLeft", "t")
            await process.play("MetaLeft")
            await process.play("ControlLeft", "c")
            await process.type("z")
            try await eventually("the last one arrives") { chosen.typed.last == "z" }
            let keys = chosen.all.compactMap { if case .keyDown(let name) = $0 { name } else { nil } }
            #expect(keys == ["Alt_L", "Alt_L", "Control_L", "Alt_L", "Control_L", "c", "z"])
            try await desktop.stop()
        }

        @Test(arguments: [Ending.control, .hold, .release, .child])
        fileprivate func whatIsHeldIsReleased(by ending: Ending) async throws {
            let desktop = try SharedDesktop()
            let keyboard = try Keyboard(on: desktop.display)
            await desktop.process.setControl(true)
            await desktop.process.inject(.pointerMoved(x: 150, y: 260))
            await desktop.process.inject(.button(0, isDown: true))
            await desktop.process.inject(.key(code: "ShiftLeft", key: "Shift", isDown: true))
            try await eventually("both are down") { keyboard.all.count == 2 }
            switch ending {
            case .control: await desktop.process.setControl(false)
            case .hold: await desktop.process.holdInput(true)
            case .release: await desktop.process.inject(.releaseAll)
            case .child: try await desktop.stop()
            }
            try await eventually("both are up") {
                keyboard.all.contains(.buttonUp(1)) && keyboard.all.contains(.keyUp("Shift_L"))
            }
            if ending != .child { try await desktop.stop() }
        }
    }
}

/// How what is held comes up.
private enum Ending {
    case control, hold, release, child
}

/// A program whose window has the focus, and what it was told: it reads at once, on a thread of its own, as programs do.
private final class Keyboard: Sendable {
    private struct State {
        var inputs: [DisplayClient.Input] = []
        var isOver = false
    }

    private let state = Mutex(State())
    let window: UInt

    init(on display: VirtualDisplay, x: Int = 100, y: Int = 200, width: Int = 400, height: Int = 200) throws {
        // The thread alone uses it from its start on.
        nonisolated(unsafe) let client = try DisplayClient(display)
        window = client.showInputWindow(x: x, y: y, width: width, height: height)
        Thread { [weak self] in
            while true {
                let inputs = client.takeInput()
                let isOver = self?.state.withLock { state in
                    state.inputs += inputs
                    return state.isOver
                }
                if isOver != false { return }
                Thread.sleep(forTimeInterval: 0.005)
            }
        }.start()
    }

    deinit {
        state.withLock { $0.isOver = true }
    }

    /// Everything so far.
    var all: [DisplayClient.Input] { state.withLock(\.inputs) }

    /// The characters of the keys that went down.
    var typed: String {
        all.compactMap { input in
            if case .keyDown(let name) = input, name.count == 1 { name } else { nil }
        }.joined()
    }
}

extension DesktopProcess {
    /// Presses and releases the key of one character, as a browser tells it.
    fileprivate func type(_ character: Character) async {
        for isDown in [true, false] { inject(.key(code: "Key\(character)", key: String(character), isDown: isDown)) }
    }

    /// Presses and releases the left button.
    fileprivate func click() async {
        for isDown in [true, false] { inject(.button(0, isDown: isDown)) }
    }

    /// Presses keys one after the other, and releases them in the opposite order.
    fileprivate func play(_ codes: String...) async {
        let names = ["AltLeft": "Alt", "ControlLeft": "Control", "MetaLeft": "Meta"]
        for code in codes { inject(.key(code: code, key: names[code] ?? code, isDown: true)) }
        for code in codes.reversed() { inject(.key(code: code, key: names[code] ?? code, isDown: false)) }
    }
}
