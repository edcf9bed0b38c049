import Glibc

/// A UDP port on 127.0.0.1 that answers nothing, and says whether it was asked.
package final class SilentServer: Sendable {
    /// Chosen by the kernel.
    package let port: UInt16
    private let socket: Int32

    /// - Throws: `NoPort`.
    package init() throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = socket
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        guard isBound else { throw NoPort() }
    }

    deinit {
        close(socket)
    }

    /// The kernel gave none.
    package struct NoPort: Error {}

    /// Whether a datagram came that was not taken yet; takes it.
    package func takeQuestion() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 1_500)
        return recv(socket, &bytes, bytes.count, 0) > 0
    }

    /// Whether one comes within ten seconds.
    /// - Throws: `CancellationError`.
    package func isAsked() async throws -> Bool {
        for _ in 0..<500 {
            if takeQuestion() { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }
}
