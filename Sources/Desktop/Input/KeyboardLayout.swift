internal import CX11
internal import Wire

/// Finds the key that makes a keysym in the layout that is active now, and binds keysyms that no key makes to codes that
/// the layout leaves free.
struct KeyboardLayout {
    /// How a keysym is made.
    struct Stroke: Equatable {
        var keyCode: KeyCode
        /// The modifiers that must be the other way round while the key goes down.
        var toggled: UInt32
    }

    /// What becomes of a keysym that no key makes.
    enum Binding {
        case bound(KeyCode)
        /// Programs have not had the time yet to read what a code means now, or what the last one meant.
        case busy(until: Instant)
        /// The layout leaves no code free.
        case impossible
    }

    /// How long a bound code keeps its meaning after it was pressed, so that every program reads what was meant.
    static let bindingLifetime: Duration = .milliseconds(500)

    /// How long programs get to read what a code means before it is pressed. Xlib forgets a change that arrives while it
    /// still fetches the one before.
    static let settlingTime: Duration = .milliseconds(30)

    private struct Spare {
        let keyCode: KeyCode
        var symbol: KeySym = 0
        var boundAt = Instant.origin
        var usedAt: Instant?
    }

    private let display: XDisplay
    private var spares: [Spare]?

    init(display: XDisplay) {
        self.display = display
    }

    /// Shift's modifier.
    static let shift = UInt32(ShiftMask)

    /// The modifier of the third level, *AltGr*, which the layout decides; 0 where it has none.
    var thirdLevel: UInt32 { XkbKeysymToModifiers(display.handle, KeySym(XK_ISO_Level3_Shift)) }

    /// The modifiers in effect, and those among them that are held rather than locked.
    var modifiers: UInt32 { UInt32(state().mods) }

    /// How the active layout makes a keysym now; `nil` where no key does. Caps Lock is accounted for.
    /// - Parameter isPlain: modifiers are left as they are, and any level of a key will do.
    func stroke(for symbol: KeySym, isPlain: Bool) -> Stroke? {
        let state = state()
        let (held, group) = (UInt32(state.mods), UInt32(state.group) << 13)
        let thirdLevel = thirdLevel
        for toggled in [0, Self.shift, thirdLevel, Self.shift | thirdLevel] {
            for keyCode in 8...255 as ClosedRange<UInt32> where !isSpare(KeyCode(keyCode)) {
                var (found, used): (KeySym, UInt32) = (0, 0)
                // Control and Alt choose no level; what they stand for would hide the key.
                let mask = (held ^ toggled) & (Self.shift | thirdLevel | UInt32(LockMask)) | group
                guard XkbLookupKeySym(display.handle, KeyCode(keyCode), mask, &used, &found) != 0, found == symbol
                else {
                    continue
                }
                return Stroke(keyCode: KeyCode(keyCode), toggled: isPlain ? 0 : toggled)
            }
        }
        return nil
    }

    /// The key of a modifier or another key without levels; `nil` where the layout has none.
    func keyCode(of symbol: KeySym) -> KeyCode? {
        let keyCode = XKeysymToKeycode(display.handle, symbol)
        return keyCode == 0 ? nil : keyCode
    }

    /// Gives a free code this meaning; it may be pressed once that has settled.
    mutating func bind(_ symbol: KeySym, now: Instant) -> Binding {
        var spares = self.spares ?? findSpares()
        defer { self.spares = spares }
        if let index = spares.firstIndex(where: { $0.symbol == symbol }) {
            let settledAt = spares[index].boundAt + Self.settlingTime
            guard now >= settledAt else { return .busy(until: settledAt) }
            spares[index].usedAt = now
            return .bound(spares[index].keyCode)
        }
        guard let oldest = spares.indices.min(by: { (spares[$0].usedAt ?? .origin) < (spares[$1].usedAt ?? .origin) })
        else { return .impossible }
        if let usedAt = spares[oldest].usedAt, now < usedAt + Self.bindingLifetime {
            return .busy(until: usedAt + Self.bindingLifetime)
        }
        spares[oldest].symbol = symbol
        spares[oldest].boundAt = now
        spares[oldest].usedAt = now
        change(spares[oldest].keyCode, to: symbol)
        return .busy(until: now + Self.settlingTime)
    }

    /// Gives the codes back that were bound.
    mutating func unbind() {
        for spare in spares ?? [] where spare.symbol != 0 { change(spare.keyCode, to: 0) }
        spares = nil
    }

    private func isSpare(_ keyCode: KeyCode) -> Bool {
        spares?.contains { $0.keyCode == keyCode && $0.symbol != 0 } == true
    }

    private func state() -> XkbStateRec {
        var state = XkbStateRec()
        XkbGetState(display.handle, UInt32(XkbUseCoreKbd), &state)
        return state
    }

    /// The same at both levels of one group, so that neither Shift nor Caps Lock changes it.
    private func change(_ keyCode: KeyCode, to symbol: KeySym) {
        var symbols = [symbol, symbol]
        XChangeKeyboardMapping(display.handle, Int32(keyCode), 2, &symbols, 1)
        XSync(display.handle, 0)
    }

    private func findSpares() -> [Spare] {
        var (low, high, each): (Int32, Int32, Int32) = (0, 0, 0)
        XDisplayKeycodes(display.handle, &low, &high)
        let count = high - low + 1
        guard let mapping = XGetKeyboardMapping(display.handle, KeyCode(low), count, &each), each > 0 else { return [] }
        defer { XFree(mapping) }
        let symbols = UnsafeBufferPointer(start: mapping, count: Int(count * each))
        return (0..<Int(count)).filter { key in
            symbols[key * Int(each)..<(key + 1) * Int(each)].allSatisfy { $0 == 0 }
        }
        .map { Spare(keyCode: KeyCode(Int(low) + $0)) }
    }
}
