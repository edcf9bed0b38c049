internal import CX11
internal import Glibc

/// A connection to an X server, with the numbers its extensions' events begin at.
///
/// Everything that draws or captures shares the one connection, so it is a class; it belongs to one thread.
final class XDisplay {
    /// The connection, valid for the object's life.
    let handle: OpaquePointer
    /// The root window of the default screen.
    let root: Window
    /// The first event number of the DAMAGE extension.
    let damageEventBase: Int32
    /// The first event number of the XFIXES extension.
    let fixesEventBase: Int32
    /// The first event number of the RANDR extension.
    let randrEventBase: Int32
    /// The major opcode of the X Input extension, which generic events carry.
    let inputOpcode: Int32
    /// Whether windows can be shown by themselves (XComposite 0.2).
    let hasComposite: Bool
    /// Whether images can be read through shared memory; a server across a network cannot.
    let hasSharedMemory: Bool

    /// Connects.
    ///
    /// - Parameter name: `:0`, or `nil` for what `DISPLAY` says.
    /// - Throws: `DesktopError.noDisplay`, `.displayRefused`, `.missingExtension`.
    init(name: String? = nil) throws(DesktopError) {
        guard let handle = XOpenDisplay(name) else {
            throw XServerSocket.isListening(displayName: String(cString: XDisplayName(name)))
                ? .displayRefused : .noDisplay
        }
        do throws(DesktopError) {
            damageEventBase = try Self.eventBase(of: .damage) { XDamageQueryExtension(handle, $0, $1) }
            fixesEventBase = try Self.eventBase(of: .fixes) { XFixesQueryExtension(handle, $0, $1) }
            randrEventBase = try Self.eventBase(of: .randr) { XRRQueryExtension(handle, $0, $1) }
            inputOpcode = try Self.makeInputOpcode(handle)
            try Self.requireVersions(handle)
        } catch {
            XCloseDisplay(handle)
            throw error
        }
        self.handle = handle
        root = XDefaultRootWindow(handle)
        hasComposite = Self.queryComposite(handle)
        hasSharedMemory = XShmQueryExtension(handle) != 0
    }

    deinit {
        XCloseDisplay(handle)
    }

    /// Whether the server is Xwayland, which holds no picture of the desktop; since 23.1 it says so by an extension.
    var isXwayland: Bool {
        var (opcode, event, error): (Int32, Int32, Int32) = (0, 0, 0)
        return XQueryExtension(handle, "XWAYLAND", &opcode, &event, &error) != 0
    }

    /// The socket of the connection, to wait on.
    var fileDescriptor: Int32 { XConnectionNumber(handle) }

    /// The next event, `nil` when none is there; reads what has arrived, never waits, and flushes requests.
    func pollEvent() -> XEvent? {
        guard XPending(handle) > 0 else { return nil }
        var event = XEvent()
        XNextEvent(handle, &event)
        return event
    }

    /// The name of an atom; `nil` for one that the server does not know.
    func name(of atom: Atom) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        let isKnown = XErrorPolicy.accepted(on: self, endsWithReply: true) { text = XGetAtomName(handle, atom) }
        guard isKnown, let text else { return nil }
        defer { XFree(text) }
        return String(cString: text)
    }

    private typealias Query = (UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>) -> Int32

    private static func eventBase(
        of name: DesktopError.Extension, _ query: Query
    ) throws(DesktopError) -> Int32 {
        var event: Int32 = 0
        var error: Int32 = 0
        guard query(&event, &error) != 0 else { throw .missingExtension(name) }
        return event
    }

    private static func makeInputOpcode(_ handle: OpaquePointer) throws(DesktopError) -> Int32 {
        var opcode: Int32 = 0
        var event: Int32 = 0
        var error: Int32 = 0
        guard XQueryExtension(handle, "XInputExtension", &opcode, &event, &error) != 0 else {
            throw .missingExtension(.input)
        }
        return opcode
    }

    private static func queryComposite(_ handle: OpaquePointer) -> Bool {
        var (event, error): (Int32, Int32) = (0, 0)
        guard XCompositeQueryExtension(handle, &event, &error) != 0 else { return false }
        // 0.2 gives a window's pixels a name.
        var (major, minor): (Int32, Int32) = (0, 4)
        return XCompositeQueryVersion(handle, &major, &minor) != 0 && (major, minor) >= (0, 2)
    }

    /// Tells the server which versions this client speaks; without it the server refuses newer requests.
    private static func requireVersions(_ handle: OpaquePointer) throws(DesktopError) {
        var major: Int32 = 1
        var minor: Int32 = 1
        guard XDamageQueryVersion(handle, &major, &minor) != 0 else { throw .missingExtension(.damage) }
        (major, minor) = (5, 0)
        guard XFixesQueryVersion(handle, &major, &minor) != 0, major >= 4 else { throw .missingExtension(.fixes) }
        // Monitors came with RandR 1.5.
        (major, minor) = (1, 5)
        guard XRRQueryVersion(handle, &major, &minor) != 0, (major, minor) >= (1, 5) else {
            throw .missingExtension(.randr)
        }
        // Since 2.1 raw motion also arrives while another program grabs the pointer.
        (major, minor) = (2, 1)
        guard XIQueryVersion(handle, &major, &minor) == 0, (major, minor) >= (2, 1) else {
            throw .missingExtension(.input)
        }
    }
}
