import CX11

// What reaches a program of mouse and keyboard.
extension DisplayClient {
    /// Something that a window was told.
    package enum Input: Equatable, Sendable {
        /// A key went down, by what it makes: a character, or a keysym's name.
        case keyDown(String)
        case keyUp(String)
        /// X's number of the button, and the place in the window.
        case buttonDown(UInt32, x: Int, y: Int)
        case buttonUp(UInt32)
    }

    /// Shows a window that is told of keys and buttons, and has the keyboard's focus.
    package func showInputWindow(x: Int, y: Int, width: Int, height: Int) -> UInt {
        let window = showWindow(x: x, y: y, width: width, height: height, colour: 0x204060)
        XSelectInput(
            display, window, KeyPressMask | KeyReleaseMask | ButtonPressMask | ButtonReleaseMask | StructureNotifyMask)
        XSync(display, 0)
        XSetInputFocus(display, window, Int32(RevertToNone), Time(CurrentTime))
        XSync(display, 0)
        return window
    }

    /// What has come since the last call, in order.
    package func takeInput() -> [Input] {
        XSync(display, 0)
        var inputs: [Input] = []
        while XPending(display) > 0 {
            var event = XEvent()
            XNextEvent(display, &event)
            switch event.type {
            case KeyPress: inputs.append(.keyDown(Self.name(&event.xkey)))
            case KeyRelease: inputs.append(.keyUp(Self.name(&event.xkey)))
            case ButtonPress:
                inputs.append(
                    .buttonDown(event.xbutton.button, x: Int(event.xbutton.x), y: Int(event.xbutton.y)))
            case ButtonRelease: inputs.append(.buttonUp(event.xbutton.button))
            case MappingNotify: XRefreshKeyboardMapping(&event.xmapping)
            default: break
            }
        }
        return inputs
    }

    /// Gives a window the keyboard.
    package func focus(_ window: UInt) {
        XSetInputFocus(display, window, RevertToParent, Time(CurrentTime))
        XSync(display, 0)
    }

    /// Switches Caps Lock on or off, as the person at the computer would.
    package func setCapsLock(_ isOn: Bool) {
        XkbLockModifiers(display, UInt32(XkbUseCoreKbd), UInt32(LockMask), isOn ? UInt32(LockMask) : 0)
        XSync(display, 0)
    }

    private static func name(_ event: inout XKeyEvent) -> String {
        var symbol: KeySym = 0
        XLookupString(&event, nil, 0, &symbol, nil)
        switch symbol {
        case 0x20...0x7E, 0xA0...0xFF: return Unicode.Scalar(UInt32(symbol)).map { String($0) } ?? ""
        case 0x0100_0100...0x0110_FFFF: return Unicode.Scalar(UInt32(symbol) - 0x0100_0000).map { String($0) } ?? ""
        default: return XKeysymToString(symbol).map { String(cString: $0) } ?? "\(symbol)"
        }
    }
}
