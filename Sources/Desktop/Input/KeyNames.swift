internal import CX11

/// What W3C UI Events call keys, as keysyms of X11.
enum KeyNames {
    /// The keysym of a key; `nil` for a name that is not known and for one that makes nothing by itself.
    /// - Parameters:
    ///   - code: `KeyboardEvent.code`, which tells left from right.
    ///   - key: `KeyboardEvent.key`.
    static func keySymbol(code: String, key: String) -> KeySym? {
        if let symbol = sided[code] { return KeySym(symbol) }
        if let symbol = named[key] { return KeySym(symbol) }
        guard key.unicodeScalars.count == 1, let scalar = key.unicodeScalars.first else { return functionKey(key) }
        return keySymbol(of: scalar)
    }

    /// The keysym of a character: Latin-1 is itself, the rest lies above 0x01000000 (X protocol, appendix A).
    static func keySymbol(of scalar: Unicode.Scalar) -> KeySym? {
        switch scalar.value {
        case 0x0A: KeySym(XK_Return)
        case 0x09: KeySym(XK_Tab)
        case 0x20...0x7E, 0xA0...0xFF: KeySym(scalar.value)
        case 0x100...0x10_FFFF: KeySym(0x0100_0000 + scalar.value)
        default: nil
        }
    }

    private static func functionKey(_ key: String) -> KeySym? {
        guard key.first == "F", let number = Int(key.dropFirst()), (1...24).contains(number) else { return nil }
        return KeySym(Int(XK_F1) + number - 1)
    }

    /// Keys whose place says which of two they are.
    private static let sided: [String: Int32] = [
        "ShiftLeft": XK_Shift_L, "ShiftRight": XK_Shift_R, "ControlLeft": XK_Control_L, "ControlRight": XK_Control_R,
        "AltLeft": XK_Alt_L, "MetaLeft": XK_Super_L, "MetaRight": XK_Super_R, "NumpadEnter": XK_KP_Enter,
    ]

    private static let named: [String: Int32] = [
        "Alt": XK_Alt_R, "AltGraph": XK_ISO_Level3_Shift, "Control": XK_Control_L, "Shift": XK_Shift_L,
        "Meta": XK_Super_L, "CapsLock": XK_Caps_Lock, "NumLock": XK_Num_Lock, "ScrollLock": XK_Scroll_Lock,
        "Enter": XK_Return, "Tab": XK_Tab, "Backspace": XK_BackSpace, "Delete": XK_Delete, "Insert": XK_Insert,
        "Escape": XK_Escape, "ArrowLeft": XK_Left, "ArrowRight": XK_Right, "ArrowUp": XK_Up, "ArrowDown": XK_Down,
        "Home": XK_Home, "End": XK_End, "PageUp": XK_Prior, "PageDown": XK_Next, "ContextMenu": XK_Menu,
        "PrintScreen": XK_Print, "Pause": XK_Pause, "Clear": XK_Clear, "Help": XK_Help, "Undo": XK_Undo,
        "Redo": XK_Redo, "Find": XK_Find, "Select": XK_Select,
    ]
}
