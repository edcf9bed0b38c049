import CUDP
import Glibc

/// The address and port of one end, as the kernel writes them.
package struct SocketAddress: Equatable, Sendable {
    /// The `sockaddr_in` or `sockaddr_in6`, whole.
    private var bytes: [UInt8]

    /// Copies an address that a C call gave.
    /// - Parameter length: what of the storage is the address; the whole when it is longer.
    init(_ storage: sockaddr_storage, length: socklen_t) {
        bytes = withUnsafeBytes(of: storage) { Array($0.prefix(Int(length))) }
        normalize()
    }

    /// Takes the address that a C call writes.
    /// - Parameter write: gets room for a `sockaddr` of any family.
    package init(writtenBy write: (UnsafeMutableRawPointer) -> Void) {
        var storage = sockaddr_storage()
        withUnsafeMutablePointer(to: &storage) { write(UnsafeMutableRawPointer($0)) }
        self.init(storage, length: socklen_t(MemoryLayout<sockaddr_storage>.size))
    }

    /// Lends the address to a C call.
    func withPointer<Result>(_ body: (UnsafeRawPointer?, socklen_t) -> Result) -> Result {
        bytes.withUnsafeBytes { body($0.baseAddress, socklen_t($0.count)) }
    }

    /// Whether both are the same end. The scope of a link-local address does not count: a description names none, the
    /// kernel names the device (RFC 4007 §6), and the socket that either stands for is bound to one device.
    package static func == (left: SocketAddress, right: SocketAddress) -> Bool { left.identity == right.identity }

    /// `sin6_family 2 · sin6_port 2 · sin6_flowinfo 4 · sin6_addr 16` without the `sin6_scope_id 4` behind it.
    private var identity: ArraySlice<UInt8> {
        Int32(family) == AF_INET6 ? bytes.prefix(24) : bytes[...]
    }

    /// `sin_zero` and `sin6_flowinfo` say nothing about who it is, and differ between calls.
    private mutating func normalize() {
        switch Int32(family) {
        case AF_INET:
            bytes = Array(bytes.prefix(MemoryLayout<sockaddr_in>.size))
            for index in 8..<max(8, bytes.count) { bytes[index] = 0 }
        case AF_INET6:
            bytes = Array(bytes.prefix(MemoryLayout<sockaddr_in6>.size))
            for index in 4..<min(8, bytes.count) { bytes[index] = 0 }
        default: break
        }
    }

    private var family: sa_family_t {
        guard bytes.count >= 2 else { return 0 }
        return bytes.withUnsafeBytes { $0.loadUnaligned(as: sa_family_t.self) }
    }
}
