internal import CX11
internal import Glibc
internal import VPX

// What other programs' windows say of themselves. The windows may go at any moment: call all of it within
// `XErrorPolicy.accepted`.
extension XDisplay {
    /// The atom of a name; Xlib asks the server for each name once.
    func atom(_ name: String) -> Atom { XInternAtom(handle, name, 0) }

    /// The numbers of a property of format 32, `limit` at most; none where the window has no such property.
    func numbers(_ name: String, of window: Window, limit: Int = 1) -> [UInt] {
        withProperty(name, of: window, longs: limit) { data, format, count -> [UInt] in
            guard format == 32 else { return [] }
            // Xlib gives each number of 32 bits as an unsigned long.
            return data.withMemoryRebound(to: UInt.self, capacity: count) {
                Array(UnsafeBufferPointer(start: $0, count: count))
            }
        } ?? []
    }

    /// The text of a property, cut at 1,024 bytes; `nil` where the window has no such property.
    func text(_ name: String, of window: Window) -> String? {
        withProperty(name, of: window, longs: 256) { data, format, count -> String? in
            guard format == 8 else { return nil }
            return String(decoding: UnsafeBufferPointer(start: data, count: count), as: UTF8.self)
        } ?? nil
    }

    /// What the window's frame says; empty where it says nothing.
    func title(of window: Window) -> String {
        if let title = text("_NET_WM_NAME", of: window) { return title }
        // Before UTF-8 there was Latin 1, and text of which each part says its character set.
        var property = XTextProperty()
        guard XGetWMName(handle, window, &property) != 0, let value = property.value else { return "" }
        defer { XFree(value) }
        var (parts, count): (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, Int32) = (nil, 0)
        guard Xutf8TextPropertyToTextList(handle, &property, &parts, &count) >= Success, let parts else { return "" }
        defer { XFreeStringList(parts) }
        return count > 0 ? parts[0].map { String(cString: $0) } ?? "" : ""
    }

    /// Whether the property holds an atom, among the first 32.
    func has(_ value: String, in name: String, of window: Window) -> Bool {
        numbers(name, of: window, limit: 32).contains(UInt(atom(value)))
    }

    private func withProperty<Result>(
        _ name: String, of window: Window, longs: Int, _ body: (UnsafeMutablePointer<UInt8>, Int32, Int) -> Result
    ) -> Result? {
        var (type, format): (Atom, Int32) = (0, 0)
        var (count, rest): (UInt, UInt) = (0, 0)
        var data: UnsafeMutablePointer<UInt8>?
        let status = XGetWindowProperty(
            handle, window, atom(name), 0, longs, 0, Atom(AnyPropertyType), &type, &format, &count, &rest, &data)
        defer { if let data { XFree(data) } }
        guard status == Success, type != Atom(None), let data else { return nil }
        return body(data, format, Int(count))
    }

    /// A window's attributes; `nil` when it is gone.
    func attributes(of window: Window) -> XWindowAttributes? {
        var attributes = XWindowAttributes()
        return XGetWindowAttributes(handle, window, &attributes) != 0 ? attributes : nil
    }

    /// The windows inside a window, the lowest first, with the window around it; `nil` when it is gone.
    func tree(of window: Window) -> (parent: Window, children: [Window])? {
        var (rootReturn, parent): (Window, Window) = (0, 0)
        var children: UnsafeMutablePointer<Window>?
        var count: UInt32 = 0
        guard XQueryTree(handle, window, &rootReturn, &parent, &children, &count) != 0 else { return nil }
        defer { if let children { XFree(children) } }
        return (parent, children.map { Array(UnsafeBufferPointer(start: $0, count: Int(count))) } ?? [])
    }

    /// The window directly below the root that holds a window: the window manager's frame, or itself.
    func topLevel(of window: Window) -> Window? {
        var window = window
        // Frames lie two or three deep; the bound is for what changes meanwhile.
        for _ in 0..<32 {
            guard let parent = tree(of: window)?.parent, parent != Window(None) else { return nil }
            if parent == root { return window }
            window = parent
        }
        return nil
    }

    /// Whether both windows were made by one connection to the server, which is one program.
    func isSameClient(_ first: Window, _ second: Window) -> Bool {
        (first ^ second) & ~nearhand_x11_resource_mask(handle) == 0
    }
}
