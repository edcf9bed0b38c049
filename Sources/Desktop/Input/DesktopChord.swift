internal import CX11

/// Keys that the desktop takes for itself, whichever window has the focus.
enum DesktopChord {
    /// Whether a key with these modifiers is a command of the desktop: it switches or closes windows, opens a menu, takes a
    /// picture or starts a program.
    static func contains(_ symbol: KeySym, modifiers: UInt32) -> Bool {
        let (isControl, isAlt) = (modifiers & UInt32(ControlMask) != 0, modifiers & UInt32(Mod1Mask) != 0)
        if modifiers & UInt32(Mod4Mask) != 0 || isControl && isAlt || always.contains(symbol) { return true }
        if symbol > lastCharacter { return true }
        let isFunctionKey = (KeySym(XK_F1)...KeySym(XK_F35)).contains(symbol)
        if isAlt && (isFunctionKey || switching.contains(symbol)) { return true }
        return isControl && symbol == KeySym(XK_Escape)
    }

    private static let always: Set<KeySym> = Set(
        [XK_Super_L, XK_Super_R, XK_Hyper_L, XK_Hyper_R, XK_Print, XK_Sys_Req].map { KeySym($0) })
    /// With Alt.
    private static let switching: Set<KeySym> = Set(
        [XK_Tab, XK_ISO_Left_Tab, XK_Escape].map { KeySym($0) })
    /// Beyond the characters lie keys such as *volume* and *mail* (XF86keysym.h).
    private static let lastCharacter: KeySym = 0x0110_FFFF
}
