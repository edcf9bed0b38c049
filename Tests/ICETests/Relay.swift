import Foundation
import Glibc

/// A coturn of a test's own on 127.0.0.1, for UDP and TCP on one port.
final class Relay {
    static let username = "u"
    static let credential = "p"

    let port: UInt16
    private let process = Process()
    private let folder: URL

    /// Starts it and waits until it listens.
    /// - Throws: what keeps the program from starting, `NotListening`.
    init() async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "nearhand-relay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        port = try Self.freePort()
        // coturn takes peers on the loopback only with a password for its console, which is off.
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            ["turnserver", "-n", "--lt-cred-mech", "--user", "\(Self.username):\(Self.credential)"]
            + ["--realm", "nearhand.test", "--listening-ip", "127.0.0.1", "--listening-port", "\(port)"]
            + ["--relay-ip", "127.0.0.1", "--allow-loopback-peers", "--cli-password", UUID().uuidString, "--no-cli"]
            + ["--no-tls", "--no-dtls", "--log-file", "stdout", "--pidfile", folder.appending(path: "pid").path]
            + ["--userdb", folder.appending(path: "users").path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<200 {
            if Self.isListening(port) { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw NotListening()
    }

    deinit {
        // coturn outlives SIGTERM while it has allocations.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    struct NotListening: Error {}

    private static func freePort() throws -> UInt16 {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(socket) }
        var address = loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard isBound else { throw NotListening() }
        return UInt16(bigEndian: address.sin_port)
    }

    private static func isListening(_ port: UInt16) -> Bool {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = loopback(port: port)
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return address
    }
}
