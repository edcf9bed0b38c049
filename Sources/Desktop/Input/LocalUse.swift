internal import CX11
internal import Wire

/// Whether somebody uses the computer's own mouse or keyboard: from the first raw event of theirs until half a second
/// after the last.
struct LocalUse {
    /// How long the person's own use lasts after the last event.
    static let duration: Duration = .milliseconds(500)

    private var endsAt: Instant?

    /// Whether it lasts.
    var isGoingOn: Bool { endsAt != nil }

    /// When `handleTimeout` has something to do.
    var nextTimeout: Instant? { endsAt }

    /// An own device did something; `true` when use begins by it.
    mutating func handleEvent(now: Instant) -> Bool {
        defer { endsAt = now + Self.duration }
        return endsAt == nil
    }

    /// `true` when use is over by now.
    mutating func handleTimeout(now: Instant) -> Bool {
        guard let endsAt, endsAt <= now else { return false }
        self.endsAt = nil
        return true
    }
}

/// Tells the computer's own devices from those by which XTEST injects.
struct OwnDevices {
    private let display: XDisplay
    /// Whether a device is XTEST's, by its number.
    private var isTest: [Int32: Bool] = [:]

    init(display: XDisplay) {
        self.display = display
    }

    /// Asks for the raw events of all devices, or for none of them.
    func setListening(_ isListening: Bool) {
        let kinds = [XI_RawKeyPress, XI_RawKeyRelease, XI_RawButtonPress, XI_RawButtonRelease, XI_RawMotion]
        var bits = [UInt8](repeating: 0, count: Int(XI_RawMotion) / 8 + 1)
        if isListening { for kind in kinds { bits[Int(kind) / 8] |= 1 << (kind % 8) } }
        bits.withUnsafeMutableBufferPointer { bits in
            var mask = XIEventMask(deviceid: XIAllDevices, mask_len: Int32(bits.count), mask: bits.baseAddress)
            XISelectEvents(display.handle, display.root, &mask, 1)
        }
    }

    /// Whether an event is a raw one of a device of the computer's own.
    mutating func caused(_ event: XEvent) -> Bool {
        guard event.type == GenericEvent, event.xcookie.extension == display.inputOpcode else { return false }
        var event = event
        guard XGetEventData(display.handle, &event.xcookie) != 0 else { return false }
        defer { XFreeEventData(display.handle, &event.xcookie) }
        guard let raw = event.xcookie.data?.assumingMemoryBound(to: XIRawEvent.self) else { return false }
        let device = raw.pointee.sourceid
        if let known = isTest[device] { return !known }
        let found = isTestDevice(device)
        isTest[device] = found
        return !found
    }

    /// The server marks its XTEST devices by a property.
    private func isTestDevice(_ device: Int32) -> Bool {
        let property = XInternAtom(display.handle, "XTEST Device", 1)
        guard property != 0 else { return false }
        var (type, format): (Atom, Int32) = (0, 0)
        var (count, left): (UInt, UInt) = (0, 0)
        var data: UnsafeMutablePointer<UInt8>?
        let isKnown = XErrorPolicy.accepted(on: display, endsWithReply: true) {
            XIGetProperty(
                display.handle, device, property, 0, 1, 0, Atom(AnyPropertyType), &type, &format, &count, &left, &data)
        }
        defer { if let data { XFree(data) } }
        return isKnown && count > 0 && data?.pointee == 1
    }
}
