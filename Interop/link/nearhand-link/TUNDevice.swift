import CLink
import Glibc

/// Why the emulator cannot start or go on; the text is for the person who started it.
struct LinkFailure: Error {
    let text: String

    init(_ text: String) { self.text = text }

    /// Adds what the system said last.
    static func system(_ text: String) -> LinkFailure {
        LinkFailure("\(text): \(String(cString: strerror(errno)))")
    }
}

/// A TUN device in a network namespace: what is routed to it can be read, what is written arrives from it.
///
/// The device goes with its descriptor.
struct TUNDevice: ~Copyable {
    /// Does not block; it can be polled for packets.
    let descriptor: CInt

    /// - Parameter namespace: a file that stands for the network namespace, as in `/run/netns`.
    /// - Throws: `LinkFailure`.
    init(named name: String, namespace: String) throws(LinkFailure) {
        descriptor = try Self.open(name, namespace: namespace)
    }

    private static func open(_ name: String, namespace: String) throws(LinkFailure) -> CInt {
        guard nearhand_enter_network_namespace(namespace) == 0 else {
            throw .system("Cannot enter the network namespace \(namespace)")
        }
        let descriptor = nearhand_open_tun(name)
        guard descriptor >= 0 else { throw .system("Cannot make the device \(name) from /dev/net/tun") }
        return descriptor
    }

    deinit { _ = close(descriptor) }

    /// Reads one packet; `nil` when there is none.
    /// - Throws: `LinkFailure` when the device is gone.
    func read(into memory: UnsafeMutableRawBufferPointer) throws(LinkFailure) -> Int? {
        let count = Glibc.read(descriptor, memory.baseAddress, memory.count)
        if count > 0 { return count }
        if count < 0, errno == EAGAIN || errno == EINTR { return nil }
        // EIO is what a device says that is not up.
        if count < 0, errno == EIO { return nil }
        throw .system("Cannot read from a TUN device")
    }

    /// Writes one packet; `false` when the device did not take it.
    func write(_ packet: UnsafeRawBufferPointer) -> Bool {
        Glibc.write(descriptor, packet.baseAddress, packet.count) == packet.count
    }
}
