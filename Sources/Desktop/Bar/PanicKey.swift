internal import CX11

/// Ctrl+Alt+End, which stops sharing from any program and with the pointer out of reach.
struct PanicKey {
    private let display: XDisplay
    private var combinations: Set<Combination> = []
    /// Whether the key works; `false` when another program had grabbed it before.
    private(set) var isGrabbed = false

    /// One key with one set of modifiers. A grab counts Caps Lock and Num Lock as modifiers, so each key has four.
    private struct Combination: Hashable {
        let keyCode: Int32
        let modifiers: UInt32
    }

    /// Grabs the key at once; `isGrabbed` says whether that worked.
    init(display: XDisplay) {
        self.display = display
        followLayout()
    }

    /// What an event means for the caller.
    enum HandleResult: Equatable {
        /// Not an event of the key's.
        case notHandled
        case handled
        /// The key was pressed.
        case stop
    }

    /// Takes an event of the server's; follows a change of the keyboard's layout.
    mutating func handle(_ event: XEvent) -> HandleResult {
        switch event.type {
        // The child selects no key events of the root window: those that come are the grab's.
        case KeyPress where event.xany.window == display.root: return .stop
        case KeyRelease where event.xany.window == display.root: return .handled
        case MappingNotify:
            var event = event
            XRefreshKeyboardMapping(&event.xmapping)
            followLayout()
            return .handled
        default: return .notHandled
        }
    }

    /// Grabs what the layout asks for and is not grabbed yet, then lets go of the rest.
    ///
    /// A combination that stays is never let go: the server tells of a new mapping whenever another keyboard is
    /// touched, and the key must work at that moment as well.
    private mutating func followLayout() {
        let wanted = makeCombinations()
        let (display, added, removed) = (display, wanted.subtracting(combinations), combinations.subtracting(wanted))
        guard !added.isEmpty || !removed.isEmpty || !isGrabbed else { return }
        let isAccepted = XErrorPolicy.accepted(on: display) {
            for key in added {
                XGrabKey(
                    display.handle, key.keyCode, key.modifiers, display.root, 0, GrabModeAsync, GrabModeAsync)
            }
            for key in removed { XUngrabKey(display.handle, key.keyCode, key.modifiers, display.root) }
        }
        isGrabbed = isAccepted && !wanted.isEmpty
        combinations = isAccepted ? wanted : []
    }

    private func makeCombinations() -> Set<Combination> {
        let capsLock = UInt32(LockMask)
        let numLock = numLockMask()
        var combinations: Set<Combination> = []
        // The keypad's End as well: on small keyboards it is the only one.
        for keySymbol in [XK_End, XK_KP_End] {
            let keyCode = Int32(XKeysymToKeycode(display.handle, KeySym(keySymbol)))
            if keyCode == 0 { continue }
            for locks in [0, capsLock, numLock, capsLock | numLock] {
                combinations.insert(
                    Combination(keyCode: keyCode, modifiers: UInt32(ControlMask) | UInt32(Mod1Mask) | locks))
            }
        }
        return combinations
    }

    /// The modifier that Num Lock sits on, which the layout decides; 0 when there is none.
    private func numLockMask() -> UInt32 {
        let numLock = XKeysymToKeycode(display.handle, KeySym(XK_Num_Lock))
        guard numLock != 0, let mapping = XGetModifierMapping(display.handle) else { return 0 }
        defer { XFreeModifiermap(mapping) }
        let keysEach = Int(mapping.pointee.max_keypermod)
        let keys = UnsafeBufferPointer(start: mapping.pointee.modifiermap, count: 8 * keysEach)
        guard let index = keys.firstIndex(of: numLock) else { return 0 }
        return 1 << UInt32(index / keysEach)
    }
}
