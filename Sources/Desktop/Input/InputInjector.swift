internal import CX11
internal import VPX
internal import Wire

/// Does by XTEST what the person who controls the desktop did.
///
/// The person at the computer comes first: while they use their own mouse or keyboard, and half a second longer, nothing
/// is injected and nothing stays held. Injected keys reach everything that one's own do, also the bar's *Stop* and the
/// panic key; both take rights away and give none.
struct InputInjector {
    /// The acts that may wait for a free key code; more are dropped.
    static let maximumWaitingCount = 1_024

    private let display: XDisplay
    private var layout: KeyboardLayout
    private var devices: OwnDevices
    private var localUse = LocalUse()
    private var isControlled = false
    private var isHeld = false
    /// The key that went down for each `code`.
    private var pressedKeys: [String: KeyCode] = [:]
    private var pressedButtons: Set<UInt32> = []
    /// Acts behind one that waits.
    private var waiting: [DesktopInput] = []
    private var waitsUntil: Instant?
    /// The pointer was last brought to where it was meant to be.
    private var isPointerThere = false
    /// Where input goes; `nil` where places have no meaning and keys reach nothing.
    var reach: InputReach?

    init(display: XDisplay) {
        self.display = display
        layout = KeyboardLayout(display: display)
        devices = OwnDevices(display: display)
    }

    /// When `handleTimeout` has something to do.
    var nextTimeout: Instant? { [localUse.nextTimeout, waitsUntil].compactMap(\.self).min() }

    /// Takes input from now on, or takes none and releases what is held.
    mutating func setControl(_ isControlled: Bool) {
        guard isControlled != self.isControlled else { return }
        if !isControlled { release() }
        self.isControlled = isControlled
        localUse = LocalUse()
        devices.setListening(isControlled)
        if !isControlled { layout.unbind() }
    }

    /// Leaves input out, or takes it again; what is held is released.
    mutating func hold(_ isHeld: Bool) {
        self.isHeld = isHeld
        if isHeld { release() }
    }

    /// Takes note of an event; returns whether the computer's own use has begun by it.
    mutating func handle(_ event: XEvent, now: Instant) -> Bool {
        guard isControlled, devices.caused(event), localUse.handleEvent(now: now) else { return false }
        release()
        return true
    }

    /// Runs what is due; returns whether the computer's own use is over.
    mutating func handleTimeout(now: Instant) -> Bool {
        if let due = waitsUntil, due <= now { resume(now: now) }
        return localUse.handleTimeout(now: now)
    }

    /// Does it, unless nothing may be injected now.
    mutating func inject(_ input: DesktopInput, now: Instant) {
        guard isControlled, !isHeld, !localUse.isGoingOn else { return }
        guard waiting.isEmpty else {
            if case .releaseAll = input { return release() }
            if waiting.count < Self.maximumWaitingCount { waiting.append(input) }
            return
        }
        guard let reach else { return }
        // What is on top, and what has the focus, stays so until it has received the act.
        if reach.isRestricted { XGrabServer(display.handle) }
        perform(input, within: reach, now: now)
        if reach.isRestricted { XUngrabServer(display.handle) }
        XFlush(display.handle)
    }

    /// Lets go of every key and button, and forgets what waits.
    mutating func release() {
        waiting = []
        waitsUntil = nil
        for keyCode in pressedKeys.values { sendKey(keyCode, isDown: false) }
        for button in pressedButtons { XTestFakeButtonEvent(display.handle, button, 0, 0) }
        pressedKeys = [:]
        pressedButtons = []
        XFlush(display.handle)
    }

    private mutating func resume(now: Instant) {
        let due = waiting
        waiting = []
        waitsUntil = nil
        for input in due { inject(input, now: now) }
    }

    private mutating func perform(_ input: DesktopInput, within reach: InputReach, now: Instant) {
        switch input {
        case .pointerMoved(let x, let y):
            let place = (
                reach.bounds.x + min(Int(x), reach.bounds.width - 1),
                reach.bounds.y + min(Int(y), reach.bounds.height - 1)
            )
            isPointerThere = reach.containsTopmost(x: place.0, y: place.1, on: display)
            guard isPointerThere else { break }
            XTestFakeMotionEvent(display.handle, -1, Int32(clamping: place.0), Int32(clamping: place.1), 0)
        case .button(let button, let isDown):
            // A press that was meant for another place does nothing where the pointer is; what is held is let go anywhere.
            guard !isDown || isPointerThere && reach.containsPointer(on: display) else { break }
            press(Self.button(button), isDown: isDown)
        case .wheel(let x, let y):
            guard isPointerThere, reach.containsPointer(on: display) else { break }
            turn(steps: y, back: Button4, forth: Button5)
            turn(steps: x, back: 6, forth: 7)
        case .key(let code, let key, let isDown):
            guard !isDown || reach.containsFocus(on: display) else { break }
            press(code: code, key: key, isDown: isDown, isRestricted: reach.isRestricted, now: now)
        case .text(let text):
            guard reach.containsFocus(on: display) else { break }
            type(text, now: now)
        case .releaseAll: release()
        }
    }

    /// X counts the wheel's directions as buttons 4 to 7.
    private static func button(_ button: UInt8) -> UInt32 {
        switch button {
        case 0: UInt32(Button1)
        case 1: UInt32(Button2)
        case 2: UInt32(Button3)
        case 3: 8
        default: 9
        }
    }

    private mutating func press(_ button: UInt32, isDown: Bool) {
        let isNew = isDown ? pressedButtons.insert(button).inserted : pressedButtons.remove(button) != nil
        if isNew { XTestFakeButtonEvent(display.handle, button, isDown ? 1 : 0, 0) }
    }

    private func turn(steps: Int8, back: Int32, forth: Int32) {
        for _ in 0..<abs(Int(steps)) {
            let button = UInt32(steps < 0 ? back : forth)
            XTestFakeButtonEvent(display.handle, button, 1, 0)
            XTestFakeButtonEvent(display.handle, button, 0, 0)
        }
    }

    /// - Parameter isRestricted: whether the desktop's own commands are left out.
    private mutating func press(code: String, key: String, isDown: Bool, isRestricted: Bool, now: Instant) {
        guard isDown else {
            if let keyCode = pressedKeys.removeValue(forKey: code) { sendKey(keyCode, isDown: false) }
            return
        }
        guard pressedKeys[code] == nil, let symbol = KeyNames.keySymbol(code: code, key: key) else { return }
        if isRestricted, DesktopChord.contains(symbol, modifiers: layout.modifiers) { return }
        // With Control, Alt or Super it is a command: the key alone counts.
        let commands = UInt32(ControlMask | Mod1Mask | Mod4Mask)
        let isCommand = layout.modifiers & commands != 0
        if let stroke = layout.stroke(for: symbol, isPlain: isCommand) {
            send(stroke)
            pressedKeys[code] = stroke.keyCode
        } else if let keyCode = layout.keyCode(of: symbol) {
            sendKey(keyCode, isDown: true)
            pressedKeys[code] = keyCode
        } else {
            type(key, now: now)
        }
    }

    /// Types characters one after the other; from the first that must wait on, the rest waits.
    private mutating func type(_ text: String, now: Instant) {
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            guard let symbol = KeyNames.keySymbol(of: scalar) else { continue }
            if let stroke = layout.stroke(for: symbol, isPlain: false) {
                send(stroke)
                sendKey(stroke.keyCode, isDown: false)
                continue
            }
            switch layout.bind(symbol, now: now) {
            case .bound(let keyCode):
                sendKey(keyCode, isDown: true)
                sendKey(keyCode, isDown: false)
            case .busy(let until):
                var rest = String.UnicodeScalarView()
                rest.append(contentsOf: scalars[index...])
                waiting.insert(.text(String(rest)), at: 0)
                waitsUntil = until
                return
            case .impossible: continue
            }
        }
    }

    /// Presses a key, with the modifiers that its level needs just around the press.
    private func send(_ stroke: KeyboardLayout.Stroke) {
        let held = layout.modifiers
        var undo: [(KeyCode, Bool)] = []
        for (mask, symbol) in [(KeyboardLayout.shift, XK_Shift_L), (layout.thirdLevel, XK_ISO_Level3_Shift)]
        where stroke.toggled & mask != 0 {
            if held & mask == 0 {
                guard let keyCode = layout.keyCode(of: KeySym(symbol)) else { continue }
                sendKey(keyCode, isDown: true)
                undo.append((keyCode, false))
            } else {
                // Lifted, and put down again behind it: whoever holds it goes on holding it.
                for keyCode in heldKeyCodes(of: mask) {
                    sendKey(keyCode, isDown: false)
                    undo.append((keyCode, true))
                }
            }
        }
        sendKey(stroke.keyCode, isDown: true)
        for (keyCode, isDown) in undo.reversed() { sendKey(keyCode, isDown: isDown) }
    }

    /// The keys that were pressed here and set a modifier.
    private func heldKeyCodes(of mask: UInt32) -> [KeyCode] {
        let symbols = mask == KeyboardLayout.shift ? [XK_Shift_L, XK_Shift_R] : [XK_ISO_Level3_Shift]
        let keyCodes = symbols.compactMap { layout.keyCode(of: KeySym($0)) }
        return pressedKeys.values.filter(keyCodes.contains)
    }

    private func sendKey(_ keyCode: KeyCode, isDown: Bool) {
        XTestFakeKeyEvent(display.handle, UInt32(keyCode), isDown ? 1 : 0, 0)
    }
}
