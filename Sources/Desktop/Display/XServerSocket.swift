internal import Glibc

/// Tells a missing X server from one that refuses: Xlib says of both only that there is no connection.
enum XServerSocket {
    /// Whether a server listens at a local display's socket.
    ///
    /// - Parameter displayName: `:0` or `:0.1`; of a server on another computer it is never known.
    static func isListening(displayName: String) -> Bool {
        guard let number = displayNumber(displayName) else { return false }
        let path = "/tmp/.X11-unix/X\(number)"
        // Servers listen in the file system, in the abstract name space, or in both.
        return connects(to: Array(path.utf8)) || connects(to: [0] + Array(path.utf8))
    }

    /// The number of a local display; `nil` for another computer's.
    static func displayNumber(_ name: String) -> Int? {
        guard let colon = name.lastIndex(of: ":"), ["", "unix"].contains(String(name[..<colon])) else { return nil }
        let number = name[name.index(after: colon)...].prefix { $0 != "." }
        return number.allSatisfy(\.isNumber) ? Int(number) : nil
    }

    private static func connects(to path: [UInt8]) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, length) == 0 }
        }
    }
}
